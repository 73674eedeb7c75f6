/// TO BE WRITTEN
enum PercentileAggregates {
  static let aggregates: [AggregateFunction] = []
}

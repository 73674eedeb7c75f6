/// TO BE WRITTEN
enum StatisticalAggregates {
  static let aggregates: [AggregateFunction] = []
}

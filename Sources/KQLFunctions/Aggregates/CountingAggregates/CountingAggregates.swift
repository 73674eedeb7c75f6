/// TO BE WRITTEN
enum CountingAggregates {
  static let aggregates: [AggregateFunction] = []
}

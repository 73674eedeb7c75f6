/// TO BE WRITTEN
enum BinaryAggregates {
  static let aggregates: [AggregateFunction] = []
}

/// TO BE WRITTEN
enum ExtremeAggregates {
  static let aggregates: [AggregateFunction] = []
}

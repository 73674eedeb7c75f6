/// TO BE WRITTEN
enum SummingAggregates {
  static let aggregates: [AggregateFunction] = []
}

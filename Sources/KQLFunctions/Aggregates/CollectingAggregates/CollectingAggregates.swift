/// TO BE WRITTEN
enum CollectingAggregates {
  static let aggregates: [AggregateFunction] = []
}

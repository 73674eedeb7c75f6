/// TO BE WRITTEN
enum SketchAggregates {
  static let aggregates: [AggregateFunction] = []
}

import KQLColumnar
import KQLTypes

/// `geo_polygon_lookup` and `geo_line_lookup`: joins each place with all shapes of the lookup table that it lies in, or
/// not further from than a radius.
///
/// Places and shapes that are not valid match nothing. Hints about how to join change nothing.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/geo-polygon-lookup-plugin>,
/// <https://learn.microsoft.com/kusto/query/geo-line-lookup-plugin>
enum GeoLookup {
  static let polygons = TableFunction(
    "geo_polygon_lookup", schema: { call in lookup(call).schema },
    run: { (call, rows, tables) throws(ExecutionError) in
      let radius = try radius(call)
      return try run(call, rows, tables, read: SphericalPolygon.init) { place, polygon in
        guard let radius else { return polygon.contains(place) }
        return place.distance(polygon.closestPoint(to: place)) <= radius
      }
    })

  static let lines = TableFunction(
    "geo_line_lookup", schema: { call in lookup(call).schema },
    run: { (call, rows, tables) throws(ExecutionError) in
      guard let radius = try radius(call) else { throw call.invalid("'radius' must be a number of metres") }
      return try run(call, rows, tables, read: SphericalLine.init) { place, line in
        place.distance(line.closestPoint(to: place)) <= radius
      }
    })

  /// The shape itself can be left out.
  private static func lookup(_ call: TableFunctionCall) -> LookupCall {
    let lookup = LookupCall(call, keyArgument: 1)
    let returnsKey = setting("return_lookup_key", 7, call)?.bool ?? true
    return LookupCall(
      call, keyArgument: 1, droppedColumns: returnsKey ? [] : Set([lookup.lookupColumn(1)].compactMap { $0 }))
  }

  /// A constant that stands at its place or has its name.
  private static func setting(_ name: String, _ index: Int, _ call: TableFunctionCall) -> ScalarValue? {
    if let named = call.named(name) { return named.constant }
    guard call.argumentNames.indices.contains(index), call.argumentNames[index] == nil else { return nil }
    return call.constant(index)
  }

  private static func radius(_ call: TableFunctionCall) throws(ExecutionError) -> Double? {
    guard let value = setting("radius", 4, call), value.string != "~" else { return nil }
    guard let radius = value.number, radius >= 0 else { throw call.invalid("'radius' must be a number of metres") }
    return radius
  }

  private static func run<Shape>(
    _ call: TableFunctionCall, _ rows: RecordBatch, _ tables: [RecordBatch], read: (DynamicValue) -> Shape?,
    _ matches: (SpherePoint, Shape) -> Bool
  ) throws(ExecutionError) -> RecordBatch {
    let lookup = lookup(call)
    let longitudes = rows.columns[try call.columnIndex(2, "SourceLongitude")]
    let latitudes = rows.columns[try call.columnIndex(3, "SourceLatitude")]
    let keys = tables[0].columns[try lookup.key()]
    var shapes: [(row: Int32, shape: Shape)] = []
    for row in 0..<keys.count {
      if let shape = read(keys[row].asDynamic) { shapes.append((Int32(truncatingIfNeeded: row), shape)) }
    }
    return try lookup.join(rows, tables[0]) { (row) throws(ExecutionError) in
      guard let place = SpherePoint(validLongitude: longitudes[row].number, latitude: latitudes[row].number) else {
        return []
      }
      try call.noteProgress(0)
      return shapes.filter { matches(place, $0.shape) }.map(\.row)
    }
  }
}

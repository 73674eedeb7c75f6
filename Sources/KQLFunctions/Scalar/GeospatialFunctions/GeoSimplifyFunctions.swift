import KQLColumnar
import KQLTypes

/// Lines and polygons with fewer corners. Invalid shapes and tolerances give a null, and so does a tolerance that
/// leaves nothing of the shape.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/geo-polygon-simplify-function>
enum GeoSimplifyFunctions {
  static let functions: [ScalarFunction] = [
    .rowwise("geo_line_simplify", propagatesNull: false, simplifyLine),
    .rowwise("geo_polygon_simplify", propagatesNull: false, simplifyPolygon),
    .rowwise("geo_simplify_polygons_array", propagatesNull: false, simplifyPolygons),
  ]

  /// An optional tolerance in metres, 10 when it is left out, as an angle of at most 70°.
  private static func tolerance(_ values: [ScalarValue]) -> Double? {
    let meters = values.count > 1 ? values[1].number : 10
    guard let angle = meters.map({ $0 / SpherePoint.earthRadius }), angle >= 0, angle <= 70 * .pi / 180 else {
      return nil
    }
    return angle
  }

  private static func undecided(_ name: String) -> ExecutionError {
    .unsupported("\(name)(): the shape has parts so close to each other that its simplification is not supported")
  }

  // MARK: - Lines

  /// <https://learn.microsoft.com/kusto/query/geo-line-simplify-function>
  private static func simplifyLine(_ values: [ScalarValue], _: CallSite) throws(ExecutionError) -> ScalarValue {
    guard let line = SphericalLine(values[0].asDynamic), let tolerance = tolerance(values) else {
      return .null(.dynamic)
    }
    guard line.chains.count == 1 || !chainsMeet(line) else {
      throw .unsupported("geo_line_simplify(): lines that meet each other are not supported")
    }
    guard tolerance > 0 else { return GeoShapeFunctions.line(line.chains, isMultiple: line.isMultiple) }
    guard let simple = SphericalSimplification.lines(line.chains, tolerance: tolerance) else {
      throw .unsupported("geo_line_simplify(): lines whose simplification would meet itself are not supported")
    }
    return simple.isEmpty ? .null(.dynamic) : GeoShapeFunctions.line(simple, isMultiple: false)
  }

  /// Whether any two chains have a point in common.
  private static func chainsMeet(_ line: SphericalLine) -> Bool {
    let chainOfEdge = line.chains.enumerated().flatMap { repeatElement($0, count: $1.count - 1) }
    let edges = line.edges
    return SphericalEdge.pairsAtOneHeight(edges).contains {
      chainOfEdge[$0] != chainOfEdge[$1] && edges[$0].meets(edges[$1])
    }
  }

  // MARK: - Polygons

  private static func simplifyPolygon(_ values: [ScalarValue], _: CallSite) throws(ExecutionError) -> ScalarValue {
    let name = "geo_polygon_simplify"
    guard let polygon = SphericalPolygon(values[0].asDynamic), let tolerance = tolerance(values) else {
      return .null(.dynamic)
    }
    let loops = try simplified(name, polygon, tolerance)
    // The documentation names a smaller range than its examples show, in which nothing is left.
    guard loops.isEmpty || (0.1...10_000).contains(tolerance * SpherePoint.earthRadius) else {
      throw .unsupported("\(name)(): a tolerance below 0.1 or above 10000 is not supported")
    }
    return shape(loops)
  }

  /// <https://learn.microsoft.com/kusto/query/geo-simplify-polygons-array-function>
  private static func simplifyPolygons(_ values: [ScalarValue], _: CallSite) throws(ExecutionError) -> ScalarValue {
    let name = "geo_simplify_polygons_array"
    let elements = values[0].elements ?? []
    let polygons = elements.compactMap(SphericalPolygon.init)
    guard !elements.isEmpty, polygons.count == elements.count, let tolerance = tolerance(values) else {
      return .null(.dynamic)
    }
    if polygons.count == 1 { return shape(try simplified(name, polygons[0], tolerance)) }
    // When all corners are closer to each other than the tolerance, one of them is left of all polygons.
    let corners = polygons.flatMap { $0.parts.flatMap(\.shell.points) }
    let limit = ChordAngle(radians: tolerance)
    guard corners.allSatisfy({ ChordAngle($0, corners[0]) <= limit }),
      corners.allSatisfy({ corner in corners.allSatisfy { ChordAngle($0, corner) <= limit } })
    else {
      throw .unsupported("\(name)(): several polygons of which something is left are not supported")
    }
    return .null(.dynamic)
  }

  private static func simplified(
    _ name: String, _ polygon: SphericalPolygon, _ tolerance: Double
  ) throws(ExecutionError) -> [[SpherePoint]] {
    guard let loops = SphericalPolygon.union([polygon]) else { throw undecided(name) }
    guard tolerance > 0 else { return loops }
    guard let simple = SphericalSimplification.loops(loops, tolerance: tolerance) else { throw undecided(name) }
    return simple
  }

  private static func shape(_ loops: [[SpherePoint]]) -> ScalarValue {
    loops.isEmpty ? .null(.dynamic) : .dynamic(SphericalPolygon.shape(ofLoops: loops).json)
  }
}

import KQLColumnar
import KQLTypes

/// Measures and changes of lines and polygons. Invalid shapes give a null.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/geo-line-length-function>
enum GeoShapeFunctions {
  static let functions: [ScalarFunction] = lines + polygons + [fromText]

  private static let tolerances = 0.1...10_000.0

  /// An optional tolerance in metres, 10 when it is left out; `nil` outside of the range.
  private static func tolerance(_ values: [ScalarValue], _ index: Int) -> Double? {
    guard index < values.count else { return 10 }
    return values[index].number.flatMap { tolerances.contains($0) ? $0 : nil }
  }

  private static func flag(_ values: [ScalarValue], _ index: Int) -> Bool {
    guard index < values.count else { return false }
    return values[index].bool ?? (values[index].number.map { $0 != 0 } ?? false)
  }

  private static func point(_ point: SpherePoint?) -> ScalarValue {
    point.map { .dynamic(GeoShape.point(GeoPosition($0)).json) } ?? .null(.dynamic)
  }

  static func line(_ chains: [[SpherePoint]], isMultiple: Bool) -> ScalarValue {
    let positions = chains.map { $0.map { GeoPosition($0) } }
    return .dynamic((isMultiple || positions.count > 1 ? GeoShape.multiLine(positions) : .line(positions[0])).json)
  }

  // MARK: - Lines

  private static let lines: [ScalarFunction] = [
    .rowwise("geo_line_length") { (values, _) throws(ExecutionError) in
      guard let edges = try edges("geo_line_length", values[0]) else { return .null(.real) }
      return .real(edges.reduce(0) { $0 + $1.angle } * SpherePoint.earthRadius)
    },
    .rowwise("geo_line_centroid") { (values, _) throws(ExecutionError) in
      try edges("geo_line_centroid", values[0]).map { point(SphericalLine.centroid($0)) } ?? .null(.dynamic)
    },
    .rowwise("geo_line_interpolate_point") { values, _ in
      guard let line = SphericalLine(values[0].asDynamic), !line.isMultiple, let fraction = values[1].number,
        (0...1).contains(fraction)
      else { return .null(.dynamic) }
      return point(line.interpolated(fraction))
    },
    .rowwise("geo_line_locate_point") { (values, _) throws(ExecutionError) in
      guard let line = SphericalLine(values[0].asDynamic), !line.isMultiple,
        let point = GeoPointFunctions.point(values, 1)
      else { return .null(.real) }
      guard !flag(values, 3) else {
        throw .unsupported("geo_line_locate_point(): the spheroid is not supported")
      }
      return .real(line.fraction(closestTo: point))
    },
    .rowwise("geo_line_densify", densifyLine),
  ]

  private static func edges(_ name: String, _ value: ScalarValue) throws(ExecutionError) -> [SphericalEdge]? {
    guard let line = SphericalLine(value.asDynamic) else { return nil }
    guard let edges = line.distinctEdges else {
      throw .unsupported("\(name)(): lines that overlap in part are not supported")
    }
    return edges
  }

  private static func densifyLine(_ values: [ScalarValue], _: CallSite) -> ScalarValue {
    guard SphericalLine(values[0].asDynamic) != nil, let tolerance = tolerance(values, 1) else {
      return .null(.dynamic)
    }
    let densifier = PlanarDensifier(meters: tolerance, preservesCrossing: flag(values, 2))
    let shape = GeoShape(values[0].asDynamic)
    if case .line(let positions) = shape {
      guard let chains = densifier.chains(for: positions) else { return .null(.dynamic) }
      return line(chains, isMultiple: false)
    }
    guard case .multiLine(let all) = shape else { return .null(.dynamic) }
    let chains = all.compactMap(densifier.chains)
    return chains.count == all.count ? line(chains.flatMap { $0 }, isMultiple: true) : .null(.dynamic)
  }

  // MARK: - Polygons

  private static let polygons: [ScalarFunction] = [
    .rowwise("geo_polygon_area") { values, _ in
      guard let polygon = SphericalPolygon(values[0].asDynamic) else { return .null(.real) }
      return .real(polygon.area * SpherePoint.earthRadius * SpherePoint.earthRadius)
    },
    .rowwise("geo_polygon_perimeter") { values, _ in
      guard let polygon = SphericalPolygon(values[0].asDynamic) else { return .null(.real) }
      return .real(polygon.perimeter * SpherePoint.earthRadius)
    },
    .rowwise("geo_polygon_centroid") { values, _ in
      point(SphericalPolygon(values[0].asDynamic)?.centroid)
    },
    .rowwise("geo_polygon_densify", densifyPolygon),
  ]

  /// The rings of the result go counter-clockwise around the region, those of holes clockwise.
  private static func densifyPolygon(_ values: [ScalarValue], _: CallSite) throws(ExecutionError) -> ScalarValue {
    guard let tolerance = tolerance(values, 1) else { return .null(.dynamic) }
    let polygons: [[[GeoPosition]]]
    let shape = GeoShape(values[0].asDynamic)
    switch shape {
    case .polygon(let rings): polygons = [rings]
    case .multiPolygon(let all): polygons = all
    default: return .null(.dynamic)
    }
    guard SphericalPolygon(values[0].asDynamic) != nil else { return .null(.dynamic) }
    let densifier = PlanarDensifier(meters: tolerance, preservesCrossing: true)
    var results: [[[GeoPosition]]] = []
    for rings in polygons {
      var dense: [[GeoPosition]] = []
      for ring in rings {
        guard zip(ring, ring.dropFirst()).allSatisfy({ abs($0.longitude - $1.longitude) <= 180 }) else {
          throw .unsupported("geo_polygon_densify(): polygons over the antimeridian are not supported")
        }
        guard let points = densifier.chains(for: ring)?[0].dropLast(), let loop = SphericalRing(points: Array(points))
        else { return .null(.dynamic) }
        let isShell = dense.isEmpty
        let oriented = isShell ? loop.points : loop.points.reversed()
        dense.append((oriented + oriented.prefix(1)).map { GeoPosition($0) })
      }
      results.append(dense)
    }
    return .dynamic((polygons.count == 1 ? GeoShape.polygon(results[0]) : .multiPolygon(results)).json)
  }

  /// <https://learn.microsoft.com/kusto/query/geo-from-wkt-function>
  private static let fromText = ScalarFunction.rowwise("geo_from_wkt") { values, _ in
    guard let text = values[0].textValue, let shape = WellKnownText.shape(text) else { return .null(.dynamic) }
    return .dynamic(shape.json)
  }
}

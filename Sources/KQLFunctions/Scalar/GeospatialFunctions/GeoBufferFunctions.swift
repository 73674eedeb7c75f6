import KQLColumnar
import KQLTypes

/// Regions around points, lines and polygons. Invalid shapes, radii and tolerances give a null.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/geo-polygon-buffer-function>
enum GeoBufferFunctions {
  static let functions: [ScalarFunction] = [
    buffer("geo_point_buffer", radiusIndex: 2) { values in
      GeoPointFunctions.point(values, 0).map { point in { $0.add(point: point) } }
    },
    buffer("geo_line_buffer", radiusIndex: 1) { values in
      SphericalLine(values[0].asDynamic).map { line in { curve in line.chains.forEach { curve.add(line: $0) } } }
    },
    buffer("geo_polygon_buffer", radiusIndex: 1) { values in
      guard let polygon = SphericalPolygon(values[0].asDynamic) else { return nil }
      let loops = SphericalPolygon.union([polygon])
      return { curve in loops.map { $0.forEach { curve.add(ring: $0) } } ?? curve.fail() }
    },
  ]

  private typealias Adding = (inout OffsetCurve) -> Void

  private static func buffer(
    _ name: String, radiusIndex: Int, _ read: @escaping @Sendable ([ScalarValue]) -> Adding?
  ) -> ScalarFunction {
    .rowwise(name, propagatesNull: false) { (values, _) throws(ExecutionError) in
      guard let add = read(values), let radius = values[radiusIndex].number, radius > 0, radius.isFinite,
        let tolerance = radiusIndex + 1 < values.count ? values[radiusIndex + 1].number : 10, tolerance > 0
      else { return .null(.dynamic) }
      guard tolerance >= 1e-6 * radius else {
        throw .unsupported("\(name)(): a tolerance below 0.0001 % of the radius is not supported")
      }
      // Kusto holds the fraction in single precision. It stays below 1 however large the tolerance is.
      let fraction = min(Float(tolerance / radius), Float(1).nextDown)
      guard var curve = OffsetCurve(radius: radius / SpherePoint.earthRadius, errorFraction: Double(fraction)) else {
        throw .unsupported("\(name)(): a radius of less than a millimetre or more than 5,000 km is not supported")
      }
      add(&curve)
      guard !curve.hasFailed, let loops = WindingRegion.loops(curve.curves) else {
        throw .unsupported(
          "\(name)(): corners that go straight on, borders that almost touch, and shapes wider than half of the globe "
            + "are not supported")
      }
      return .dynamic(SphericalPolygon.shape(ofLoops: loops).json)
    }
  }
}

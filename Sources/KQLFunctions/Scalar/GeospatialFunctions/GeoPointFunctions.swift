import Glibc
import KQLColumnar
import KQLTypes

/// Distances, directions and containment of points. Invalid coordinates and shapes give a null.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/geo-distance-2points-function>
enum GeoPointFunctions {
  static let functions: [ScalarFunction] = [
    .rowwise("geo_distance_2points", distance),
    .rowwise("geo_azimuth") { values, _ in
      guard let start = point(values, 0), let end = point(values, 2) else { return .null(.real) }
      return start.azimuth(to: end).map(ScalarValue.real) ?? .null(.real)
    },
    .rowwise("geo_angle", angle),
    .rowwise("geo_point_in_circle") { values, _ in
      guard let place = point(values, 0), let center = point(values, 2), let radius = values[4].number, radius >= 0
      else { return .null(.bool) }
      return .bool(place.distance(center) <= radius)
    },
    toShape("geo_point_in_polygon", .bool, SphericalPolygon.init) { .bool($1.contains($0)) },
    toShape("geo_distance_point_to_line", .real, SphericalLine.init) {
      .real($0.distance($1.closestPoint(to: $0)))
    },
    toShape("geo_distance_point_to_polygon", .real, SphericalPolygon.init) {
      .real($0.distance($1.closestPoint(to: $0)))
    },
    toShape("geo_closest_point_on_line", .dynamic, SphericalLine.init) {
      .dynamic(GeoShape.point(GeoPosition($1.closestPoint(to: $0))).json)
    },
    toShape("geo_closest_point_on_polygon", .dynamic, SphericalPolygon.init) {
      .dynamic(GeoShape.point(GeoPosition($1.closestPoint(to: $0))).json)
    },
  ]

  static func point(_ values: [ScalarValue], _ index: Int) -> SpherePoint? {
    SpherePoint(validLongitude: values[index].number, latitude: values[index + 1].number)
  }

  /// A function of a point and a shape that stands third.
  private static func toShape<Shape: Sendable>(
    _ name: String, _ type: ScalarType, _ read: @escaping @Sendable (DynamicValue) -> Shape?,
    _ body: @escaping @Sendable (SpherePoint, Shape) -> ScalarValue
  ) -> ScalarFunction {
    ScalarFunction(name) { site in
      let shape = ShapeArgument(site, 2, read)
      return { (arguments, rowCount) throws(ExecutionError) in
        try Lift.rows(arguments, rowCount, to: type) { values in
          guard let point = point(values, 0), let shape = shape.value(values) else { return .null(type) }
          return body(point, shape)
        }
      }
    }
  }

  private static func distance(_ values: [ScalarValue], _: CallSite) throws(ExecutionError) -> ScalarValue {
    guard let start = point(values, 0), let end = point(values, 2) else { return .null(.real) }
    let usesSpheroid = values.count > 4 && (values[4].bool ?? (values[4].number.map { $0 != 0 } ?? false))
    guard usesSpheroid else { return .real(start.distance(end)) }
    let places = [0, 2].map { index in
      GeoPosition(longitude: values[index].number ?? 0, latitude: values[index + 1].number ?? 0)
    }
    guard let distance = Spheroid.distance(places[0], places[1]) else {
      throw .unsupported("geo_distance_2points(): nearly opposite points are not supported on the spheroid")
    }
    return .real(distance)
  }

  /// The angle at the second point, clockwise from the first to the third.
  ///
  /// <https://learn.microsoft.com/kusto/query/geo-angle-function>
  private static func angle(_ values: [ScalarValue], _: CallSite) -> ScalarValue {
    guard let first = point(values, 0), let middle = point(values, 2), let last = point(values, 4),
      let from = middle.azimuth(to: first), let to = middle.azimuth(to: last)
    else { return .null(.real) }
    let angle = to - from
    return .real(angle < 0 ? angle + 2 * .pi : angle)
  }
}

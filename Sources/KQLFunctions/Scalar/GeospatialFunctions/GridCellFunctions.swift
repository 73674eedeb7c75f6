import KQLColumnar
import KQLTypes

/// Cells of the geohash, S2 and H3 grids. Invalid arguments give a null, or an empty string where text is asked for.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/geospatial-grid-systems>
enum GridCellFunctions {
  static let functions: [ScalarFunction] = geohash + s2 + h3

  /// A whole number; reals count when they are whole.
  static func whole(_ value: ScalarValue) -> Int? {
    guard let number = value.number, number == number.rounded(), abs(number) < 1e9 else { return nil }
    return Int(number)
  }

  /// An optional whole number in a range: `nil` when there is an argument that is not one.
  static func whole(_ values: [ScalarValue], _ index: Int, default number: Int, in range: ClosedRange<Int>) -> Int? {
    guard index < values.count else { return number }
    return whole(values[index]).flatMap { range.contains($0) ? $0 : nil }
  }

  private static func json(_ shape: GeoShape?) -> ScalarValue { shape.map { .dynamic($0.json) } ?? .null(.dynamic) }

  private static func polygon(_ corners: [SpherePoint]) -> GeoShape {
    let ring = corners.map { GeoPosition($0) }
    return .polygon([ring + ring.prefix(1)])
  }

  private static func texts(_ texts: [String]?) -> ScalarValue {
    texts.map { .array($0.map(DynamicValue.string)) } ?? .null(.dynamic)
  }

  private static func text(_ name: String, _ body: @escaping @Sendable ([ScalarValue]) -> String?) -> ScalarFunction {
    .rowwise(name, propagatesNull: false) { values, _ in .string(body(values) ?? "") }
  }

  private static func shape(_ name: String, _ body: @escaping @Sendable (String) -> GeoShape?) -> ScalarFunction {
    .rowwise(name) { values, _ in json(body(values[0].string ?? "")) }
  }

  private static let geohash: [ScalarFunction] = [
    text("geo_point_to_geohash") { values in
      guard let longitude = values[0].number, let latitude = values[1].number,
        SpherePoint(validLongitude: longitude, latitude: latitude) != nil,
        let length = whole(values, 2, default: 5, in: Geohash.lengths)
      else { return nil }
      return Geohash(longitude: longitude, latitude: latitude, length: length).text
    },
    shape("geo_geohash_to_central_point") { Geohash($0).map { .point($0.center) } },
    shape("geo_geohash_to_polygon") { Geohash($0).map { .polygon([$0.ring]) } },
    .rowwise("geo_geohash_neighbors") { values, _ in
      texts(Geohash(values[0].string ?? "")?.neighbors.map(\.text))
    },
  ]

  private static let s2: [ScalarFunction] = [
    text("geo_point_to_s2cell") { values in
      guard let point = SpherePoint(validLongitude: values[0].number, latitude: values[1].number),
        let level = whole(values, 2, default: 11, in: 0...S2Cell.maximumLevel)
      else { return nil }
      return S2Cell(point).parent(level: level).token
    },
    shape("geo_s2cell_to_central_point") { S2Cell(token: $0).map { .point(GeoPosition($0.center)) } },
    shape("geo_s2cell_to_polygon") { S2Cell(token: $0).map { polygon($0.vertices) } },
    .rowwise("geo_s2cell_neighbors") { values, _ in
      texts(S2Cell(token: values[0].string ?? "")?.neighbors.map(\.token))
    },
  ]

  private static let h3: [ScalarFunction] = [
    text("geo_point_to_h3cell") { values in
      guard let point = SpherePoint(validLongitude: values[0].number, latitude: values[1].number),
        let resolution = whole(values, 2, default: 6, in: 0...H3Cell.maximumResolution)
      else { return nil }
      return H3Cell(point, resolution: resolution).token
    },
    shape("geo_h3cell_to_central_point") { H3Cell(token: $0).map { .point(GeoPosition($0.center)) } },
    shape("geo_h3cell_to_polygon") { H3Cell(token: $0).map { polygon($0.boundary) } },
    .rowwise("geo_h3cell_neighbors") { values, _ in
      texts(H3Cell(token: values[0].string ?? "")?.neighbors.map(\.token))
    },
    .rowwise("geo_h3cell_level") { values, _ in
      H3Cell(token: values[0].string ?? "").map { .int(Int32($0.resolution)) } ?? .null(.int)
    },
    text("geo_h3cell_parent") { values in
      guard let cell = H3Cell(token: values[0].string ?? ""), cell.resolution > 0,
        let resolution = whole(values, 1, default: cell.resolution - 1, in: 0...H3Cell.maximumResolution),
        resolution < cell.resolution
      else { return nil }
      return cell.parent(resolution: resolution)?.token
    },
    // Children are at most five resolutions finer.
    .rowwise("geo_h3cell_children", propagatesNull: false) { values, _ in
      guard let cell = H3Cell(token: values[0].string ?? ""), cell.resolution < H3Cell.maximumResolution,
        let resolution = whole(values, 1, default: cell.resolution + 1, in: 1...H3Cell.maximumResolution),
        (1...5).contains(resolution - cell.resolution)
      else { return .null(.dynamic) }
      var cells = [cell]
      for _ in cell.resolution..<resolution { cells = cells.flatMap(\.children) }
      return texts(cells.map(\.token))
    },
    .rowwise("geo_h3cell_rings", propagatesNull: false) { values, _ in
      guard let cell = H3Cell(token: values[0].string ?? ""), let distance = whole(values[1]),
        (0...142).contains(distance)
      else { return .null(.dynamic) }
      return .array(cell.rings(distance: distance).map { .array($0.map { .string($0.token) }) })
    },
  ]
}

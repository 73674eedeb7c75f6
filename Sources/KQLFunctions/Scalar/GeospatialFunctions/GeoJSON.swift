import KQLTypes

/// Shapes in GeoJSON, as the functions take and give them. Coordinates are longitude and latitude.
///
/// Specification: <https://datatracker.ietf.org/doc/html/rfc7946>
indirect enum GeoShape {
  case point(GeoPosition)
  case multiPoint([GeoPosition])
  case line([GeoPosition])
  case multiLine([[GeoPosition]])
  case polygon([[GeoPosition]])
  case multiPolygon([[[GeoPosition]]])
  case collection([GeoShape])
}

struct GeoPosition: Hashable, Sendable {
  var longitude: Double
  var latitude: Double
}

extension GeoPosition {
  init(_ point: SpherePoint) {
    self.init(longitude: point.longitude, latitude: point.latitude)
  }

  var point: SpherePoint { SpherePoint(longitude: longitude, latitude: latitude) }

  fileprivate var json: DynamicValue { .array([.real(longitude), .real(latitude)]) }
}

// MARK: - Writing

extension GeoShape {
  var json: DynamicValue {
    switch self {
    case .point(let position): Self.bag("Point", position.json)
    case .multiPoint(let positions): Self.bag("MultiPoint", Self.list(positions))
    case .line(let positions): Self.bag("LineString", Self.list(positions))
    case .multiLine(let lines): Self.bag("MultiLineString", .array(lines.map(Self.list)))
    case .polygon(let rings): Self.bag("Polygon", .array(rings.map(Self.list)))
    case .multiPolygon(let polygons):
      Self.bag("MultiPolygon", .array(polygons.map { .array($0.map(Self.list)) }))
    case .collection(let shapes):
      .bag(DynamicBag([("type", .string("GeometryCollection")), ("geometries", .array(shapes.map(\.json)))]))
    }
  }

  private static func bag(_ type: String, _ coordinates: DynamicValue) -> DynamicValue {
    .bag(DynamicBag([("type", .string(type)), ("coordinates", coordinates)]))
  }

  private static func list(_ positions: [GeoPosition]) -> DynamicValue { .array(positions.map(\.json)) }
}

// MARK: - Reading

extension GeoShape {
  /// Reads a point, line or polygon, or several of them; `nil` for anything else and for malformed coordinates.
  init?(_ value: DynamicValue) {
    guard case .bag(let bag) = value, case .string(let type) = bag["type"], let coordinates = bag["coordinates"] else {
      return nil
    }
    switch type {
    case "Point":
      guard let position = Self.position(coordinates) else { return nil }
      self = .point(position)
    case "MultiPoint":
      guard let positions = Self.positions(coordinates) else { return nil }
      self = .multiPoint(positions)
    case "LineString":
      guard let positions = Self.positions(coordinates) else { return nil }
      self = .line(positions)
    case "MultiLineString":
      guard let lines = Self.all(coordinates, Self.positions) else { return nil }
      self = .multiLine(lines)
    case "Polygon":
      guard let rings = Self.all(coordinates, Self.positions) else { return nil }
      self = .polygon(rings)
    case "MultiPolygon":
      guard let polygons = Self.all(coordinates, { Self.all($0, Self.positions) }) else { return nil }
      self = .multiPolygon(polygons)
    default: return nil
    }
  }

  private static func all<Element>(_ value: DynamicValue, _ read: (DynamicValue) -> Element?) -> [Element]? {
    guard case .array(let elements) = value else { return nil }
    let results = elements.compactMap(read)
    return results.count == elements.count ? results : nil
  }

  private static func positions(_ value: DynamicValue) -> [GeoPosition]? { all(value, position) }

  private static func position(_ value: DynamicValue) -> GeoPosition? {
    guard case .array(let numbers) = value, numbers.count >= 2, let longitude = numbers[0].seriesNumber,
      let latitude = numbers[1].seriesNumber, longitude.isFinite, latitude.isFinite
    else { return nil }
    return GeoPosition(longitude: longitude, latitude: latitude)
  }
}

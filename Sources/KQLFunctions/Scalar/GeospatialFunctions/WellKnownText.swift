import KQLTypes

/// Reads shapes in well-known text, such as `LINESTRING (1 2, 3 4)`.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/geo-from-wkt-function>
struct WellKnownText {
  private let bytes: [UInt8]
  private var position = 0
  /// How deep collections may be nested, so that text cannot exhaust the stack.
  private static let maximumDepth = 64

  private init(_ text: String) {
    bytes = Array(text.utf8)
  }

  /// `nil` when the text is not one whole shape.
  static func shape(_ text: String) -> GeoShape? {
    var reader = WellKnownText(text)
    guard let shape = reader.shape(depth: 0) else { return nil }
    reader.skipSpace()
    return reader.position == reader.bytes.count ? shape : nil
  }
}

extension WellKnownText {
  private mutating func shape(depth: Int) -> GeoShape? {
    guard depth < Self.maximumDepth else { return nil }
    switch word() {
    case "POINT":
      guard let positions = group({ $0.coordinates() }), positions.count == 1 else { return nil }
      return .point(positions[0])
    case "MULTIPOINT": return group { $0.loosePoint() }.map(GeoShape.multiPoint)
    case "LINESTRING": return group { $0.coordinates() }.map(GeoShape.line)
    case "MULTILINESTRING": return group { $0.ring() }.map(GeoShape.multiLine)
    case "POLYGON": return group { $0.ring() }.map(GeoShape.polygon)
    case "MULTIPOLYGON": return group { $0.group { $0.ring() } }.map(GeoShape.multiPolygon)
    case "GEOMETRYCOLLECTION": return group { $0.shape(depth: depth + 1) }.map(GeoShape.collection)
    default: return nil
    }
  }

  private mutating func ring() -> [GeoPosition]? { group { $0.coordinates() } }

  /// A point of a `MULTIPOINT`, which may stand in parentheses of its own.
  private mutating func loosePoint() -> GeoPosition? {
    skipSpace()
    guard position < bytes.count, bytes[position] == UInt8(ascii: "(") else { return coordinates() }
    guard let positions = ring(), positions.count == 1 else { return nil }
    return positions[0]
  }

  /// One or more items in parentheses, with commas between them.
  private mutating func group<Item>(_ read: (inout WellKnownText) -> Item?) -> [Item]? {
    guard take(UInt8(ascii: "(")) else { return nil }
    var items: [Item] = []
    repeat {
      guard let item = read(&self) else { return nil }
      items.append(item)
    } while take(UInt8(ascii: ","))
    return take(UInt8(ascii: ")")) ? items : nil
  }

  private mutating func coordinates() -> GeoPosition? {
    guard let longitude = number(), let latitude = number() else { return nil }
    return GeoPosition(longitude: longitude, latitude: latitude)
  }

  private mutating func number() -> Double? {
    skipSpace()
    let start = position
    while position < bytes.count, Self.isNumeric(bytes[position]) { position += 1 }
    guard position > start else { return nil }
    return Double(String(decoding: bytes[start..<position], as: UTF8.self)).flatMap { $0.isFinite ? $0 : nil }
  }

  private static func isNumeric(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "+"),
      UInt8(ascii: "e"), UInt8(ascii: "E"):
      true
    default: false
    }
  }

  private mutating func word() -> String {
    skipSpace()
    var letters: [UInt8] = []
    while position < bytes.count, case let letter = bytes[position] & 0xdf,
      letter >= UInt8(ascii: "A"), letter <= UInt8(ascii: "Z")
    {
      letters.append(letter)
      position += 1
    }
    return String(decoding: letters, as: UTF8.self)
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    skipSpace()
    guard position < bytes.count, bytes[position] == byte else { return false }
    position += 1
    return true
  }

  private mutating func skipSpace() {
    while position < bytes.count, bytes[position] == 0x20 || (0x09...0x0d).contains(bytes[position]) { position += 1 }
  }
}

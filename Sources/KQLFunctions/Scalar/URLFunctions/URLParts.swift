import KQLTypes

/// The parts of a URL as `parse_url` names them; what is missing is empty.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/parse-url-function>
struct URLParts {
  private var scheme = ""
  private var host = ""
  private var port = ""
  private var path = ""
  private var username = ""
  private var password = ""
  private var query: DynamicValue = .bag(DynamicBag())
  private var fragment = ""

  init(_ text: UnsafeBufferPointer<UInt8>) {
    var rest = text[...]
    if let hash = rest.firstIndex(of: UInt8(ascii: "#")) {
      fragment = Self.string(rest[(hash + 1)...])
      rest = rest[..<hash]
    }
    if let mark = rest.firstIndex(of: UInt8(ascii: "?")) {
      query = Self.parameters(rest[(mark + 1)...])
      rest = rest[..<mark]
    }
    if let colon = rest.firstIndex(of: UInt8(ascii: ":")), Self.isScheme(rest[..<colon]) {
      let behind = rest[(colon + 1)...]
      if behind.starts(with: "//".utf8) {
        scheme = Self.string(rest[..<colon])
        rest = behind
      }
    }
    if rest.starts(with: "//".utf8) {
      rest = rest.dropFirst(2)
      let end = rest.firstIndex(of: UInt8(ascii: "/")) ?? rest.endIndex
      readAuthority(rest[..<end])
      rest = rest[end...]
    }
    path = Self.string(rest)
  }

  var value: DynamicValue {
    .bag(
      DynamicBag([
        ("Scheme", .string(scheme)), ("Host", .string(host)), ("Port", .string(port)), ("Path", .string(path)),
        ("Username", .string(username)), ("Password", .string(password)), ("Query Parameters", query),
        ("Fragment", .string(fragment)),
      ]))
  }
}

// MARK: - Details

extension URLParts {
  typealias Bytes = Slice<UnsafeBufferPointer<UInt8>>

  /// The `key=value` pairs between `&`; the last of equal keys wins.
  static func parameters(_ query: Bytes) -> DynamicValue {
    var properties = PropertyCollector()
    for pair in query.split(separator: UInt8(ascii: "&")) {
      let equals = pair.firstIndex(of: UInt8(ascii: "=")) ?? pair.endIndex
      properties.set(string(pair[..<equals]), .string(string(pair[equals...].dropFirst())))
    }
    return .bag(properties.bag)
  }

  private static func string(_ bytes: Bytes) -> String { String(decoding: bytes, as: UTF8.self) }

  private static func isScheme(_ bytes: Bytes) -> Bool {
    guard let first = bytes.first, (first | 0x20) &- 0x61 < 26 else { return false }
    return bytes.allSatisfy { byte in
      (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-")
        || byte == UInt8(ascii: ".")
    }
  }

  /// Reads `user:password@host:port`; a host in brackets is an IPv6 address.
  private mutating func readAuthority(_ authority: Bytes) {
    var location = authority
    if let at = authority.lastIndex(of: UInt8(ascii: "@")) {
      let user = authority[..<at]
      let colon = user.firstIndex(of: UInt8(ascii: ":")) ?? user.endIndex
      username = Self.string(user[..<colon])
      password = Self.string(user[colon...].dropFirst())
      location = authority[(at + 1)...]
    }
    let bracket = location.lastIndex(of: UInt8(ascii: "]")) ?? location.startIndex
    let colon = location[bracket...].lastIndex(of: UInt8(ascii: ":")) ?? location.endIndex
    host = Self.string(location[..<colon])
    port = Self.string(location[colon...].dropFirst())
  }
}

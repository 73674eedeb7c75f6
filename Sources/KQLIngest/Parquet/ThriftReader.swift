import KQLTypes

/// Reads structures in Thrift's compact protocol, which Parquet's metadata are written in.
///
/// Specification: <https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md>
struct ThriftReader {
  enum Kind: UInt8 {
    case `true` = 1
    case `false`
    case byte
    case int16
    case int32
    case int64
    case double
    case binary
    case list
    case set
    case map
    case structure
  }

  let input: BufferedInput
  /// What messages call the file.
  let name: String
  /// What they say of the place.
  var place = ""

  private static let depthLimit = 32
}

// MARK: - Structures

extension ThriftReader {
  /// Reads a structure, calling a function with the number and kind of each field.
  ///
  /// The function reads the field's value, or says by `false` that it did not; the value is then passed over.
  func fields(_ body: (Int, Kind) throws(ExecutionError) -> Bool) throws(ExecutionError) {
    try fields(depth: 0, body)
  }

  private func fields(depth: Int, _ body: (Int, Kind) throws(ExecutionError) -> Bool) throws(ExecutionError) {
    guard depth < Self.depthLimit else { throw damage("structures are nested too deep") }
    var number = 0
    while true {
      let header = try byte()
      if header == 0 { return }
      let kind = try kind(header & 15)
      let delta = Int(header >> 4)
      number = delta > 0 ? number &+ delta : Int(truncatingIfNeeded: try int())
      if try !body(number, kind) { try skip(kind, depth: depth + 1) }
    }
  }

  /// Reads a list, calling a function for each element.
  func list(_ wanted: Kind, _ body: () throws(ExecutionError) -> Void) throws(ExecutionError) {
    let (count, kind) = try listHeader()
    guard kind == wanted || count == 0 else { throw damage("a list holds something else than it should") }
    var left = count
    while left > 0 {
      try body()
      left -= 1
    }
  }

  private func listHeader() throws(ExecutionError) -> (count: UInt64, kind: Kind) {
    let header = try byte()
    let count = header >> 4 == 15 ? try varint() : UInt64(header >> 4)
    return (count, count == 0 ? .byte : try kind(header & 15))
  }

  private func kind(_ code: UInt8) throws(ExecutionError) -> Kind {
    guard let kind = Kind(rawValue: code) else { throw damage("there is no kind \(code) of field") }
    return kind
  }

  private func skip(_ kind: Kind, depth: Int) throws(ExecutionError) {
    switch kind {
    case .true, .false: break
    case .byte: _ = try byte()
    case .int16, .int32, .int64: _ = try varint()
    case .double: for _ in 0..<8 { _ = try byte() }
    case .binary:
      var left = try varint()
      while left > 0 {
        _ = try byte()
        left -= 1
      }
    case .list, .set:
      let (count, element) = try listHeader()
      try skipElements(count, element, depth)
    case .map:
      let count = try varint()
      if count == 0 { return }
      let kinds = try byte()
      let (key, value) = (try self.kind(kinds >> 4), try self.kind(kinds & 15))
      var left = count
      while left > 0 {
        try skipElements(1, key, depth)
        try skipElements(1, value, depth)
        left -= 1
      }
    case .structure: try fields(depth: depth) { (_, _) throws(ExecutionError) in false }
    }
  }

  private func skipElements(_ count: UInt64, _ kind: Kind, _ depth: Int) throws(ExecutionError) {
    guard depth < Self.depthLimit else { throw damage("structures are nested too deep") }
    var left = count
    while left > 0 {
      // In a list a truth value is a byte of its own.
      if kind == .true || kind == .false { _ = try byte() } else { try skip(kind, depth: depth + 1) }
      left -= 1
    }
  }
}

// MARK: - Values

extension ThriftReader {
  func byte() throws(ExecutionError) -> UInt8 {
    guard let byte = try input.byte() else { throw damage("the metadata end too early") }
    return byte
  }

  func varint() throws(ExecutionError) -> UInt64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while true {
      let byte = try byte()
      if shift == 63, byte > 1 { throw damage("a number has more than 64 bits") }
      value |= UInt64(byte & 0x7f) << shift
      if byte < 0x80 { return value }
      shift += 7
    }
  }

  func int() throws(ExecutionError) -> Int64 {
    let value = try varint()
    return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
  }

  /// A number that counts or measures something.
  func count(_ what: String) throws(ExecutionError) -> Int64 {
    let value = try int()
    guard value >= 0 else { throw damage("\(what) is negative") }
    return value
  }

  func bytes() throws(ExecutionError) -> [UInt8] {
    let count = try varint()
    guard count <= 16 << 20 else { throw damage("a text in the metadata is too long") }
    let buffer = BlockBuffer(capacity: 64)
    guard try input.read(Int(count), into: buffer) == Int(count) else { throw damage("the metadata end too early") }
    return Array(UnsafeBufferPointer(start: buffer.base, count: Int(count)))
  }

  func string() throws(ExecutionError) -> String { String(decoding: try bytes(), as: UTF8.self) }

  func damage(_ reason: String) -> ExecutionError {
    .badInput("\(name): the Parquet file is damaged\(place): \(reason)")
  }
}

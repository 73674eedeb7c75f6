/// Reads the values of Avro data one after the other.
struct AvroCursor {
  /// The data are not what the schema says.
  struct Damage: Error {
    var reason: String
  }

  private let bytes: UnsafeBufferPointer<UInt8>
  private(set) var position = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }
}

extension AvroCursor {
  var left: Int { bytes.count - position }

  private static let tooShort = Damage(reason: "a value goes on behind the end of its block")

  mutating func byte() throws(Damage) -> UInt8 {
    guard position < bytes.count else { throw Self.tooShort }
    defer { position += 1 }
    return bytes[position]
  }

  /// A number of up to 64 bits in groups of seven, its sign in the lowest bit.
  mutating func long() throws(Damage) -> Int64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while true {
      let byte = try byte()
      // The tenth byte has room for one bit.
      if shift == 63, byte > 1 { throw Damage(reason: "a number has more than 64 bits") }
      value |= UInt64(byte & 0x7f) << shift
      if byte < 0x80 { return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1) }
      shift += 7
    }
  }

  mutating func int() throws(Damage) -> Int32 {
    guard let value = Int32(exactly: try long()) else { throw Damage(reason: "an int has more than 32 bits") }
    return value
  }

  /// Bytes behind their number.
  mutating func counted() throws(Damage) -> UnsafeBufferPointer<UInt8> {
    let count = try long()
    guard count >= 0 else { throw Damage(reason: "a length is negative") }
    guard count <= Int64(left) else { throw Self.tooShort }
    return try take(Int(count))
  }

  mutating func take(_ count: Int) throws(Damage) -> UnsafeBufferPointer<UInt8> {
    guard count <= left else { throw Self.tooShort }
    defer { position += count }
    return UnsafeBufferPointer(rebasing: bytes[position..<(position + count)])
  }

  mutating func bits64() throws(Damage) -> UInt64 {
    try take(8).reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  mutating func bits32() throws(Damage) -> UInt32 {
    try take(4).reversed().reduce(0) { $0 << 8 | UInt32($1) }
  }
}

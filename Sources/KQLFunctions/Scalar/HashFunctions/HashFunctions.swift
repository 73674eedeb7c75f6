import KQLColumnar
import KQLTypes

/// Hashes and digests of values.
enum HashFunctions {
  static let functions: [ScalarFunction] = [
    // <https://learn.microsoft.com/kusto/query/hash-function>
    hash("hash"),
    // <https://learn.microsoft.com/kusto/query/hash-xxhash64-function>
    hash("hash_xxhash64"),
    // <https://learn.microsoft.com/kusto/query/hash-md5-function>
    digest("hash_md5", .md5),
    // <https://learn.microsoft.com/kusto/query/hash-sha1-function>
    digest("hash_sha1", .sha1),
    // <https://learn.microsoft.com/kusto/query/hash-sha256-function>
    digest("hash_sha256", .sha256),
    .refused("hash_combine", because: "how Kusto combines hashes is not published"),
    .refused("hash_many", because: "how Kusto combines hashes is not published"),
  ]

  /// The xxHash of the value, as a remainder in `0..<modulo` if there is one; null for a null.
  private static func hash(_ name: String) -> ScalarFunction {
    ScalarFunction(name) { (site) throws(ExecutionError) in
      if site.argumentTypes[0] == .decimal {
        throw .unsupported("'\(name)' of a decimal is not supported: its bytes are not published")
      }
      return Lift.perEntry { (arguments, rowCount) throws(ExecutionError) in
        let modulo = arguments.count > 1 ? ValueArgument<Int64>(arguments[1]) : nil
        return try Lift.values(rowCount, to: .long) { row -> Int64? in
          guard let bytes = bytes(arguments[0][row]) else { return nil }
          let hash = bytes.withUnsafeBufferPointer { XXHash64.hash($0) }
          guard let modulo else { return Int64(bitPattern: hash) }
          guard let divisor = modulo[row], divisor > 0 else { return nil }
          return Int64(hash % UInt64(divisor))
        }
      }
    }
  }

  /// The digest of the value's text.
  private static func digest(_ name: String, _ digest: MessageDigest) -> ScalarFunction {
    .textToText(name) { text, output in output.append(contentsOf: digest.hexadecimal(text)) }
  }

  /// The bytes that are hashed: UTF-8 of strings, little-endian of other types; `nil` for a null.
  private static func bytes(_ value: ScalarValue) -> [UInt8]? {
    switch value {
    case .null(let type): type == .string ? [] : nil
    case .bool(let bool): [bool ? 1 : 0]
    case .int(let int): littleEndian(int)
    case .long(let long), .datetime(let long), .timespan(let long): littleEndian(long)
    case .real(let real): littleEndian(real.bitPattern)
    case .guid(let guid): EncodingFunctions.guidBytes(guid)
    case .string(let string): Array(string.utf8)
    case .decimal, .dynamic: nil
    }
  }

  private static func littleEndian(_ value: some FixedWidthInteger) -> [UInt8] {
    (0..<value.bitWidth / 8).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }
}

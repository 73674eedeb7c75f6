import KQLColumnar
import KQLTypes

/// Hashes and digests of values: of the UTF-8 bytes of strings, of the little-endian bytes of other types.
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
    perValue(name) { bytes, values in
      let hash = bytes.withUnsafeBufferPointer { XXHash64.hash($0) }
      guard values.count > 1 else { return .long(Int64(bitPattern: hash)) }
      guard let modulo = values[1].int64, modulo > 0 else { return .null(.long) }
      return .long(Int64(hash % UInt64(modulo)))
    }
  }

  private static func digest(_ name: String, _ digest: MessageDigest) -> ScalarFunction {
    perValue(name) { bytes, _ in .string(digest.hexadecimal(bytes)) }
  }

  private static func perValue(
    _ name: String, _ body: @escaping @Sendable ([UInt8], [ScalarValue]) -> ScalarValue
  ) -> ScalarFunction {
    ScalarFunction(name) { (site) throws(ExecutionError) in
      if site.argumentTypes[0] == .decimal {
        throw .unsupported("'\(name)' of a decimal is not supported: its bytes are not published")
      }
      return Lift.perEntry { (arguments, rowCount) throws(ExecutionError) in
        try Lift.rows(arguments, rowCount, to: site.resultType) { values in
          guard let bytes = bytes(values[0]) else { return .null(site.resultType) }
          return body(bytes, values)
        }
      }
    }
  }

  /// The bytes that are hashed; `nil` for a null.
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

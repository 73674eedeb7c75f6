import Deflate
import KQLColumnar
import KQLTypes

/// Functions between strings, bytes and their encoded forms.
enum EncodingFunctions {
  static let functions: [ScalarFunction] = base64 + punycode + compression
}

// MARK: - Base64

extension EncodingFunctions {
  private static let base64: [ScalarFunction] = [
    // <https://learn.microsoft.com/kusto/query/base64-encode-tostring-function>
    .textToText("base64_encode_tostring") { Base64.append($0, to: &$1) },
    .textToText("base64_encodestring") { Base64.append($0, to: &$1) },
    // <https://learn.microsoft.com/kusto/query/base64-decode-tostring-function>: empty for what is not UTF-8.
    .textToText("base64_decode_tostring") { appendDecoded($0, to: &$1) },
    .textToText("base64_decodestring") { appendDecoded($0, to: &$1) },
    // <https://learn.microsoft.com/kusto/query/base64-decode-toarray-function>
    .textToValue("base64_decode_toarray", .dynamic) { text -> DynamicValue? in
      guard let bytes = Base64.decode(text) else { return nil }
      return .array(bytes.map { .long(Int64($0)) })
    },
    encodeFromArray,
    // <https://learn.microsoft.com/kusto/query/base64-decode-toguid-function>
    .textToValue("base64_decode_toguid", .guid) { Base64.decode($0).flatMap { guid($0) } },
    // <https://learn.microsoft.com/kusto/query/base64-encode-fromguid-function>
    .rowwise("base64_encode_fromguid", propagatesNull: false) { values, _ in
      guard case .guid(let guid) = values[0] else { return .string("") }
      var output: [UInt8] = []
      Base64.append(guidBytes(guid), to: &output)
      return .string(String(decoding: output, as: UTF8.self))
    },
  ]

  static func appendDecoded(_ text: UnsafeBufferPointer<UInt8>, to output: inout [UInt8]) {
    guard let bytes = Base64.decode(text), String(validating: bytes, as: UTF8.self) != nil else { return }
    output.append(contentsOf: bytes)
  }

  /// Kusto documentation: <https://learn.microsoft.com/kusto/query/base64-encode-fromarray-function>
  private static let encodeFromArray = ScalarFunction.rowwise("base64_encode_fromarray", propagatesNull: false) {
    values, _ in
    guard case .dynamic(.array(let elements)) = values[0] else { return .string("") }
    var bytes: [UInt8] = []
    for element in elements {
      guard let number = element.scalar.int64, let byte = UInt8(exactly: number) else { return .string("") }
      bytes.append(byte)
    }
    var output: [UInt8] = []
    Base64.append(bytes, to: &output)
    return .string(String(decoding: output, as: UTF8.self))
  }

  /// A guid's bytes as Windows lays them out: the first three groups turned around.
  static func guidBytes(_ guid: UInt128) -> [UInt8] {
    let bytes = (0..<16).map { UInt8(truncatingIfNeeded: guid >> UInt128(120 - 8 * $0)) }
    return [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15].map { bytes[$0] }
  }

  private static func guid(_ bytes: [UInt8]) -> UInt128? {
    guard bytes.count == 16 else { return nil }
    return [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15].reduce(0) { $0 << 8 | UInt128(bytes[$1]) }
  }
}

// MARK: - Punycode

extension EncodingFunctions {
  private static let punycode: [ScalarFunction] = [
    // <https://learn.microsoft.com/kusto/query/punycode-from-string-function>
    .textToText("punycode_from_string") { text, output in
      if let encoded = Punycode.encode(StringFunctions.scalars(text)) { output.append(contentsOf: encoded) }
    },
    // <https://learn.microsoft.com/kusto/query/punycode-to-string-function>
    .textToText("punycode_to_string") { text, output in
      for scalar in Punycode.decode(text[...]) ?? [] { UTF8Scalars.append(scalar, to: &output) }
    },
    // <https://learn.microsoft.com/kusto/query/punycode-domain-from-string-function>
    .textToText("punycode_domain_from_string") { text, output in
      let labels = StringFunctions.scalars(text).split(separator: 0x2e, omittingEmptySubsequences: false)
      appendDomain(labels.map(decodedLabel), to: &output)
    },
    // <https://learn.microsoft.com/kusto/query/punycode-domain-to-string-function>
    .textToText("punycode_domain_to_string") { text, output in
      let labels = StringFunctions.scalars(text).split(omittingEmptySubsequences: false) { dots.contains($0) }
      appendDomain(labels.map(encodedLabel), to: &output)
    },
  ]

  /// What stands between the labels of a domain: a full stop, also ideographic, fullwidth or halfwidth.
  private static let dots: Set<UInt32> = [0x2e, 0x3002, 0xff0e, 0xff61]
  private static let labelPrefix = "xn--".unicodeScalars.map(\.value)

  /// A label in ASCII; `nil` when it cannot be encoded.
  private static func encodedLabel(_ label: ArraySlice<UInt32>) -> [UInt32]? {
    if label.allSatisfy({ $0 < 0x80 }) { return Array(label) }
    return Punycode.encode(Array(label)).map { labelPrefix + $0.map { UInt32($0) } }
  }

  /// What a label stands for; `nil` when it claims to be encoded and is not.
  private static func decodedLabel(_ label: ArraySlice<UInt32>) -> [UInt32]? {
    guard label.prefix(4).map({ $0 | ($0 < 0x5b ? 0x20 : 0) }) == labelPrefix else { return Array(label) }
    let text = label.dropFirst(4)
    guard !text.isEmpty, text.allSatisfy({ $0 < 0x80 }) else { return nil }
    return text.map { UInt8($0) }.withUnsafeBufferPointer { Punycode.decode($0[...]) }
  }

  /// Appends nothing when a label is missing.
  private static func appendDomain(_ labels: [[UInt32]?], to output: inout [UInt8]) {
    guard labels.allSatisfy({ $0 != nil }) else { return }
    for (index, label) in labels.enumerated() {
      if index > 0 { output.append(UInt8(ascii: ".")) }
      for scalar in label ?? [] { UTF8Scalars.append(scalar, to: &output) }
    }
  }
}

// MARK: - Compression

extension EncodingFunctions {
  private static let compression: [ScalarFunction] = [
    // <https://learn.microsoft.com/kusto/query/zlib-base64-decompress-function>
    decompressing("zlib_decompress_from_base64_string", .zlib),
    // <https://learn.microsoft.com/kusto/query/gzip-base64-decompress-function>
    decompressing("gzip_decompress_from_base64_string", .gzip),
    // <https://learn.microsoft.com/kusto/query/zlib-base64-compress-function>
    .textToText("zlib_compress_to_base64_string") { Base64.append(CompressionFormat.zlib.compress($0), to: &$1) },
    // <https://learn.microsoft.com/kusto/query/gzip-base64-compress>: an empty result only where compression fails,
    // which it does for no text, so that the empty text is compressed too.
    .textToText("gzip_compress_to_base64_string") { Base64.append(CompressionFormat.gzip.compress($0), to: &$1) },
  ]

  /// Larger texts are refused, so that a small one cannot exhaust memory.
  private static let decompressedByteLimit = 64 << 20

  /// Empty for what is not valid, and for what is not UTF-8 when decompressed.
  private static func decompressing(_ name: String, _ format: CompressionFormat) -> ScalarFunction {
    .ofText(name) { _ in
      { (arguments, rowCount) throws(ExecutionError) in
        let text = TextArgument(arguments[0])
        let decompressor = Decompressor(format, byteLimit: decompressedByteLimit)
        return try Lift.strings(rowCount) { (row, output) in
          guard let packed = Base64.decode(text[row]),
            let bytes = packed.withUnsafeBufferPointer({ decompressor.decompress($0) }),
            String(validating: bytes, as: UTF8.self) != nil
          else { return }
          output.append(contentsOf: bytes)
        }
      }
    }
  }
}

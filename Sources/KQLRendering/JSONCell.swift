import KQLColumnar
import KQLTypes

extension RowText<JSONCells> {
  /// Rows as JSON arrays, each with a comma in front.
  package static func jsonArrays(columnCount: Int) -> RowText {
    let others = [[UInt8]](repeating: [0x2c], count: max(0, columnCount - 1))
    return RowText(JSONCells(), leads: [Array(",[".utf8)] + others, tail: [0x5d])
  }
}

/// The cells of ``JSONCell``.
package struct JSONCells: CellForm {
  package init() {}

  package func append(_ value: ScalarValue, to bytes: inout [UInt8]) { JSONCell.append(value, to: &bytes) }

  package func appendString(_ utf8: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8]) {
    JSONCell.appendString(utf8, to: &bytes)
  }
}

/// Cells as JSON values: numbers and booleans as such, dynamic as JSON, everything else as text; NaN and the
/// infinities as text, nulls as `null`.
package enum JSONCell {
  package static func append(_ value: ScalarValue, to bytes: inout [UInt8]) {
    switch value {
    case .null(.string): bytes.append(contentsOf: "\"\"".utf8)
    case .null: bytes.append(contentsOf: "null".utf8)
    case .bool(let bool): bytes.append(contentsOf: (bool ? "true" : "false").utf8)
    case .int(let int): IntegerText.append(Int64(int), to: &bytes)
    case .long(let long): IntegerText.append(long, to: &bytes)
    case .real(let real): append(real, to: &bytes)
    case .dynamic(let dynamic): JSONText.append(dynamic, to: &bytes)
    case .string(let string): appendString(string, to: &bytes)
    case .decimal, .datetime, .timespan, .guid:
      bytes.append(0x22)
      value.appendText(to: &bytes)
      bytes.append(0x22)
    }
  }

  package static func appendString(_ string: String, to bytes: inout [UInt8]) {
    var copy = string
    copy.withUTF8 { appendString($0, to: &bytes) }
  }

  /// Appends a JSON string; control characters, quotes and backslashes are escaped.
  package static func appendString(_ utf8: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8]) {
    bytes.append(0x22)
    var runStart = 0
    for index in firstSpecial(utf8)..<utf8.count {
      let byte = utf8[index]
      guard byte < 0x20 || byte == 0x22 || byte == 0x5c || byte == 0x7f else { continue }
      bytes.append(contentsOf: utf8[runStart..<index])
      runStart = index + 1
      switch byte {
      case 0x22: bytes.append(contentsOf: "\\\"".utf8)
      case 0x5c: bytes.append(contentsOf: "\\\\".utf8)
      case 0x08: bytes.append(contentsOf: "\\b".utf8)
      case 0x09: bytes.append(contentsOf: "\\t".utf8)
      case 0x0a: bytes.append(contentsOf: "\\n".utf8)
      case 0x0c: bytes.append(contentsOf: "\\f".utf8)
      case 0x0d: bytes.append(contentsOf: "\\r".utf8)
      default:
        let digits = String(byte, radix: 16)
        bytes.append(contentsOf: "\\u00\(digits.utf8.count == 1 ? "0" : "")\(digits)".utf8)
      }
    }
    bytes.append(contentsOf: utf8[runStart...])
    bytes.append(0x22)
  }

  /// A place up to which nothing is to be escaped; found eight bytes at a time.
  private static func firstSpecial(_ utf8: UnsafeBufferPointer<UInt8>) -> Int {
    guard let base = utf8.baseAddress else { return 0 }
    let raw = UnsafeRawPointer(base)
    let ones: UInt64 = 0x0101_0101_0101_0101
    func zeros(_ word: UInt64) -> UInt64 { (word &- ones) & ~word }
    var index = 0
    while index &+ 8 <= utf8.count {
      let word = raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      let control = (word &- ones &* 0x20) & ~word
      let found = control | zeros(word ^ ones &* 0x22) | zeros(word ^ ones &* 0x5c) | zeros(word ^ ones &* 0x7f)
      if found & (ones &* 0x80) != 0 { break }
      index &+= 8
    }
    return index
  }

  private static func append(_ real: Double, to bytes: inout [UInt8]) {
    if real.isFinite {
      bytes.append(contentsOf: real.description.utf8)
    } else {
      bytes.append(contentsOf: (real.isNaN ? "\"NaN\"" : real < 0 ? "\"-Infinity\"" : "\"Infinity\"").utf8)
    }
  }
}

/// JSON as the text form of `dynamic`.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/scalar-data-types/dynamic>
package enum JSONText {
  /// Arrays and bags within one another that are read at most.
  package static let maximumDepth = 512

  /// Why a text is not JSON.
  package struct ParseError: Error, Hashable, Sendable {
    package enum Reason: Hashable, Sendable {
      case unexpectedEnd
      case unexpectedByte
      case invalidNumber
      case invalidString
      case invalidUTF8
      /// More than ``JSONText/maximumDepth`` levels.
      case tooDeep
    }

    package var reason: Reason
    /// Bytes from the start of the text.
    package var offset: Int

    package init(reason: Reason, offset: Int) {
      self.reason = reason
      self.offset = offset
    }
  }
}

// MARK: - Writing

extension JSONText {
  package static func string(_ value: DynamicValue) -> String {
    var bytes: [UInt8] = []
    append(value, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Appends compact JSON: no white space, properties in their order, and datetimes, timespans and guids as strings.
  ///
  /// Nesting is limited by memory alone.
  package static func append(_ value: DynamicValue, to output: inout [UInt8]) {
    var open: [OpenContainer] = []
    var current: DynamicValue? = value
    while true {
      if let value = current {
        switch value {
        case .array(let elements):
          output.append(UInt8(ascii: "["))
          open.append(OpenContainer(keys: nil, values: elements))
        case .bag(let bag):
          output.append(UInt8(ascii: "{"))
          open.append(OpenContainer(keys: bag.keys, values: bag.values))
        default:
          appendScalar(value, to: &output)
        }
      }
      guard !open.isEmpty else { return }
      current = open[open.count - 1].next(&output)
      if current == nil { open.removeLast() }
    }
  }

  /// An array or bag that is being written.
  private struct OpenContainer {
    /// `nil` for an array.
    let keys: [String]?
    let values: [DynamicValue]
    var index = 0

    /// The value that comes next, after writing what stands before it; `nil` at the end, which is written too.
    mutating func next(_ output: inout [UInt8]) -> DynamicValue? {
      guard index < values.count else {
        output.append(keys == nil ? UInt8(ascii: "]") : UInt8(ascii: "}"))
        return nil
      }
      if index > 0 { output.append(UInt8(ascii: ",")) }
      if let keys {
        JSONText.appendQuoted(keys[index], to: &output)
        output.append(UInt8(ascii: ":"))
      }
      index += 1
      return values[index - 1]
    }
  }

  private static func appendScalar(_ value: DynamicValue, to output: inout [UInt8]) {
    switch value {
    case .null, .array, .bag: output.append(contentsOf: "null".utf8)
    case .bool(let value): output.append(contentsOf: (value ? "true" : "false").utf8)
    case .long(let value): IntegerText.append(value, to: &output)
    case .real(let value):
      // JSON has no NaN and no infinity.
      if value.isFinite {
        RealText.append(value, to: &output)
      } else {
        output.append(contentsOf: (value.isNaN ? "\"NaN\"" : value < 0 ? "\"-Infinity\"" : "\"Infinity\"").utf8)
      }
    case .decimal(let value): appendQuoted(value.description, to: &output)
    case .datetime(let value):
      output.append(UInt8(ascii: "\""))
      DatetimeText.append(value, to: &output)
      output.append(UInt8(ascii: "\""))
    case .timespan(let value):
      output.append(UInt8(ascii: "\""))
      TimespanText.append(value, to: &output)
      output.append(UInt8(ascii: "\""))
    case .guid(let value):
      output.append(UInt8(ascii: "\""))
      GuidText.append(value, to: &output)
      output.append(UInt8(ascii: "\""))
    case .string(let value): appendQuoted(value, to: &output)
    }
  }

  /// Appends a JSON string literal.
  package static func appendQuoted(_ string: String, to output: inout [UInt8]) {
    var copy = string
    copy.withUTF8 { appendQuoted($0, to: &output) }
  }

  package static func appendQuoted(_ utf8: UnsafeBufferPointer<UInt8>, to output: inout [UInt8]) {
    output.append(UInt8(ascii: "\""))
    var start = 0
    for index in utf8.indices {
      let byte = utf8[index]
      guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else { continue }
      output.append(contentsOf: utf8[start..<index])
      start = index + 1
      output.append(UInt8(ascii: "\\"))
      switch byte {
      case 0x08: output.append(UInt8(ascii: "b"))
      case 0x09: output.append(UInt8(ascii: "t"))
      case 0x0a: output.append(UInt8(ascii: "n"))
      case 0x0c: output.append(UInt8(ascii: "f"))
      case 0x0d: output.append(UInt8(ascii: "r"))
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): output.append(byte)
      default:
        output.append(contentsOf: "u00".utf8)
        output.append(0x30 + byte >> 4)
        output.append(byte & 15 < 10 ? 0x30 + byte & 15 : 0x57 + byte & 15)
      }
    }
    output.append(contentsOf: utf8[start...])
    output.append(UInt8(ascii: "\""))
  }
}

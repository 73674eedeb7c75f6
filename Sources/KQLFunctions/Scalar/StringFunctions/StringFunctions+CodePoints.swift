import KQLColumnar
import KQLTypes

extension StringFunctions {
  static let codePoints: [ScalarFunction] = [
    // <https://learn.microsoft.com/kusto/query/unicode-codepoints-from-string-function>
    .textToValue("unicode_codepoints_from_string", .dynamic) { codePoints($0) },
    .textToValue("to_utf8", .dynamic) { codePoints($0) },
    toString("unicode_codepoints_to_string"),
    toString("make_string"),
  ]

  private static func codePoints(_ text: UnsafeBufferPointer<UInt8>) -> DynamicValue? {
    .array(scalars(text).map { .long(Int64($0)) })
  }

  /// A string of the code points that the arguments, numbers or arrays of numbers, give; null if one of them is none.
  ///
  /// Kusto documentation: <https://learn.microsoft.com/kusto/query/unicode-codepoints-to-string-function>
  private static func toString(_ name: String) -> ScalarFunction {
    .rowwise(name, propagatesNull: false) { (values, _) throws(ExecutionError) in
      var bytes: [UInt8] = []
      for value in values {
        switch value {
        case .dynamic(.array(let elements)):
          for element in elements where !append(element.scalar, to: &bytes) { return .string("") }
        case .dynamic(let element): if !append(element.scalar, to: &bytes) { return .string("") }
        default: if !append(value, to: &bytes) { return .string("") }
        }
      }
      return .string(String(decoding: bytes, as: UTF8.self))
    }
  }

  /// Appends a code point.
  ///
  /// - Returns: Whether the value is one.
  private static func append(_ value: ScalarValue, to bytes: inout [UInt8]) -> Bool {
    guard let number = value.int64, let code = UInt32(exactly: number), Unicode.Scalar(code) != nil
    else { return false }
    UTF8Scalars.append(code, to: &bytes)
    return true
  }
}

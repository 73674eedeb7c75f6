import KQLColumnar
import KQLTypes

extension StringFunctions {
  static let letterCase: [ScalarFunction] = [
    // <https://learn.microsoft.com/kusto/query/tolower-function>
    mapping("tolower") { LetterCase.appendLowercase($0, to: $1) },
    // <https://learn.microsoft.com/kusto/query/toupper-function>
    mapping("toupper") { LetterCase.appendUppercase($0, to: $1) },
    reverse,
  ]

  private static func mapping(
    _ name: String, _ append: @escaping @Sendable (UnsafeBufferPointer<UInt8>, StringHeap) -> Void
  ) -> ScalarFunction {
    .ofText(name) { _ in
      { arguments, rowCount in
        let text = TextArgument(arguments[0])
        return Lift.entries(rowCount) { row, heap in append(text[row], heap) }
      }
    }
  }

  /// Turns the order of code points around.
  ///
  /// Kusto documentation: <https://learn.microsoft.com/kusto/query/reverse-function>
  private static let reverse = ScalarFunction.textToText("reverse") { text, output in
    output.reserveCapacity(text.count)
    var end = text.count
    while end > 0 {
      let start = end - UTF8Scalars.decodeBackwards(text, before: end).byteCount
      output.append(contentsOf: text[start..<end])
      end = start
    }
  }
}

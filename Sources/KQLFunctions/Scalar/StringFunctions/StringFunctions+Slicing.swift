import KQLColumnar
import KQLTypes

extension StringFunctions {
  static let slicing: [ScalarFunction] = [substring, split]

  /// Code points from a position on. A negative start counts from the end; one that lies before the beginning
  /// gives an empty string, as do a negative length and nulls.
  ///
  /// Kusto documentation: <https://learn.microsoft.com/kusto/query/substring-function>
  private static let substring = ScalarFunction.ofText("substring", text: [0]) { site in
    { arguments, rowCount in
      let text = TextArgument(arguments[0])
      let start = ValueArgument<Int64>(arguments[1])
      let length = arguments.count > 2 ? ValueArgument<Int64>(arguments[2]) : nil
      return Lift.entries(rowCount) { row, heap in
        let bytes = text[row]
        var range = 0..<0
        let count = length.map { $0[row] ?? 0 } ?? Int64.max
        if count > 0, let start = start[row], let begin = byteOffset(bytes, start) {
          range = begin..<UTF8Scalars.offset(bytes, ofScalar: Int(clamping: count), from: begin)
        }
        heap.append(UnsafeBufferPointer(rebasing: bytes[range]))
      }
    }
  }

  /// Where the code point at a position begins, a negative position counting from the end; `nil` when it lies
  /// before the beginning.
  static func byteOffset(_ bytes: UnsafeBufferPointer<UInt8>, _ position: Int64) -> Int? {
    if position >= 0 { return UTF8Scalars.offset(bytes, ofScalar: Int(clamping: position)) }
    let fromStart = Int64(UTF8Scalars.count(bytes)).addingReportingOverflow(position).partialValue
    return fromStart < 0 ? nil : UTF8Scalars.offset(bytes, ofScalar: Int(fromStart))
  }

  /// The pieces between delimiters, or an array of one of them; null when there is no piece at the position asked
  /// for. An empty delimiter does not split.
  ///
  /// Kusto documentation: <https://learn.microsoft.com/kusto/query/split-function>
  private static let split = ScalarFunction.ofText("split", text: [0, 1]) { site in
    { (arguments, rowCount) throws(ExecutionError) in
      let text = TextArgument(arguments[0])
      let delimiter = TextArgument(arguments[1])
      let index = arguments.count > 2 ? ValueArgument<Int64>(arguments[2]) : nil
      let prepared = delimiter.isConstant ? ByteSearcher(delimiter[0], ignoringCase: false) : nil
      return try Lift.values(rowCount, to: .dynamic) { row -> DynamicValue? in
        let searcher = prepared ?? ByteSearcher(delimiter[row], ignoringCase: false)
        let pieces = pieces(of: text[row], between: searcher)
        guard let index else { return .array(pieces.map { .string(String(decoding: $0, as: UTF8.self)) }) }
        guard let position = index[row], position >= 0, position < pieces.count else { return nil }
        return .array([.string(String(decoding: pieces[Int(position)], as: UTF8.self))])
      }
    }
  }

  static func pieces(
    of text: UnsafeBufferPointer<UInt8>, between delimiter: ByteSearcher
  ) -> [Slice<UnsafeBufferPointer<UInt8>>] {
    var pieces: [Slice<UnsafeBufferPointer<UInt8>>] = []
    var start = 0
    while delimiter.byteCount > 0, let found = delimiter.firstOffset(in: text, from: start) {
      pieces.append(text[start..<found])
      start = found + delimiter.byteCount
    }
    pieces.append(text[start...])
    return pieces
  }
}

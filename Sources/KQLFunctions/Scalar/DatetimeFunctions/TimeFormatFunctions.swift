import KQLColumnar
import KQLTypes

/// `format_datetime()` and `format_timespan()`.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/format-datetime-function>
enum TimeFormatFunctions {
  static let functions = [function("format_datetime", .datetime), function("format_timespan", .timespan)]

  private static func function(_ name: String, _ kind: TimeFormat.Kind) -> ScalarFunction {
    ScalarFunction(name) { site throws(ExecutionError) in
      let text = site.constant(1)?.string ?? ""
      guard let format = TimeFormat(text, kind) else {
        throw .invalidArgument(
          "\(name)() does not know the format '\(text)': it takes the documented letters and ' /-:,._[]' between them")
      }
      return { arguments, rowCount in
        func append(_ ticks: Int64, _ output: inout [UInt8]) {
          kind == .datetime ? format.append(datetime: ticks, to: &output) : format.append(timespan: ticks, to: &output)
        }
        var buffer: [UInt8] = []
        switch arguments[0] {
        case .constant(let value):
          if let ticks = value.int64 { append(ticks, &buffer) }
          return .constant(.string(String(decoding: buffer, as: UTF8.self)))
        case .column(let column):
          // Binned times often follow one another unchanged, and then their texts do.
          let values = column.int64s
          let heap = StringHeap(isDistinct: false)
          var codes: [UInt32] = []
          codes.reserveCapacity(rowCount)
          for row in 0..<rowCount {
            let isNull = column.isNull(row)
            if row == 0 || values[row] != values[row - 1] || isNull != column.isNull(row - 1) {
              buffer.clear()
              if !isNull { append(values[row], &buffer) }
              _ = buffer.withUnsafeBufferPointer { heap.append($0) }
            }
            codes.append(UInt32(truncatingIfNeeded: heap.count - 1))
          }
          return .column(.string(StringColumn(heap: heap, codes: codes)))
        }
      }
    }
  }
}

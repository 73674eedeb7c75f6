import KQLColumnar
import KQLTypes

/// Converts values of one type to another as the functions `tolong()`, `tostring()`, … do, a column at a time.
///
/// A string column with a dictionary is read once an entry.
struct Cast: Sendable {
  let source: ScalarType
  let target: ScalarType
  private let convert: @Sendable (Column) -> Column

  init(from source: ScalarType, to target: ScalarType) {
    self.source = source
    self.target = target
    convert = Self.conversion(from: source, to: target)
  }
}

extension Cast {
  func callAsFunction(_ datum: Datum) -> Datum {
    if source == target { return datum }
    switch datum {
    case .constant(let value): return .constant(value.converted(to: target))
    case .column(let column): return .column(convert(column))
    }
  }

  private static func conversion(from source: ScalarType, to target: ScalarType) -> @Sendable (Column) -> Column {
    switch (source, target) {
    case (_, _) where source == target: return { $0 }
    case (_, .string): return { .string(texts(of: $0)) }
    case (.string, .bool): return reading(BoolText.parse)
    case (.string, .int): return reading { IntegerText.parseInt32($0).map(Int64.init) }
    case (.string, .long): return reading(IntegerText.parse)
    case (.string, .real): return reading(RealText.parse)
    case (.string, .decimal): return reading { KQLDecimal(parsing: $0) }
    case (.string, .datetime): return reading(DatetimeText.parse)
    case (.string, .timespan): return reading(TimespanText.parse)
    case (.string, .guid): return reading(GuidText.parse)
    case (.int, .long), (.datetime, .long), (.timespan, .long), (.datetime, .timespan), (.long, .timespan),
      (.int, .timespan):
      return { $0.reinterpreted(as: target) }
    case (.long, .int), (.datetime, .int), (.timespan, .int):
      return dense { (value: Int64) in Int64(Int32(truncatingIfNeeded: value)) }
    case (.long, .datetime), (.int, .datetime), (.timespan, .datetime):
      return mapping { (value: Int64) in Ticks.validDatetime(value) }
    case (.int, .real), (.long, .real), (.datetime, .real), (.timespan, .real):
      return dense { (value: Int64) in Double(value) }
    case (.int, .decimal), (.long, .decimal): return dense { (value: Int64) in KQLDecimal(value) }
    case (.int, .bool), (.long, .bool): return dense { (value: Int64) in value != 0 }
    case (.bool, .int), (.bool, .long): return dense { (value: Bool) -> Int64 in value ? 1 : 0 }
    case (.bool, .real): return dense { (value: Bool) -> Double in value ? 1 : 0 }
    case (.real, .long): return mapping { (value: Double) in RealConversion.int64(value) }
    case (.real, .int): return mapping { (value: Double) in RealConversion.int32(value).map(Int64.init) }
    case (.decimal, .real): return dense { (value: KQLDecimal) in value.doubleValue }
    default:
      return { column in
        var builder = ColumnBuilder(target, capacity: column.count)
        for row in 0..<column.count { builder.append(column[row].converted(to: target)) }
        return builder.finish()
      }
    }

    func dense<A: ColumnElement, R: ColumnElement>(
      _ body: @escaping @Sendable (A) -> R
    ) -> @Sendable (Column) -> Column {
      { R.column(DenseLoop.map(A.values(of: $0), body), type: target, validity: $0.validity) }
    }

    func mapping<A: ColumnElement, R: ColumnElement>(
      _ body: @escaping @Sendable (A) -> R?
    ) -> @Sendable (Column) -> Column {
      { Lift.map(.column($0), $0.count, to: target, body).column(rowCount: $0.count) }
    }

    func reading<R: ColumnElement>(
      _ parse: @escaping @Sendable (UnsafeBufferPointer<UInt8>) -> R?
    ) -> @Sendable (Column) -> Column {
      { column in
        guard column.strings.codes != nil else { return readingEach(column.strings, parse) }
        let results = BatchEntryMemo.map(column.strings, parse)
        let validity = results.contains { $0 == nil } ? Bitmap(count: results.count) { results[$0] != nil } : nil
        return R.column(results.map { $0 ?? R.placeholder }, type: target, validity: validity)
      }
    }

    /// As above for strings that do not repeat.
    @Sendable func readingEach<R: ColumnElement>(
      _ strings: StringColumn, _ parse: (UnsafeBufferPointer<UInt8>) -> R?
    ) -> Column {
      var isNull: [Bool] = []
      let results = (0..<strings.count).map { row -> R in
        if let result = parse(strings[row]) { return result }
        if isNull.isEmpty { isNull = [Bool](repeating: false, count: strings.count) }
        isNull[row] = true
        return R.placeholder
      }
      let validity = isNull.isEmpty ? nil : Bitmap(count: results.count) { !isNull[$0] }
      return R.column(results, type: target, validity: validity)
    }
  }

  /// What `tostring()` gives for each row.
  private static func texts(of column: Column) -> StringColumn {
    let heap = StringHeap(isDistinct: false, capacity: column.count)
    var buffer: [UInt8] = []
    func append(_ write: (inout [UInt8]) -> Void) {
      buffer.clear()
      write(&buffer)
      _ = buffer.withUnsafeBufferPointer { heap.append($0) }
    }
    for row in 0..<column.count {
      if column.isNull(row) {
        append { _ in }
        continue
      }
      switch (column.values, column.type) {
      case (.int64(let values), .datetime): append { DatetimeText.append(values[row], to: &$0) }
      case (.int64(let values), .timespan): append { TimespanText.append(values[row], to: &$0) }
      case (.int64(let values), _): append { IntegerText.append(values[row], to: &$0) }
      case (.real(let values), _): append { RealText.append(values[row], to: &$0) }
      case (.guid(let values), _): append { GuidText.append(values[row], to: &$0) }
      case (.dynamic(let values), _): append { values[row].appendText(to: &$0) }
      default: append { column[row].appendText(to: &$0) }
      }
    }
    return StringColumn(heap: heap)
  }
}

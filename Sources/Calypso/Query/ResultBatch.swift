import KQLColumnar
import KQLTypes

/// Some rows of a result, column by column.
public struct ResultBatch: Sendable {
  public let columns: [ResultColumn]
  public let rowCount: Int
  let batch: RecordBatch

  init(_ batch: RecordBatch) {
    let packed = batch.compacted()
    self.batch = packed
    rowCount = packed.physicalRowCount
    columns = packed.columns.map { ResultColumn($0) }
  }

  /// The values of a row, in the order of the columns.
  public func row(_ index: Int) -> [Value] { columns.map { $0[index] } }
}

/// The values of one column in a batch.
public struct ResultColumn: Sendable {
  let column: Column

  init(_ column: Column) { self.column = column }
}

extension ResultColumn {
  public var type: ColumnType { ColumnType(column.type) }
  public var count: Int { column.count }

  /// Whether a row is null; never for strings.
  public func isNull(_ row: Int) -> Bool { column.isNull(row) }

  public subscript(row: Int) -> Value { Value(column[row]) }

  /// The packed values of `int`, `long`, `datetime` and `timespan` columns (ticks for the last two), `nil` for
  /// others. The slot of a null row holds any number.
  public var int64Values: [Int64]? {
    if case .int64(let values) = column.values { return values }
    return nil
  }

  /// The packed values of `real` columns, `nil` for others. The slot of a null row holds any number.
  public var realValues: [Double]? {
    if case .real(let values) = column.values { return values }
    return nil
  }

  /// The packed values of `bool` columns, `nil` for others. The slot of a null row holds any value.
  public var boolValues: [Bool]? {
    if case .bool(let values) = column.values { return values }
    return nil
  }

  /// Lends the UTF-8 bytes of a row of a `string` column; `nil` for other columns.
  ///
  /// The bytes are valid during the call only.
  public func withUTF8<Result>(_ row: Int, _ body: (UnsafeBufferPointer<UInt8>) throws -> Result) rethrows -> Result? {
    guard case .string(let strings) = column.values else { return nil }
    return try withExtendedLifetime(strings.heap) { try body(strings[row]) }
  }
}

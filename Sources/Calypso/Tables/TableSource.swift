import KQLCatalog
import KQLColumnar
import KQLTypes

/// A table of the host program, read when a query asks for it.
public protocol TableSource: Sendable {
  /// Fixed for the life of the source.
  var columns: [ColumnDefinition] { get }

  /// Exact number of rows where it is known without reading them.
  var rowCount: Int? { get }

  /// Begins to read.
  ///
  /// - Parameter columns: Positions in ``columns`` of what the query needs, in the order in which the batches must
  ///   hold them; may be empty, when only the number of rows counts.
  func makeCursor(columns: [Int]) throws -> any TableCursor
}

extension TableSource {
  public var rowCount: Int? { nil }
}

/// One pass over a ``TableSource``; used by one thread at a time.
public protocol TableCursor: AnyObject {
  /// The next rows, in the order of the table; `nil` at the end.
  func next() throws -> TableBatch?
}

/// Rows that a host hands to a query, column by column.
public struct TableBatch: Sendable {
  let batch: RecordBatch

  /// - Parameters:
  ///   - columns: Values of each column asked for, all of the same count.
  ///   - rowCount: Rows; needed when `columns` is empty.
  /// - Throws: ``QueryError`` when counts differ or a value does not fit its column.
  public init(columns: [ColumnData], rowCount: Int) throws(QueryError) {
    var built: [Column] = []
    for column in columns {
      guard column.count == rowCount else {
        throw QueryError(.invalidArgument, "a column has \(column.count) values where \(rowCount) rows were announced")
      }
      built.append(try column.makeColumn())
    }
    batch = RecordBatch(columns: built, rowCount: rowCount)
  }
}

/// Values of one column as a host has them; `nil` is null.
public enum ColumnData: Sendable {
  case bools([Bool?])
  case ints([Int32?])
  case longs([Int64?])
  case reals([Double?])
  case datetimes([Timestamp?])
  case timespans([TimeInterval?])
  /// A missing string is an empty one.
  case strings([String])
  /// Values of any type, each of it or null.
  case values([Value], ColumnType)
}

extension ColumnData {
  public var count: Int {
    switch self {
    case .bools(let values): values.count
    case .ints(let values): values.count
    case .longs(let values): values.count
    case .reals(let values): values.count
    case .datetimes(let values): values.count
    case .timespans(let values): values.count
    case .strings(let values): values.count
    case .values(let values, _): values.count
    }
  }

  public var type: ColumnType {
    switch self {
    case .bools: .bool
    case .ints: .int
    case .longs: .long
    case .reals: .real
    case .datetimes: .datetime
    case .timespans: .timespan
    case .strings: .string
    case .values(_, let type): type
    }
  }

  func makeColumn() throws(QueryError) -> Column {
    switch self {
    case .bools(let values): return .bool(values.map { $0 ?? false }, Self.validity(values))
    case .ints(let values): return .int64(values.map { Int64($0 ?? 0) }, as: .int, Self.validity(values))
    case .longs(let values): return .int64(values.map { $0 ?? 0 }, as: .long, Self.validity(values))
    case .reals(let values): return .real(values.map { $0 ?? 0 }, Self.validity(values))
    case .datetimes(let values): return .int64(values.map { $0?.ticks ?? 0 }, as: .datetime, Self.validity(values))
    case .timespans(let values): return .int64(values.map { $0?.ticks ?? 0 }, as: .timespan, Self.validity(values))
    case .strings(let values): return .string(values)
    case .values(let values, let type):
      var builder = ColumnBuilder(type.scalarType, capacity: values.count)
      for value in values { builder.append(try value.scalar(as: type.scalarType)) }
      return builder.finish()
    }
  }

  private static func validity<Element>(_ values: [Element?]) -> Bitmap? {
    values.contains { $0 == nil } ? Bitmap(count: values.count) { values[$0] != nil } : nil
  }
}

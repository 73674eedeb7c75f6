import KQLIngest
import KQLTypes

/// What inputs do not show of their own form: given once for all inputs of a call.
public struct InputForm: Hashable, Sendable {
  /// The form of every input; found from the content when there is none.
  public var format: ExportFormat?
  /// The columns of files that have no header.
  public var columns: [HeaderlessColumns]
  /// Minutes by which times that are written as local ones are ahead of UTC.
  public var utcOffsetMinutes: Int?
  /// The order of the parts of dates that do not show it.
  public var dateOrder: DatePartOrder?

  public init(
    format: ExportFormat? = nil, columns: [HeaderlessColumns] = [], utcOffsetMinutes: Int? = nil,
    dateOrder: DatePartOrder? = nil
  ) {
    self.format = format
    self.columns = columns
    self.utcOffsetMinutes = utcOffsetMinutes
    self.dateOrder = dateOrder
  }
}

/// A form in which logs are exported.
public struct ExportFormat: Hashable, Sendable {
  fileprivate let format: InputFormatName

  /// - Parameter name: One of ``all``.
  public init?(_ name: String) {
    guard let format = InputFormatName(rawValue: name.lowercased()) else { return nil }
    self.format = format
  }

  private init(format: InputFormatName) { self.format = format }

  public static var all: [ExportFormat] { InputFormatName.allCases.map { ExportFormat(format: $0) } }

  public var name: String { format.rawValue }
  /// What the form is, in a few words.
  public var explanation: String { format.explanation }
}

/// The names of the columns of a file without a header.
public struct HeaderlessColumns: Hashable, Sendable {
  /// The table that the file holds; `nil` for every file without a header.
  public var table: String?
  public var names: [String]

  public init(table: String? = nil, names: [String]) {
    self.table = table
    self.names = names
  }

  /// Reads `a,b,c` or `Table:a,b,c`; `nil` when a name is empty or stands twice.
  public init?(_ text: String) {
    guard let list = ColumnList(text) else { return nil }
    self.init(table: list.table, names: list.names)
  }
}

/// The order of day, month and year in a date.
public enum DatePartOrder: String, Hashable, Sendable, CaseIterable {
  case dayMonthYear = "dmy"
  case monthDayYear = "mdy"
  case yearMonthDay = "ymd"
}

extension FormatOptions {
  init(_ form: InputForm) {
    self.init()
    format = form.format?.format
    columns = form.columns.map { ColumnList(table: $0.table, names: $0.names) }
    utcOffsetTicks = form.utcOffsetMinutes.map { Int64($0) &* Ticks.perMinute }
    dateOrder = form.dateOrder.flatMap { DateOrder(rawValue: $0.rawValue) }
  }
}

/// A table and its columns, as a command line declares them.
public struct TableDeclaration: Hashable, Sendable {
  public var name: String
  public var columns: [ColumnDefinition]

  /// Reads `Table:(a:long, b:string)`; `nil` when the text is no such declaration or a type is unknown.
  public init?(_ text: String) {
    guard let colon = text.firstIndex(of: ":"), colon != text.startIndex else { return nil }
    let rest = String(text[text.index(after: colon)...])
    guard let schema = Schema(text: rest), schema.count > 0 else { return nil }
    name = String(text[..<colon])
    columns = schema.definitions
  }
}

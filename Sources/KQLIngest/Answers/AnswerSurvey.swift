import KQLTypes

/// Walks through an answer once to find where its rows are, what their columns are and what the service says about
/// them; rows themselves are passed over.
///
/// Only afterwards is it known which rows count: a progressive answer takes rows back, the kind of a table may follow
/// its rows, and errors stand at the end.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/api/rest/response-v2>,
/// <https://learn.microsoft.com/kusto/api/rest/response>; Azure Monitor documentation:
/// <https://learn.microsoft.com/azure/azure-monitor/logs/api/response-format>
struct AnswerSurvey {
  private var walker: JSONWalker
  private let kind: AnswerLayout.Kind
  private var damage: AnswerLayout.Damage?
  /// The table or frame that is being walked through.
  private var table = AnswerTable()
  private var sections: [AnswerSection] = []
  private var problems: [String] = []

  // Of the document that is being walked through:
  private var tables: [AnswerTable] = []
  private var isCompleted = false
  /// The columns, rows and sections of each table whose rows come in fragments.
  private var fragments: [Int64: Fragments] = [:]

  private struct Fragments {
    var columns: AnswerColumns?
    var counts: Bool
    var starts: [Int64] = []
    var rowCount: Int64 = 0
  }

  /// Arrays of rows that are kept track of.
  private static let sectionLimit = 1 << 20

  private init(_ stream: any ByteStream, offset: Int64, kind: AnswerLayout.Kind) {
    walker = JSONWalker(stream, offset: offset)
    self.kind = kind
  }

  /// - Parameter offset: Where the stream stands in the input.
  static func layout(
    of stream: any ByteStream, offset: Int64, kind: AnswerLayout.Kind
  ) throws(ExecutionError) -> AnswerLayout {
    var survey = AnswerSurvey(stream, offset: offset, kind: kind)
    do throws(ExecutionError) {
      while survey.damage == nil, try survey.walker.peek() != nil { try survey.walkDocument() }
    } catch {
      // What stands before the damage of a compressed file can be read; the scan meets the same error.
      guard error.kind == .badInput else { throw error }
      survey.finishDocument()
    }
    survey.sections.sort { $0.start < $1.start }
    return AnswerLayout(
      kind: kind, sections: survey.sections, problems: survey.problems, damage: survey.damage)
  }
}

// MARK: - Documents

extension AnswerSurvey {
  private mutating func walkDocument() throws(ExecutionError) {
    tables = []
    fragments = [:]
    isCompleted = false
    if kind == .kustoV2 {
      _ = try walkArray { survey throws(ExecutionError) in try survey.walkTable() }
    } else if try walker.peek() == UInt8(ascii: "[") {
      _ = try walkArray { survey throws(ExecutionError) in try survey.walkAnswer() }
    } else {
      _ = try walkAnswer()
    }
    finishDocument()
  }

  /// Walks through `{"tables":[…],"error":…}`, or a batch of such answers.
  private mutating func walkAnswer() throws(ExecutionError) -> Bool {
    try walkObject { survey, name throws(ExecutionError) in
      switch name.lowercased() {
      case "tables": return try survey.walkArray { survey throws(ExecutionError) in try survey.walkTable() }
      case "body": return try survey.walkAnswer()
      case "responses": return try survey.walkArray { survey throws(ExecutionError) in try survey.walkAnswer() }
      case "error", "exceptions":
        guard let value = try survey.take() else { return false }
        if !value.isNull, value.array?.isEmpty != true {
          survey.note("the service reports an error, so rows may be missing: \(ServiceError.text(value))")
        }
        return true
      default: return try survey.skip()
      }
    }
  }

  private mutating func finishDocument() {
    if kind == .kustoV2 {
      for (_, fragments) in fragments where fragments.counts {
        for start in fragments.starts { add(start, fragments.columns) }
      }
      if !isCompleted, damage == nil {
        note("the answer ends without its DataSetCompletion frame, so rows may be missing")
      }
    }
    for (index, table) in tables.enumerated() where kind == .rest || index == 0 || !table.isAttachment {
      for start in table.starts { add(start, table.columns) }
    }
    tables = []
    fragments = [:]
  }

  private mutating func add(_ start: Int64, _ columns: AnswerColumns?) {
    guard let columns else {
      return note("rows that begin at byte \(start) belong to a table without columns, and are not read")
    }
    guard sections.count < Self.sectionLimit else {
      return note("the answer has too many fragments; some are not read")
    }
    sections.append(AnswerSection(start: start, columns: columns))
  }

  private mutating func note(_ problem: String) {
    if problems.count < 16, !problems.contains(problem) { problems.append(problem) }
  }
}

// MARK: - Tables and frames

extension AnswerSurvey {
  private mutating func walkTable() throws(ExecutionError) -> Bool {
    table = AnswerTable()
    let isWhole = try walkObject { survey, name throws(ExecutionError) in try survey.walkField(name) }
    // The rows before damage count too.
    for error in table.errors {
      note("the service reports an error among the rows, so some may be missing: \(error)")
    }
    if kind == .kustoV2 { finishFrame() } else { tables.append(table) }
    return isWhole
  }

  private mutating func walkField(_ name: String) throws(ExecutionError) -> Bool {
    switch name.lowercased() {
    case "rows": return try walkRows()
    case "columns":
      guard let value = try take() else { return false }
      return table.takeColumns(value) || fail(.unexpected(UInt8(ascii: "[")))
    case "frametype", "tablekind", "tablefragmenttype", "tableid", "rowcount", "haserrors", "cancelled", "oneapierrors",
      "exceptions":
      guard let value = try take() else { return false }
      switch (name.lowercased(), value) {
      case ("frametype", .string(let text)): table.frameType = text
      case ("tablekind", .string(let text)): table.kind = text
      case ("tablefragmenttype", .string(let text)): table.fragmentType = text
      case ("tableid", .long(let number)): table.id = number
      case ("rowcount", .long(let number)): table.declaredRowCount = number
      case ("haserrors", .bool(let isSet)): table.hasErrors = isSet
      case ("cancelled", .bool(let isSet)): table.isCancelled = isSet
      case ("oneapierrors", .array(let errors)), ("exceptions", .array(let errors)):
        if !errors.isEmpty { table.errors.append(ServiceError.text(value)) }
      default: break
      }
      return true
    default: return try skip()
    }
  }

  private mutating func walkRows() throws(ExecutionError) -> Bool {
    guard try walker.skip(UInt8(ascii: "[")) else { return fail(try walker.peek()) }
    let start = walker.offset
    if try walker.skip(UInt8(ascii: "]")) { return true }
    table.starts.append(start)
    while true {
      let first = try walker.peek()
      if first == UInt8(ascii: "{") {
        // Services put what goes wrong in the middle of a query among the rows.
        guard let value = try take() else { return false }
        table.errors.append(ServiceError.text(value))
      } else if first == UInt8(ascii: "["), kind == .kustoV1, table.isStatus {
        guard let row = try take() else { return false }
        if let message = table.failure(row) { table.errors.append(message) }
      } else {
        guard try skip() else { return false }
        table.rowCount += 1
      }
      if try walker.skip(UInt8(ascii: ",")) { continue }
      if try walker.skip(UInt8(ascii: "]")) { return true }
      return fail(try walker.peek())
    }
  }

  private mutating func finishFrame() {
    let id = table.id ?? -1
    switch table.frameType {
    case "DataTable":
      if table.kind == "PrimaryResult" { tables.append(table) }
    case "TableHeader":
      fragments[id] = Fragments(columns: table.columns, counts: table.kind == "PrimaryResult")
    case "TableFragment":
      guard fragments[id] != nil else { return note("rows came for a table that was not announced, and are not read") }
      if table.fragmentType == "DataReplace" {
        fragments[id]?.starts = []
        fragments[id]?.rowCount = 0
      }
      fragments[id]?.starts += table.starts
      fragments[id]?.rowCount += table.rowCount
    case "TableCompletion":
      if let declared = table.declaredRowCount, let found = fragments[id], found.counts, found.rowCount != declared {
        note("a table should have \(declared) rows, and \(found.rowCount) are there")
      }
    case "DataSetCompletion":
      isCompleted = true
      if table.isCancelled { note("the query was cancelled, so rows may be missing") }
      if table.hasErrors, table.errors.isEmpty { note("the query ended with errors, so rows may be missing") }
    default: break
    }
  }
}

// MARK: - Steps

extension AnswerSurvey {
  /// Walks through the fields of the object that comes next.
  ///
  /// - Returns: Whether it is whole; the damage is noted otherwise.
  private mutating func walkObject(
    _ visit: (inout AnswerSurvey, String) throws(ExecutionError) -> Bool
  ) throws(ExecutionError) -> Bool {
    guard try walker.skip(UInt8(ascii: "{")) else { return fail(try walker.peek()) }
    if try walker.skip(UInt8(ascii: "}")) { return true }
    while true {
      guard try walker.peek() == 0x22 else { return fail(try walker.peek()) }
      guard case .string(let name)? = try take() else { return false }
      guard try walker.skip(UInt8(ascii: ":")) else { return fail(try walker.peek()) }
      guard try visit(&self, name) else { return false }
      if try walker.skip(UInt8(ascii: ",")) { continue }
      if try walker.skip(UInt8(ascii: "}")) { return true }
      return fail(try walker.peek())
    }
  }

  private mutating func walkArray(
    _ visit: (inout AnswerSurvey) throws(ExecutionError) -> Bool
  ) throws(ExecutionError) -> Bool {
    guard try walker.skip(UInt8(ascii: "[")) else { return fail(try walker.peek()) }
    if try walker.skip(UInt8(ascii: "]")) { return true }
    while true {
      guard try visit(&self) else { return false }
      if try walker.skip(UInt8(ascii: ",")) { continue }
      if try walker.skip(UInt8(ascii: "]")) { return true }
      return fail(try walker.peek())
    }
  }

  private mutating func take() throws(ExecutionError) -> DynamicValue? {
    switch try walker.takeValue() {
    case .success(let value): return value
    case .failure(let found):
      damage = damage ?? AnswerLayout.Damage(fault: found.fault, offset: found.offset)
      return nil
    }
  }

  private mutating func skip() throws(ExecutionError) -> Bool {
    try walker.skipValue() || fail(nil)
  }

  /// Notes the byte that is not expected; `nil` for the end of the document.
  private mutating func fail(_ byte: UInt8?) -> Bool {
    fail(byte.map { .unexpected($0) } ?? .cutOff)
  }

  private mutating func fail(_ fault: RecordFault) -> Bool {
    damage = damage ?? AnswerLayout.Damage(fault: fault, offset: walker.offset)
    return false
  }
}

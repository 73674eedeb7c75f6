import KQLColumnar
import KQLPlan

/// Where each column of a parsing operator's result comes from.
struct ParsedColumns: Sendable {
  private enum Source {
    /// A column of the input.
    case passed(Int)
    /// A column that was cut out of text.
    case parsed(Int)
  }

  private let sources: [Source]

  /// - Parameters:
  ///   - columns: Those of the result.
  ///   - parsed: Those that the text holds, in the parser's order; they hide columns of the input.
  init(_ columns: [PlanColumn], parsed: [PlanColumn], input: [PlanColumn]) {
    sources = columns.map { column in
      if let index = parsed.firstIndex(where: { $0.id == column.id }) { return .parsed(index) }
      guard let position = input.firstIndex(where: { $0.id == column.id }) else {
        preconditionFailure("column '\(column.name)' is not in the input")
      }
      return .passed(position)
    }
  }

  /// The result's batch, given one of the input and the columns cut out of its text.
  func batch(_ input: RecordBatch, parsed: some RandomAccessCollection<Column>) -> RecordBatch {
    let columns = sources.map { source in
      switch source {
      case .passed(let position): input.columns[position]
      case .parsed(let index): parsed[parsed.index(parsed.startIndex, offsetBy: index)]
      }
    }
    return RecordBatch(columns: columns, rowCount: input.physicalRowCount)
  }
}

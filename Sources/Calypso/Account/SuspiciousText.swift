import KQLColumnar
import KQLTypes

/// A text that some program wrote where a value was missing: it is no value, and `isempty()` does not see that.
public struct SuspiciousText: Hashable, Sendable {
  public var table: String
  public var column: String
  /// Such as `<nil>`, which Go writes, or `None`, which Python writes.
  public var text: String
  /// Rows that hold it.
  public var count: Int

  public init(table: String, column: String, text: String, count: Int) {
    self.table = table
    self.column = column
    self.text = text
    self.count = count
  }

  /// The texts that are looked for, as whole values.
  public static let texts = ["<nil>", "None", "null", "NULL", "undefined", "(null)"]
}

/// Counts suspicious texts in the columns of a table.
struct TextCensus {
  private let table: String
  private let columns: [Field]
  private var counts: [[Int]]
  private let texts = SuspiciousText.texts.map { Array($0.utf8) }
  private let lengths: Set<Int>

  init(table: String, columns: [Field]) {
    self.table = table
    self.columns = columns
    counts = columns.map { _ in SuspiciousText.texts.map { _ in 0 } }
    lengths = Set(texts.map(\.count))
  }

  mutating func add(_ batch: RecordBatch) {
    for (index, column) in batch.columns.enumerated() {
      guard case .string(let strings) = column.values else { continue }
      for row in 0..<strings.count {
        let text = strings[row]
        guard lengths.contains(text.count) else { continue }
        if let found = texts.firstIndex(where: { $0.elementsEqual(text) }) { counts[index][found] += 1 }
      }
    }
  }

  var found: [SuspiciousText] {
    columns.indices.flatMap { column in
      counts[column].indices.compactMap { text in
        let count = counts[column][text]
        if count == 0 { return nil }
        return SuspiciousText(
          table: table, column: columns[column].name, text: SuspiciousText.texts[text], count: count)
      }
    }
  }
}

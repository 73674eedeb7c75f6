import KQLColumnar
import KQLTypes

/// `diffpatterns_text`: as `diffpatterns`, for the words at the begin of a text: each place of a word is a column.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/diffpatterns-text-plugin>
enum TextDifferencePatterns {
  static let function = TableFunction(
    "diffpatterns_text",
    schema: { _ in
      Schema([
        Field("Count_of_True", .long), Field("Count_of_False", .long), Field("Percent_of_True", .real),
        Field("Percent_of_False", .real), Field("Pattern", .string),
      ])
    },
    run: { (call, rows, _) throws(ExecutionError) in
      let leastTokenCount = try call.integer(2, "MinTokens", in: 0...200, default: 1)
      let threshold = try call.number(3, "Threshold", in: 0.015...1, default: 0.05)
      let tokenLimit = try call.integer(4, "MaxTokens", in: 1...20, default: 20)
      let text = rows.columns[try call.columnIndex(0, "TextColumn")]
      guard text.type == .string else { throw call.invalid("'TextColumn' must be a string") }
      let condition = try condition(call, rows)
      let places = TokenPlaces(text.strings, placeCount: tokenLimit)
      let table = try PatternTable(
        places.columns, rowWeights: [condition.map { $0 ? 1 : 0 }, condition.map { $0 ? 0 : 1 }], threshold: threshold,
        call, leavesOut: places.isMissing)
      var found = try DifferencePatterns.differences(
        in: table, threshold: threshold, dimensionLimit: tokenLimit, leastItemCount: max(1, leastTokenCount), call)
      found.sort { $0.percents[0] - $0.percents[1] > $1.percents[0] - $1.percents[1] }
      return RecordBatch(
        columns: [
          .int64(found.map { $0.pattern.weights[0].rowCount }, as: .long),
          .int64(found.map { $0.pattern.weights[1].rowCount }, as: .long),
          .real(found.map { $0.percents[0].hundredths }),
          .real(found.map { $0.percents[1].hundredths }),
          .string(found.map { places.text(of: $0.pattern, table) }),
        ], rowCount: found.count)
    })

  /// Whether the condition is true for each row; null is not.
  private static func condition(_ call: TableFunctionCall, _ rows: RecordBatch) throws(ExecutionError) -> [Bool] {
    if let value = call.constant(1) { return [Bool](repeating: value.bool == true, count: rows.physicalRowCount) }
    let column = rows.columns[try call.columnIndex(1, "BooleanCondition")]
    return (0..<rows.physicalRowCount).map { column[$0].bool == true }
  }
}

/// The words of texts by their place.
private struct TokenPlaces {
  /// The word at each place, a row a text; empty where the text has ended.
  let columns: [Column]

  init(_ texts: StringColumn, placeCount: Int) {
    var words = [[String]](repeating: [], count: placeCount)
    for row in 0..<texts.count {
      let tokens = texts.string(row).split(maxSplits: placeCount, whereSeparator: \.isWhitespace)
      for place in 0..<placeCount { words[place].append(place < tokens.count ? String(tokens[place]) : "") }
    }
    columns = words.map { Column.string($0) }
  }

  /// Whether a row of a column stands for the end of the text.
  func isMissing(_ place: Int, _ row: Int) -> Bool { columns[place].strings[row].isEmpty }

  /// Words with `*` for any word between; another one at the end when there are places left.
  func text(of pattern: Pattern, _ table: PatternTable) -> String {
    guard let last = pattern.items.lastIndex(where: { $0 >= 0 }) else { return "*" }
    var words = pattern.items[...last].enumerated().map { place, item in
      item < 0 ? "*" : columns[place].strings.string(Int(table.items[Int(item)].row))
    }
    if last + 1 < pattern.items.count { words.append("*") }
    return words.joined(separator: " ")
  }
}

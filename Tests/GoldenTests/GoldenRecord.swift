/// One query of a golden file and what it must give.
struct GoldenRecord {
  /// Line of `query` in the file, from 1.
  var line: Int
  /// Comment lines and the empty line before `query`, kept when the file is rewritten.
  var preamble: [String]
  var query: String
  var expectation: String
}

/// A golden file: records of comments, `query`, the text, `----` and the expected answer.
struct GoldenFile {
  var records: [GoldenRecord]
  /// Comments after the last record.
  var epilogue: [String]

  struct Malformed: Error {
    var message: String
  }

  init(parsing text: String) throws {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.last == "" { lines.removeLast() }
    records = []
    var preamble: [String] = []
    var index = 0
    while index < lines.count {
      guard lines[index] == "query" else {
        guard lines[index].isEmpty || lines[index].hasPrefix("#") else {
          throw Malformed(message: "line \(index + 1): expected 'query' or a comment, found '\(lines[index])'")
        }
        preamble.append(lines[index])
        index += 1
        continue
      }
      let start = index
      guard let divider = lines[start...].firstIndex(of: "----") else {
        throw Malformed(message: "line \(start + 1): the record has no '----'")
      }
      var end = divider + 1
      while end < lines.count, !lines[end].isEmpty { end += 1 }
      records.append(
        GoldenRecord(
          line: start + 1, preamble: preamble, query: lines[(start + 1)..<divider].joined(separator: "\n"),
          expectation: lines[(divider + 1)..<end].joined(separator: "\n")))
      preamble = []
      index = end
    }
    epilogue = preamble
  }

  /// The file's text with other expectations, one a record.
  func text(expectations: [String]) -> String {
    var lines: [String] = []
    for (record, expectation) in zip(records, expectations) {
      lines += record.preamble + ["query", record.query, "----", expectation]
    }
    return (lines + epilogue).joined(separator: "\n") + "\n"
  }
}

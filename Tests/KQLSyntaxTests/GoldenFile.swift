import Foundation
import Testing

/// A file of records: a text, a line `----`, what is expected of it. Comments begin with `#`, an empty line ends a
/// record; `query` stands before each text.
///
/// With `CALYPSO_UPDATE_GOLDEN=1` in the environment the files are written anew instead of compared.
struct GoldenFile {
  struct Record: CustomTestStringConvertible {
    var line: Int
    var comments: [String]
    var text: String
    var expected: String

    var testDescription: String { text }

    mutating func append(_ line: String, isExpected: Bool) {
      if isExpected {
        expected += expected.isEmpty ? line : "\n" + line
      } else {
        text += text.isEmpty ? line : "\n" + line
      }
    }
  }

  let path: String
  let records: [Record]

  static var isUpdating: Bool { ProcessInfo.processInfo.environment["CALYPSO_UPDATE_GOLDEN"] == "1" }

  init(_ name: String) {
    path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Golden/\(name)").path
    let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    var records: [Record] = []
    var current: Record?
    var comments: [String] = []
    var isExpected = false
    for (index, slice) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let line = String(slice)
      if line == "query" {
        current = Record(line: index + 1, comments: comments, text: "", expected: "")
        comments = []
        isExpected = false
      } else if line.isEmpty {
        if let current { records.append(current) }
        current = nil
      } else if current == nil, line.hasPrefix("#") {
        comments.append(line)
      } else if line == "----" {
        isExpected = true
      } else {
        current?.append(line, isExpected: isExpected)
      }
    }
    if let current { records.append(current) }
    self.records = records
  }

  /// Writes the records with what `answer` gives.
  func update(_ answer: (Record) -> String) throws {
    let text = records.map { record in
      (record.comments + ["query", record.text, "----", answer(record)]).joined(separator: "\n") + "\n"
    }
    try text.joined(separator: "\n").write(toFile: path, atomically: true, encoding: .utf8)
  }
}

import DeflateTestSupport
import KQLTypes
import Testing

@testable import KQLIngest

/// Records in the files = rows + what was reported, whatever is broken.
@Suite struct AddingUpTests {
  private let scratch = Scratch()

  private enum Form: CaseIterable {
    case lines
    case gzipLines
    case document
    case csv
  }

  /// Breaks a record in a way that leaves its border alone, or repeats it, or leaves it as it is.
  private struct Breaker {
    var random: SeededGenerator

    mutating func line() -> [UInt8] {
      let line = Events(count: 1).flatLines[0].replacing(
        "203.0.113.0", with: "203.0.113.\(Int.random(in: 0...255, using: &random))")
      var bytes = Array(line.utf8)
      guard Int.random(in: 0...3, using: &random) == 0 else { return bytes }
      // A line of a lone bracket would be the beginning of a document.
      let place = Int.random(in: 2..<bytes.count, using: &random)
      switch Int.random(in: 0...3, using: &random) {
      case 0: bytes.remove(at: place)
      case 1: bytes.insert(Array("\"{}[]:,\\x0\u{0} ".utf8).randomElement(using: &random)!, at: place)
      case 2: bytes[place] = UInt8.random(in: 0x0b...0xff, using: &random)
      default: bytes.removeSubrange(place...)
      }
      return bytes
    }

    /// An element of an array: brackets and quotes stay whole, or nobody could tell where it ends.
    mutating func element() -> [UInt8] {
      var bytes = Array(Events(count: 1).flatLines[0].utf8)
      if Int.random(in: 0...3, using: &random) == 0 {
        let places = bytes.indices.filter { !"\"{}[]\\".utf8.contains(bytes[$0]) }
        bytes[places.randomElement(using: &random)!] = Array("x:,0\u{1}".utf8).randomElement(using: &random)!
      }
      return bytes
    }

    mutating func row() -> String {
      let ip = "203.0.113.\(Int.random(in: 0...255, using: &random))"
      return [
        "2026-11-22T05:00:00Z,\(ip),id,200", "\(ip),id", "never,\(ip),id,200", ",,,",
        "2026-11-22T05:00:00Z,\u{1},b,c,d",
      ]
      .randomElement(using: &random)!
    }
  }

  /// - Returns: The number of records.
  private func write(_ number: Int, _ form: Form, _ breaker: inout Breaker) -> Int {
    let count = Int.random(in: 1...6, using: &breaker.random)
    let name = "\(number % 10)/\(Events.repository)-\(number)"
    switch form {
    case .lines, .gzipLines:
      var lines: [[UInt8]] = []
      for _ in 0..<count { lines.append(breaker.line()) }
      if Int.random(in: 0...2, using: &breaker.random) == 0 { lines.append(lines[0]) }
      let text = Array(lines.joined(separator: [0x0a])) + (Bool.random(using: &breaker.random) ? [0x0a] : [])
      scratch.write(name + (form == .lines ? ".json" : ".json.gz"), form == .lines ? text : gzip(text))
      return lines.count
    case .document:
      var elements: [[UInt8]] = []
      for _ in 0..<count { elements.append(breaker.element()) }
      scratch.write(
        name + ".json", Array("[".utf8) + Array(elements.joined(separator: Array(",\n".utf8))) + Array("]".utf8))
      return count
    case .csv:
      let rows = (0..<count).map { _ in breaker.row() + "\n" }
      scratch.write(name + ".csv", "TimeGenerated,CallerIpAddress,Identity,ResultDescription\n" + rows.joined())
      return count
    }
  }

  @Test func `over a thousand files of broken records`() throws {
    var breaker = Breaker(random: SeededGenerator(seed: 77))
    var written: [Int] = []
    for number in 0..<1000 { written.append(write(number, Form.allCases[number % Form.allCases.count], &breaker)) }
    for deduplicates in [true, false] {
      var options = IngestOptions()
      options.skipsBadRecords = true
      options.deduplicates = deduplicates
      // Looking for duplicates takes longer, so a part of the files must do.
      let folder = scratch.path + (deduplicates ? "/1" : "")
      let expected = written.indices.filter { !deduplicates || $0 % 10 == 1 }.reduce(0) { $0 + written[$1] }
      let source = try IngestSource([folder], options: options)
      #expect(source.skipped.isEmpty)
      let found = try rows(of: source[table: Events.repository]!, columns: ["CallerIpAddress"], readers: 2).count
      let account = source.account()
      for input in account.inputs {
        let name = input.path.split(separator: "/").last!.split(separator: ".")[0]
        let number = Int(name.dropFirst(Events.repository.count + 1))!
        #expect(input.recordCount == written[number], "file \(number): \(input.format)")
      }
      let duplicates = account.inputs.reduce(0) { $0 + $1.rows.reduce(0) { $0 + $1.duplicateCount } }
      // Rows that a broken name of their table has sent elsewhere are told as problems.
      let strays = account.inputs.flatMap(\.rows).reduce(0) { $0 + ($1.table == Events.repository ? 0 : $1.count) }
      #expect(account.recordCount == expected)
      #expect(found + strays + duplicates + account.malformedCount == expected)
      #expect(account.malformedCount > 30 && (duplicates > 0) == deduplicates)
      #expect(
        account.inputs.allSatisfy {
          $0.malformed.count == min($0.malformedCount, 20) && $0.malformed.allSatisfy { $0.line > 0 }
        })
    }
  }
}

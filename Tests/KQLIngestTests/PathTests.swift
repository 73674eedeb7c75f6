import DeflateTestSupport
import KQLCatalog
import KQLTypes
import Testing

@testable import KQLIngest

/// Reading along learned paths must not differ from reading name by name: same rows, same errors, same counts.
@Suite struct PathTests {
  private let scratch = Scratch()

  /// Makes lines that resemble one another as those of exports do, with all that may disturb the resemblance.
  private struct LineMaker {
    var random: SeededGenerator
    let names = [
      "TimeGenerated", "Identity", "Tag", "Size", "UserAgent", "Repository", "X", "LongNameThatIsNoColumnOfTheTable",
      "Type",
    ]
    var order: [Int] = []
    var constants: [String] = []
    /// Lengths of texts that are all different, as identifiers are; `nil` where texts have any length.
    var lengths: [Int]?
    /// Lines to go until texts begin to differ from their lengths now and then.
    var steadyCount = 160

    init(seed: UInt64, hasLengths: Bool = false) {
      random = SeededGenerator(seed: seed)
      if hasLengths { lengths = names.map { _ in Int.random(in: 0...80, using: &random) } }
      order = Array(names.indices)
      if Bool.random(using: &random) { order.shuffle(using: &random) }
      constants = names.map { _ in
        "\"constant-\(UInt64.random(in: 0...99, using: &random))-\(String(repeating: "y", count: Int.random(in: 0...40, using: &random)))\""
      }
    }

    mutating func value(_ name: Int) -> String {
      if names[name] == "TimeGenerated" {
        return
          "\"2026-11-2\(Int.random(in: 0...9, using: &random))T0\(Int.random(in: 0...9, using: &random)):00:00.1234567Z\""
      }
      if names[name] == "Type" { return "\"ContainerRegistryRepositoryEvents\"" }
      if names[name] == "Size" { return ["1", "22", "null", "\"333\"", "-0", "1e3"].randomElement(using: &random)! }
      if let lengths, steadyCount > 0 || Int.random(in: 0...9, using: &random) < 8 {
        let digits = (0..<lengths[name]).map { _ in "0123456789abcdef".randomElement(using: &random)! }
        return "\"\(String(digits))\""
      }
      if Int.random(in: 0...9, using: &random) < 6 { return constants[name] }
      let texts = [
        "\"\"", "\"x\"", "\"with \\\"quotes\\\" and \\\\(\"", "\"\\u00e9é漢\"", "null", "true", "12.50",
        "{\"a\":[1,{}]}", "[]",
        "\"" + String(repeating: "z", count: Int.random(in: 0...70, using: &random)) + "\"",
      ]
      return texts.randomElement(using: &random)!
    }

    /// Space that some writers leave between the parts of a record.
    mutating func space() -> String {
      Int.random(in: 0...39, using: &random) == 0 ? [" ", "  ", "\t"].randomElement(using: &random)! : ""
    }

    mutating func line() -> String {
      defer { steadyCount -= 1 }
      if lengths != nil, steadyCount > 0 { return steadyLine() }
      var order = order
      if Int.random(in: 0...19, using: &random) == 0 { order.shuffle(using: &random) }
      if Int.random(in: 0...9, using: &random) == 0 {
        order.remove(at: Int.random(in: 0..<order.count, using: &random))
      }
      if Int.random(in: 0...29, using: &random) == 0 { order.append(order[0]) }
      var outer: [String] = []
      var inner: [String] = []
      let nests = Int.random(in: 0...2, using: &random) > 0
      for name in order {
        let field = "\(space())\"\(names[name])\"\(space()):\(space())\(value(name))\(space())"
        if nests, names[name] == "Tag" || names[name] == "UserAgent" || names[name] == "X" {
          inner.append(field)
        } else {
          outer.append(field)
        }
      }
      if nests {
        let object = "{" + inner.joined(separator: ",") + "}"
        let place = Int.random(in: 0...outer.count, using: &random)
        outer.insert(
          "\"properties\":" + space() + (Int.random(in: 0...9, using: &random) == 0 ? Events.quoted(object) : object),
          at: place)
      }
      var line = "{" + outer.joined(separator: ",") + "}"
      if Int.random(in: 0...39, using: &random) == 0 { line += "  " }
      return line
    }

    private mutating func steadyLine() -> String {
      var fields: [String] = []
      for name in order { fields.append("\"\(names[name])\":\(value(name))") }
      return "{" + fields.joined(separator: ",") + "}"
    }

    /// Breaks a line, or not, depending on where it hits.
    mutating func damaged(_ line: String) -> [UInt8] {
      var bytes = Array(line.utf8)
      let place = Int.random(in: 0..<bytes.count, using: &random)
      switch Int.random(in: 0...3, using: &random) {
      case 0: bytes.remove(at: place)
      case 1: bytes.insert(Array("\"{}[]:,\\x0\u{1} ".utf8).randomElement(using: &random)!, at: place)
      case 2: bytes[place] = UInt8.random(in: 1...255, using: &random)
      default: bytes.removeSubrange(place...)
      }
      return bytes.filter { $0 != 0x0a }
    }
  }

  private func read(_ path: String, learns: Bool) throws -> ([[String]], [IngestAccount.Malformed], [Int]) {
    var options = IngestOptions()
    options.skipsBadRecords = true
    options.learnsPaths = learns
    options.limits.chunkByteCount = 8000
    let source = try IngestSource(["ContainerRegistryRepositoryEvents=\(path)"], options: options)
    let found = try rows(of: source[table: Events.repository]!, readers: 2)
    let input = source.account().inputs[0]
    return (found, input.malformed, [input.recordCount, input.malformedCount] + input.rowCounts.map(\.count))
  }

  @Test(arguments: 1...24, [false, true])
  func `paths change nothing but speed`(seed: Int, hasLengths: Bool) throws {
    var maker = LineMaker(seed: UInt64(seed), hasLengths: hasLengths)
    var bytes: [UInt8] = []
    let lineCount = 400
    for _ in 0..<lineCount {
      let line = maker.line()
      bytes += Int.random(in: 0...24, using: &maker.random) == 0 ? maker.damaged(line) : Array(line.utf8)
      bytes.append(0x0a)
    }
    let path = scratch.write("seed\(seed)-\(hasLengths).json", bytes)
    let along = try read(path, learns: true)
    let byName = try read(path, learns: false)
    #expect(along.0 == byName.0, "seed \(seed)")
    #expect(along.1 == byName.1, "seed \(seed)")
    #expect(along.2 == byName.2, "seed \(seed)")
    #expect(along.2[0] == along.2[1] + along.2.dropFirst(2).reduce(0, +))
  }

  @Test(arguments: 1...8)
  func `lines are accepted exactly when a plain parser accepts them`(seed: Int) throws {
    var maker = LineMaker(seed: UInt64(seed) &+ 1000)
    var bytes: [UInt8] = []
    var validCount = 0
    for _ in 0..<300 {
      let line = maker.line()
      let text = Int.random(in: 0...2, using: &maker.random) == 0 ? maker.damaged(line) : Array(line.utf8)
      guard text.contains(where: { $0 > 0x20 }) else { continue }
      let string = String(validating: text, as: UTF8.self)
      if let string, case .bag = try? JSONText.parse(string) { validCount += 1 }
      bytes += text + [0x0a]
    }
    var options = IngestOptions()
    options.skipsBadRecords = true
    options.schemas = ["T": Schema([Field("Identity", .string)])]
    let source = try IngestSource(["T=" + scratch.write("seed\(seed).json", bytes)], options: options)
    let found = try rows(of: source[table: "T"]!).count
    #expect(found == validCount, "seed \(seed)")
  }

  @Test func `bytes that are not needed go unchecked only when asked`() throws {
    let good = Events(count: 30).flatLines
    let bad = good[29].dropLast(3) + "oops"
    let path = scratch.write("a.json", (good[..<29] + [String(bad)]).joined(separator: "\n"))
    let columns = ["TimeGenerated", "OperationName", "Identity"]
    if case .success = outcome([path], Events.repository, columns: columns) { Issue.record("the damage was not seen") }
    var options = IngestOptions()
    options.trustsSkipped = true
    // The name of the table stands at the end of the line, so only a table that has all lines can do without it.
    options.schemas = ["T": Schema(columns.map { Field($0, $0 == "TimeGenerated" ? .datetime : .string) })]
    let source = try IngestSource(["T=" + path], options: options)
    #expect(try rows(of: source[table: "T"]!).count == 30)
    #expect(source.account().inputs[0].hasUncheckedBytes)
    let late = ScanFilter(
      column: 0, condition: .compare(.greater, .datetime(DatetimeText.parse("2026-11-22T05:27:30Z")!)))
    #expect(try rows(of: source[table: "T"]!, filters: [late]).count == 2)
    #expect(source.account().inputs[0].recordCount == 30)
    #expect(source.account().inputs[0].passedOverCount == 28)
  }
}

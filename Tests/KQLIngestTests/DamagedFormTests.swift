import DeflateTestSupport
import KQLTypes
import Testing

@testable import KQLIngest

/// Every form of export, damaged at random: what is read and what is reported add up, whatever the size of reads.
@Suite struct DamagedFormTests {
  private static let scenario = Scenario(repositoryCount: 5, loginCount: 3)

  @Test(arguments: CrossFormatTests.forms)
  func `counts add up however a file is damaged`(form: CrossFormatTests.Form) throws {
    for seed in UInt64(1)...8 {
      var random = SeededGenerator(seed: seed)
      let scratch = Scratch()
      let inputs = form.write(Self.scenario, scratch)
      Self.damage(scratch.path, &random)
      let small = Self.read(inputs, form, chunkByteCount: [1, 3, 61][Int(seed % 3)])
      let large = Self.read(inputs, form, chunkByteCount: 4096)
      #expect(small == large, "\(form.name), seed \(seed)")
    }
  }

  /// What reading gives, as text; the error's message when the inputs cannot be opened at all.
  private static func read(_ inputs: [String], _ form: CrossFormatTests.Form, chunkByteCount: Int) -> [String] {
    var options = IngestOptions()
    options.format = form.options
    options.skipsBadRecords = true
    options.limits.chunkByteCount = chunkByteCount
    do {
      let source = try IngestSource(inputs, options: options)
      var found: [String] = []
      var rowCounts: [String: Int] = [:]
      for table in source.tables {
        let rows = try rows(of: table)
        rowCounts[table.name] = rows.count
        found += rows.map { "\(table.name): \($0.joined(separator: "|"))" }
      }
      for input in source.account().inputs {
        let kept = input.rows.reduce(0) { $0 + $1.count }
        if kept + input.passedOverCount + input.malformedCount != input.recordCount {
          Issue.record("\(form.name): \(input.recordCount) records, \(kept) rows, \(input.malformedCount) malformed")
        }
        found.append(
          "\(kept) rows, \(input.malformedCount) malformed: \(input.malformed) \(input.problems) \(input.partialReasons)"
        )
      }
      let all = source.account().inputs.flatMap(\.rows).filter { source[table: $0.table] != nil }.reduce(0) {
        $0 + $1.count
      }
      if all != rowCounts.values.reduce(0, +) {
        Issue.record(
          "\(form.name): \(all) rows counted, \(rowCounts) delivered; \(source.account().inputs.map { "\($0.recordCount) \($0.malformed) \($0.rows.map { ($0.table, $0.count) })" })"
        )
      }
      return found
    } catch {
      return ["\(error)"]
    }
  }

  /// Changes one file below a folder: some bytes, a piece left out, a piece twice, or the end cut off.
  private static func damage(_ folder: String, _ random: inout SeededGenerator) {
    guard let files = try? InputDiscovery([folder]).files, let file = files.randomElement(using: &random),
      case .path(let path) = file.origin, var bytes = Scratch.read(path), bytes.count > 16
    else { return }
    let start = Int.random(in: 0..<bytes.count, using: &random)
    let end = min(bytes.count, start + Int.random(in: 1..<40, using: &random))
    switch Int.random(in: 0..<5, using: &random) {
    case 0: bytes.removeSubrange(start..<end)
    case 1: bytes.insert(contentsOf: bytes[start..<end], at: start)
    case 2: bytes.removeSubrange(start...)
    case 3: bytes[start] = UInt8.random(in: .min ... .max, using: &random)
    default:
      let structure = Array("{}[]\",:\n\r\t\\ \u{0}0a".utf8)
      for _ in 0..<3 {
        bytes[Int.random(in: 0..<bytes.count, using: &random)] = structure.randomElement(using: &random)!
      }
    }
    Scratch.overwrite(path, bytes)
  }
}

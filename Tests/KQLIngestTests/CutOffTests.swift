import KQLTypes
import Testing

@testable import KQLIngest

/// Files that end within a record, as blobs do that are still being written.
@Suite struct CutOffTests {
  private let scratch = Scratch()
  private let whole =
    #"{"Type":"ContainerRegistryLoginEvents","TimeGenerated":"2026-11-22T00:00:01Z","Identity":"é\u00e9","DurationMs":-12.5e3,"x":[true,null,{"y":false}]}"#

  @Test func `a last line without its end is reported as cut off wherever it is cut`() throws {
    let bytes = Array(whole.utf8)
    for count in 1..<bytes.count {
      let path = scratch.write("a.json", Array((whole + "\n" + whole + "\n").utf8) + bytes[..<count])
      guard case .failure(let error) = outcome([path], Events.login) else {
        Issue.record("was read with \(count) bytes of the last line")
        continue
      }
      #expect(error.message.hasPrefix("\(path):3:"), "\(count): \(error.message)")
      #expect(
        error.message.hasSuffix("the file is cut off within this record: is it still being written?"),
        "\(count): \(error.message)")
    }
    // Nothing of the line is missing but its end.
    #expect(try outcome([scratch.write("a.json", whole + "\n" + whole)], Events.login).get().count == 2)
  }

  @Test func `the account says that the file is cut off`() throws {
    var options = IngestOptions()
    options.skipsBadRecords = true
    let path = scratch.write("a.json", whole + "\n" + whole.dropLast(9))
    let source = try IngestSource([path], options: options)
    #expect(try rows(of: source[table: Events.login]!).count == 1)
    let input = source.account().inputs[0]
    #expect(input.isCutOff && input.malformedCount == 1 && input.recordCount == 2)
    #expect(input.malformed[0].line == 2)
  }

  @Test(arguments: [
    "{\"a\":1}\n{\"a\":}", "{\"a\":1}\n{\"a\":1}}", "{\"a\":1}\n{\"a\":1\n", "{\"a\":1}\n{\"a\":\"x\n{\"a\":1}",
    "{\"a\":1}\nx",
  ])
  func `what is wrong is not called cut off`(text: String) {
    guard case .failure(let error) = outcome([scratch.write("t.json", text)]) else {
      Issue.record("was read")
      return
    }
    #expect(!error.message.contains("cut off"), "\(error.message)")
  }

  @Test func `documents and rows are cut off, too`() {
    let texts = [
      ("t.json", "[{\"a\":1},{\"a\":2}"), ("t.json", "[{\"a\":1},{\"a\":"),
      ("t.json", "{\"records\":[{\"a\":1},{\"a\":2}"),
      ("t.csv", "a,b,c\n1,2,3\n4,5"), ("t.csv", "a,b\n1,2\n3,\"open"), ("t.csv", "a,b\n1,2\n\"é"),
    ]
    for (name, text) in texts {
      guard case .failure(let error) = outcome([scratch.write(name, text)]) else {
        Issue.record("was read: \(text)")
        continue
      }
      #expect(error.message.contains("cut off"), "\(text): \(error.message)")
    }
  }
}

import KQLTypes
import Testing

@testable import KQLIngest

@Suite struct GzipTests {
  private let scratch = Scratch()
  private let text = Array(Events(count: 200).flatLines.map { $0 + "\n" }.joined().utf8)

  private func message(_ bytes: [UInt8]) -> String {
    if case .failure(let error) = outcome([scratch.write("a.json.gz", bytes)], Events.repository) {
      return error.message
    }
    return "read"
  }

  @Test func `reports a cut-off file wherever it is cut`() {
    let whole = gzip(text)
    for count in [whole.count - 1, whole.count - 8, whole.count - 9, whole.count / 2, 20] {
      #expect(message(Array(whole[..<count])).contains("a.json.gz: the gzip data end too early"))
    }
  }

  @Test func `checks the checksum and the length`() {
    for distance in [8, 5, 4, 1] {
      var bytes = gzip(text)
      bytes[bytes.count - distance] ^= 0x55
      #expect(message(bytes).contains("the gzip data are damaged"))
    }
  }

  @Test func `reports what follows the data, but for zeros`() throws {
    #expect(message(gzip(text) + Array("junk".utf8)).contains("something that is not gzip follows"))
    let padded = scratch.write("b.json.gz", gzip(text) + [UInt8](repeating: 0, count: 600))
    #expect(try outcome([padded], Events.repository).get().count == 200)
  }

  @Test func `keeps what stands before the damage when bad records are skipped`() throws {
    let whole = gzip(text)
    let path = scratch.write("a.json.gz", Array(whole[..<(whole.count * 3 / 4)]))
    var options = IngestOptions()
    options.skipsBadRecords = true
    options.limits.chunkByteCount = 4096
    let source = try IngestSource([path], options: options)
    let found = try rows(of: source[table: Events.repository]!, columns: ["Tag"])
    #expect(found.count > 50 && found.count < 200)
    #expect(found.indices.allSatisfy { found[$0] == ["v\($0)"] })
    #expect(source.account().inputs[0].problems.count == 1)
    #expect(source.account().hasLosses)
  }
}

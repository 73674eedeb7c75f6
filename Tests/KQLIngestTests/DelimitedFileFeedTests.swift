import DeflateTestSupport
import Foundation
import KQLTypes
import Synchronization
import Testing

@testable import KQLIngest

/// The feed that cuts one file for several threads, judged by the one that reads it from front to back.
@Suite struct DelimitedFileFeedTests {
  private let scratch = Scratch()
  private let scanner = DelimitedScanner(delimiter: UInt8(ascii: ","), hasQuotes: true)

  /// What a feed makes of a file.
  private struct Cutting: Equatable {
    /// The bytes of all blocks in the order of the file, and where each run of blocks begins that touch.
    var text: [UInt8] = []
    var starts: [Int64] = []
    var faults: [String] = []
    var faultCount = 0
    var endsOpen = false
  }

  private struct Piece: Sendable {
    var offset: Int64
    var bytes: [UInt8]
    var endsOpen: Bool
  }

  /// Takes blocks with some threads until there are no more.
  private func cutting(_ feed: any BlockFeed & Sendable, _ input: DetectedInput, threads: Int) -> Cutting {
    struct Found: Sendable {
      var pieces: [Piece] = []
      var faults: [(offset: Int64, reason: String)] = []
      var faultCount = 0
    }
    let collected = Mutex(Found())
    DispatchQueue.concurrentPerform(iterations: threads) { _ in
      let buffer = BlockBuffer(capacity: 16)
      let tally = InputTally(input, table: "t", skipsBadRecords: true)
      while let block = try! feed.next(into: buffer, tally: tally) {
        let bytes = Array(UnsafeBufferPointer(start: block.start, count: block.end - block.start))
        collected.withLock { $0.pieces.append(Piece(offset: block.offset, bytes: bytes, endsOpen: block.endsOpen)) }
      }
      let counts = tally.take()
      collected.withLock { found in
        found.faultCount += counts.malformedCount
        for record in counts.malformed { found.faults.append((record.offset, "\(record.fault)")) }
      }
    }
    var cutting = Cutting()
    var end: Int64 = -1
    let found = collected.withLock { $0 }
    for piece in found.pieces.sorted(by: { $0.offset < $1.offset }) {
      if piece.offset != end { cutting.starts.append(piece.offset) }
      cutting.text += piece.bytes
      cutting.endsOpen = piece.endsOpen
      end = piece.offset + Int64(piece.bytes.count)
    }
    cutting.faultCount = found.faultCount
    let first = found.faults.sorted { $0.offset < $1.offset }.prefix(InputTally.malformedKept)
    cutting.faults = first.map { "\($0.offset): \($0.reason)" }
    return cutting
  }

  private func check(_ bytes: [UInt8], chunk: Int, recordLimit: Int = 1 << 20) throws {
    let limits = FramingLimits(chunkByteCount: chunk, recordByteCount: recordLimit)
    let path = scratch.write("t.csv", bytes)
    let file = InputFile(origin: .path(path), displayName: "t.csv", isNamed: true, byteCount: Int64(bytes.count))
    let input = DetectedInput(unopened: file, index: 0, blob: nil)
    let handle = try InputHandle.open(file)
    let strict = SharedFeed(
      DelimitedFeed(FileStream(handle), offset: 0, scanner: scanner, limits: limits))
    let expected = cutting(strict, input, threads: 1)
    for threads in [1, 3] {
      let fast = DelimitedFileFeed(handle, offset: 0, scanner: scanner, limits: limits)
      let found = cutting(fast, input, threads: threads)
      if found != expected {
        Issue.record(
          "\(found) instead of \(expected), chunks of \(chunk), of \(String(decoding: bytes, as: UTF8.self))")
      }
    }
  }

  @Test(arguments: [1, 2, 7, 16, 100, 4096])
  func `cuts rows as if read from front to back`(chunk: Int) throws {
    for text in [
      "", "\n", "a", "a\n", "a,b\nc,d\n", "a,b\nc,d", "\n\n\na\n\n", "\"a\nb\",\"c\"\n\"d\"\n",
      "\"a\"\"\n\"\"\n\",x\ny,z",
      "1,\"one\ntwo\nthree\nfour\nfive\"\n2,x\n", "a\"b\nc\"d\n\"e\nf\"\n", "\"\"\n\"\"\"\n\"\n,\"\"\n",
      "\r\n\"a\r\n\"\r\n", "x,\"never\nends\ny,z\n\"more\n", "x,\"open", "\"",
    ] {
      try check(Array(text.utf8), chunk: chunk)
    }
  }

  @Test func `cuts random rows as if read from front to back`() throws {
    let pieces = [
      "a", "bc", ",", "\n", "\n", "\"", "\"\"", ",\"", "\",", "\"\n", "\r\n", "é", "long text without anything",
    ]
    try Fuzzing(seed: 60).run(rounds: 200) { random in
      var text = ""
      for _ in 0..<Int.random(in: 0...80, using: &random) { text += pieces.randomElement(using: &random)! }
      // Without this, an open quote at the end would leave most files to the strict feed.
      if Bool.random(using: &random) { text += "\"\n" }
      let chunk = [1, 5, 8, 32, 64].randomElement(using: &random)!
      try check(Array(text.utf8), chunk: chunk)
    }
  }

  @Test func `a row that is too long is reported once, whoever finds it`() throws {
    let long = String(repeating: "x", count: 5000)
    for field in [long, "\"\(long)\n\(long)\""] {
      try check(Array("a,b\n\(field),1\nc,d\n\"e\nf\",g\n".utf8), chunk: 64, recordLimit: 1000)
    }
  }

  @Test func `a file that became shorter is an error for everybody`() throws {
    let path = scratch.write("t.csv", String(repeating: "a,b\n", count: 1000))
    let file = InputFile(origin: .path(path), displayName: "t.csv", isNamed: true, byteCount: 4000)
    let input = DetectedInput(unopened: file, index: 0, blob: nil)
    let handle = try InputHandle.open(file)
    #expect(truncate(path, 5) == 0)
    let feed = DelimitedFileFeed(handle, offset: 0, scanner: scanner, limits: FramingLimits(chunkByteCount: 64))
    #expect(throws: ExecutionError.self) {
      while try feed.next(into: BlockBuffer(capacity: 16), tally: InputTally(input, table: "t", skipsBadRecords: true))
        != nil
      {}
    }
  }
}

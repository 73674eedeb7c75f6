import DeflateTestSupport
import KQLTypes

@testable import KQLIngest

/// What our decompression makes of some bytes.
struct Inflated {
  private(set) var bytes: [UInt8] = []
  private(set) var error: ExecutionError?

  init(
    _ compressed: [UInt8], _ wrapper: CompressedMembers.Wrapper = .gzip, inputStep: Int = .max,
    outputStep: Int = 50_000, readsAhead: Bool = false
  ) {
    let stream = Self.stream(compressed, wrapper, inputStep: inputStep, readsAhead: readsAhead)
    let buffer = BlockBuffer(capacity: outputStep)
    do throws(ExecutionError) {
      while true {
        let count = try stream.read(into: buffer.base, count: outputStep)
        if count == 0 { break }
        bytes += UnsafeBufferPointer(start: buffer.base, count: count)
      }
    } catch {
      self.error = error
    }
  }

  static func stream(
    _ compressed: [UInt8], _ wrapper: CompressedMembers.Wrapper = .gzip, inputStep: Int = .max, readsAhead: Bool
  ) -> InflateStream {
    InflateStream(
      MemoryStream(compressed, step: inputStep), wrapper, name: "x", byteCount: readsAhead ? 1 << 30 : 0)
  }

  var message: String { error?.message ?? "" }

  func get() throws -> [UInt8] {
    if let error { throw error }
    return bytes
  }
}

import Deflate
import DeflateTestSupport

/// What the decoder makes of deflate data.
struct Decoded {
  private(set) var bytes: [UInt8] = []
  private(set) var failure: InflateFailure?

  /// - Parameters:
  ///   - inputStep: Bytes that the source hands out at once.
  ///   - outputStep: Bytes that are decompressed at once.
  init(_ data: [UInt8], inputStep: Int = .max, outputStep: Int = 50_000) {
    let decoder = InflateDecoder(InflateInput(MemoryStream(data, step: inputStep), capacity: 1024))
    let window = InflateWindow(capacity: outputStep)
    while failure == nil, !decoder.isFinished {
      window.begin(after: window, capacity: outputStep)
      do throws(InflateFailure) { try decoder.decode(into: window) } catch { failure = error }
      bytes += window.bytes
    }
  }

  /// What is wrong; empty when nothing is.
  var reason: String {
    switch failure {
    case nil: ""
    case .source(let error): error.message
    case .truncated: "truncated"
    case .damaged(let reason, let offset): "\(reason) at byte \(offset)"
    }
  }
}

import Glibc
import KQLRendering

/// Where rendered results go.
public protocol OutputTarget: AnyObject {
  /// Takes all of the bytes or throws a ``QueryError`` of kind ``QueryError/Kind/outputFailed(isBrokenPipe:)``.
  func write(_ bytes: UnsafeRawBufferPointer) throws(QueryError)
}

/// An open file, pipe or terminal. Does not close the descriptor.
public final class FileOutput: OutputTarget {
  public let descriptor: Int32

  public init(descriptor: Int32) {
    self.descriptor = descriptor
  }

  public func write(_ bytes: UnsafeRawBufferPointer) throws(QueryError) {
    var rest = bytes
    while let base = rest.baseAddress, rest.count > 0 {
      let written = Glibc.write(descriptor, base, rest.count)
      if written > 0 {
        rest = UnsafeRawBufferPointer(rebasing: rest[written...])
      } else if errno != EINTR {
        let isBrokenPipe = errno == EPIPE
        throw QueryError(
          .outputFailed(isBrokenPipe: isBrokenPipe),
          "the output could not be written: \(String(cString: strerror(errno)))")
      }
    }
  }

  public func write(_ text: String) throws(QueryError) {
    var copy = text
    var failure: QueryError?
    copy.withUTF8 { bytes in
      do throws(QueryError) { try write(UnsafeRawBufferPointer(bytes)) } catch { failure = error }
    }
    if let failure { throw failure }
  }
}

/// Keeps what is written.
public final class TextOutput: OutputTarget {
  public private(set) var bytes: [UInt8] = []

  public init() {}

  public func write(_ bytes: UnsafeRawBufferPointer) { self.bytes.append(contentsOf: bytes) }

  public var text: String { String(decoding: bytes, as: UTF8.self) }
}

/// Lets writers of the rendering layer write to a target.
final class TargetSink: ByteSink {
  let target: any OutputTarget
  /// The target's own error, which the rendering layer cannot carry.
  private(set) var failure: QueryError?

  init(_ target: any OutputTarget) { self.target = target }

  func write(_ bytes: UnsafeRawBufferPointer) throws(OutputError) {
    do throws(QueryError) { try target.write(bytes) } catch {
      failure = error
      throw OutputError(error.message)
    }
  }
}

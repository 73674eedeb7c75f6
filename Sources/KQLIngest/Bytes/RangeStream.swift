import KQLTypes

/// A range of the bytes of a file.
final class RangeStream: ByteStream {
  private let handle: InputHandle
  private var range: Range<Int64>

  init(_ handle: InputHandle, _ range: Range<Int64>) {
    self.handle = handle
    self.range = range
  }

  func read(into target: UnsafeMutablePointer<UInt8>, count: Int) throws(ExecutionError) -> Int {
    let count = try handle.read(
      into: target, count: Int(min(Int64(count), range.upperBound - range.lowerBound)), at: range.lowerBound)
    range = (range.lowerBound + Int64(count))..<range.upperBound
    return count
  }
}

import KQLTypes

/// The UTF-8 form of text that is written as UTF-16, as Windows PowerShell does; the byte order mark included.
///
/// Half a surrogate pair and half a unit at the end are errors: nothing is put in their place.
final class UTF16Stream: ByteStream {
  private let source: any ByteStream
  private let displayName: String
  private let isBigEndian: Bool
  private let input: UnsafeMutablePointer<UInt8>
  private var inputCount = 0
  private var inputIndex = 0
  private var isAtEnd = false
  /// The rest of a character of which only a part was asked for.
  private var pending: ArraySlice<UInt8> = []
  private var line = 1
  private var column = 0
  /// What is wrong behind the bytes that were delivered.
  private var failure: ExecutionError?

  private static let capacity = 64 << 10

  init(_ source: any ByteStream, isBigEndian: Bool, displayName: String) {
    self.source = source
    self.isBigEndian = isBigEndian
    self.displayName = displayName
    input = .allocate(capacity: Self.capacity)
  }

  deinit { input.deallocate() }

  func read(into target: UnsafeMutablePointer<UInt8>, count: Int) throws(ExecutionError) -> Int {
    var written = 0
    while written < count {
      if let byte = pending.popFirst() {
        target[written] = byte
        written += 1
        continue
      }
      if failure != nil { break }
      if inputCount - inputIndex < 4, !isAtEnd { try refill() }
      guard inputIndex < inputCount else { break }
      guard let (scalar, byteCount) = nextScalar() else {
        failure = .badInput("\(displayName):\(line):\(column + 1): the UTF-16 text is damaged: half a character")
        break
      }
      inputIndex += byteCount
      column += 1
      if scalar == "\n" { (line, column) = (line + 1, 0) }
      if scalar.isASCII {
        target[written] = UInt8(truncatingIfNeeded: scalar.value)
        written += 1
      } else {
        pending = Array(String(scalar).utf8)[...]
      }
    }
    if written == 0, let failure { throw failure }
    return written
  }

  private func refill() throws(ExecutionError) {
    let left = inputCount - inputIndex
    input.update(from: input + inputIndex, count: left)
    inputIndex = 0
    inputCount = left
    let got = try source.read(into: input + left, count: Self.capacity - left)
    inputCount += got
    isAtEnd = got == 0
    // A stream may deliver a byte at a time, of which four make a character.
    while !isAtEnd, inputCount < 4 {
      let more = try source.read(into: input + inputCount, count: Self.capacity - inputCount)
      inputCount += more
      isAtEnd = more == 0
    }
  }

  /// - Returns: `nil` when no character begins here.
  private func nextScalar() -> (Unicode.Scalar, byteCount: Int)? {
    guard let first = unit(at: inputIndex) else { return nil }
    if let scalar = Unicode.Scalar(first) { return (scalar, 2) }
    guard first & 0xfc00 == 0xd800, let second = unit(at: inputIndex + 2), second & 0xfc00 == 0xdc00 else { return nil }
    let code = 0x10000 + UInt32(first & 0x3ff) << 10 + UInt32(second & 0x3ff)
    return Unicode.Scalar(code).map { ($0, 4) }
  }

  private func unit(at index: Int) -> UInt16? {
    guard index + 1 < inputCount else { return nil }
    let (low, high) = isBigEndian ? (input[index + 1], input[index]) : (input[index], input[index + 1])
    return UInt16(high) << 8 | UInt16(low)
  }
}

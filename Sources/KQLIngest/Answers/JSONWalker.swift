import KQLTypes

/// Walks through a JSON document of any size, holding only a window of it.
///
/// What is passed over is looked at for its brackets and strings alone; what is taken is checked in full.
struct JSONWalker {
  typealias Bytes = UnsafePointer<UInt8>

  /// The document is damaged or ends too early.
  struct Damage: Error {
    var fault: RecordFault
    var offset: Int64
  }

  private let stream: any ByteStream
  private let buffer: BlockBuffer
  private var index = 0
  private var filled = 0
  /// Where the buffer begins in the stream.
  private var start: Int64
  private var isAtEnd = false

  /// The longest value that can be taken.
  static let valueByteLimit = 16 << 20
  private static let chunk = 128 << 10

  /// - Parameter offset: Where the stream stands in the input.
  init(_ stream: any ByteStream, offset: Int64) {
    self.stream = stream
    start = offset
    buffer = BlockBuffer(capacity: Self.chunk)
  }

  /// Where the walker stands in the input.
  var offset: Int64 { start + Int64(index) }
}

// MARK: - Bytes

extension JSONWalker {
  /// Reads more behind what is held from `kept` on.
  ///
  /// - Returns: Whether there was more.
  private mutating func fill(keeping kept: Int) throws(ExecutionError) -> Bool {
    guard !isAtEnd else { return false }
    let count = filled - kept
    if kept > 0 {
      buffer.base.update(from: buffer.base + kept, count: count)
      start += Int64(kept)
      index -= kept
      filled = count
    }
    // A value that is held grows in steps as large as itself, so that it is not searched again and again.
    let step = max(Self.chunk, min(count, Self.valueByteLimit))
    buffer.reserve(filled + step, keeping: filled)
    let got = try stream.read(into: buffer.base + filled, count: step)
    filled += got
    (buffer.base + filled).update(repeating: 0, count: BlockBuffer.slack - 64)
    isAtEnd = got == 0
    return got > 0
  }

  /// The next byte that is no space, without passing over it; `nil` at the end.
  mutating func peek() throws(ExecutionError) -> UInt8? {
    while true {
      while index < filled {
        switch buffer.base[index] {
        case 0x20, 0x09, 0x0a, 0x0d: index += 1
        default: return buffer.base[index]
        }
      }
      guard try fill(keeping: index) else { return nil }
    }
  }

  /// Passes over a byte that was peeked at.
  mutating func advance() { index += 1 }

  /// Passes over a byte if it comes next.
  mutating func skip(_ byte: UInt8) throws(ExecutionError) -> Bool {
    guard try peek() == byte else { return false }
    index += 1
    return true
  }
}

// MARK: - Values

extension JSONWalker {
  /// Passes over the value that comes next.
  ///
  /// - Returns: Whether it ends before the document does.
  mutating func skipValue() throws(ExecutionError) -> Bool {
    guard let first = try peek() else { return false }
    var depth = 0
    var isWithinString = false
    var isEscaped = false
    let isNested = first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
    while true {
      let end = UnsafePointer(buffer.base) + filled
      var position = UnsafePointer(buffer.base) + index
      while position < end {
        if isEscaped {
          isEscaped = false
          position += 1
          continue
        }
        if isWithinString {
          position = ByteScan.endOfPlainText(position)
          guard position < end else { break }
          isEscaped = position.pointee == 0x5c
          isWithinString = position.pointee != 0x22
          position += 1
          guard isWithinString || isNested else { return finish(position) }
          continue
        }
        switch position.pointee {
        case 0x22: isWithinString = true
        case UInt8(ascii: "{"), UInt8(ascii: "["): depth &+= 1
        case UInt8(ascii: "}"), UInt8(ascii: "]"):
          if !isNested { return finish(position) }
          depth &-= 1
          if depth == 0 { return finish(position + 1) }
        case UInt8(ascii: ","), 0x20, 0x09, 0x0a, 0x0d:
          if !isNested { return finish(position) }
        default: break
        }
        position += 1
      }
      index = filled
      guard try fill(keeping: index) else { return !isNested && !isWithinString }
    }
  }

  private mutating func finish(_ position: Bytes) -> Bool {
    index = position - UnsafePointer(buffer.base)
    return true
  }

  /// Takes the value that comes next, checked.
  mutating func takeValue() throws(ExecutionError) -> Result<DynamicValue, Damage> {
    guard try peek() != nil else { return .failure(Damage(fault: .cutOff, offset: offset)) }
    while true {
      let base = UnsafePointer(buffer.base)
      // A number may go on behind the buffer.
      if let end = DocumentFeed.endOfValue(base + index, base + filled), end - base < filled || isAtEnd {
        let bytes = UnsafeBufferPointer(start: base + index, count: end - base - index)
        do throws(JSONText.ParseError) {
          let value = try JSONText.parse(bytes)
          index = end - base
          return .success(value)
        } catch {
          return .failure(Damage(fault: RecordFault(error, in: bytes), offset: offset + Int64(error.offset)))
        }
      }
      if filled - index > Self.valueByteLimit {
        return .failure(Damage(fault: .tooLong(limit: Self.valueByteLimit), offset: offset))
      }
      guard try fill(keeping: index) else {
        return .failure(Damage(fault: .cutOff, offset: start + Int64(filled)))
      }
    }
  }
}

extension RecordFault {
  /// What makes some bytes no JSON.
  init(_ error: JSONText.ParseError, in bytes: UnsafeBufferPointer<UInt8>) {
    switch error.reason {
    case .unexpectedEnd: self = .unexpectedEnd
    case .unexpectedByte: self = error.offset < bytes.count ? .unexpected(bytes[error.offset]) : .unexpectedEnd
    case .invalidNumber: self = .invalidNumber
    case .invalidString:
      let byte = error.offset < bytes.count ? bytes[error.offset] : 0
      self = byte < 0x20 ? .controlCharacter(byte) : .invalidEscape
    case .invalidUTF8: self = .invalidUTF8
    case .tooDeep: self = .nestedTooDeep
    }
  }
}

import KQLTypes

/// Finds the records of JSON that is not laid out in lines: objects one after another, arrays of them, and envelopes
/// around arrays. Only brackets and strings are looked at here; the record's reader checks the rest.
///
/// Damage to the brackets themselves cannot be repaired: the rest of the input is then given up, as one malformed
/// record.
final class DocumentFeed: BlockFeed {
  typealias Bytes = UnsafePointer<UInt8>

  private enum Place {
    case top
    /// Within an array at the top.
    case array(isFirst: Bool)
    /// Within the array of an envelope at the top.
    case envelope(isFirst: Bool)
  }

  private let framing: ElementFraming
  private var place = Place.top
  private var isDone = false

  init(_ stream: any ByteStream, offset: Int64, limits: FramingLimits) {
    framing = ElementFraming(stream, offset: offset, limits: limits)
  }

  func next(into buffer: BlockBuffer, tally: InputTally) throws(ExecutionError) -> RecordBlock? {
    guard !isDone else { return nil }
    let (block, isAtEnd) = try framing.next(into: buffer, tally: tally) { step($0, &$1, $2) }
    isDone = isAtEnd
    return block
  }
}

// MARK: - Steps

extension DocumentFeed {
  /// Passes over one record or one piece of what stands around records.
  private func step(_ base: Bytes, _ position: inout Int, _ filled: Int) -> ElementFraming.Step {
    var index = position
    while index < filled, base[index] == 0x20 || base[index] == 0x0a || base[index] == 0x0d || base[index] == 0x09 {
      index += 1
    }
    position = index
    guard index < filled else { return ending(at: index) }
    let byte = base[index]
    switch place {
    case .top:
      if byte == UInt8(ascii: "[") {
        place = .array(isFirst: true)
        position += 1
        return .passed
      }
      guard byte == UInt8(ascii: "{") else { return .damaged(.notAnObject, at: index) }
      switch envelopeStart(base, index, filled) {
      case .some(let start) where start > 0:
        place = .envelope(isFirst: true)
        position = start
        return .passed
      case .none: return incomplete(at: index)
      default: return record(base, &position, filled)
      }
    case .array(let isFirst), .envelope(let isFirst):
      if byte == UInt8(ascii: "]") {
        position += 1
        if case .array = place {
          place = .top
          return .passed
        }
        return envelopeEnd(base, &position, filled)
      }
      var start = index
      if !isFirst {
        guard byte == UInt8(ascii: ",") else { return .damaged(.unexpected(byte), at: index) }
        start += 1
        while start < filled, base[start] <= 0x20 { start += 1 }
        guard start < filled else { return incomplete(at: index) }
      }
      var end = start
      let step = record(base, &end, filled)
      guard case .element = step else { return step }
      position = end
      if case .array = place { place = .array(isFirst: false) } else { place = .envelope(isFirst: false) }
      return step
    }
  }

  /// What it means that the buffer holds nothing further.
  private func ending(at index: Int) -> ElementFraming.Step {
    guard framing.window.isAtEnd else { return .incomplete }
    if case .top = place { return .end }
    return .damaged(.cutOff, at: index)
  }

  private func incomplete(at index: Int) -> ElementFraming.Step {
    framing.window.isAtEnd ? .damaged(.cutOff, at: index) : .incomplete
  }

  private func record(_ base: Bytes, _ position: inout Int, _ filled: Int) -> ElementFraming.Step {
    let start = position
    guard let end = Self.endOfValue(base + start, base + filled) else { return incomplete(at: start) }
    position = end - base
    if position == start { return .damaged(.unexpected(base[start]), at: start) }
    return .element(start..<position)
  }

  /// Where the array of an envelope begins: behind the `[` of `{"records":[`.
  ///
  /// - Returns: 0 when the object is no envelope; `nil` when that cannot be told yet.
  private func envelopeStart(_ base: Bytes, _ start: Int, _ filled: Int) -> Int? {
    var index = start + 1
    for word in ["\"records\"", ":", "["] as [StaticString] {
      while index < filled, base[index] <= 0x20 { index += 1 }
      for offset in 0..<word.utf8CodeUnitCount {
        guard index < filled else { return framing.window.isAtEnd ? 0 : nil }
        guard base[index] == word.utf8Start[offset] else { return 0 }
        index += 1
      }
    }
    return index
  }

  /// Passes over what follows the array of an envelope.
  private func envelopeEnd(_ base: Bytes, _ position: inout Int, _ filled: Int) -> ElementFraming.Step {
    // The brackets are balanced first, so that the fields are all there when they are checked.
    guard let end = Self.endOfObject(base + position, base + filled) else {
      position -= 1
      return incomplete(at: position)
    }
    var scanner = JSONScanner(spansLines: true)
    guard let checked = scanner.scanRemainingFields(base + position) else {
      return .damaged(scanner.fault, at: (scanner.faultPosition ?? end) - base)
    }
    position = checked - base
    place = .top
    return .passed
  }
}

// MARK: - Brackets

extension DocumentFeed {
  /// The end of the value that begins here by its brackets and quotes; `nil` when the buffer ends before.
  static func endOfValue(_ start: Bytes, _ end: Bytes) -> Bytes? {
    switch start.pointee {
    case UInt8(ascii: "{"), UInt8(ascii: "["): return endOfBrackets(start, end, depth: 0)
    case 0x22: return endOfString(start + 1, end)
    default:
      var position = start
      while position < end {
        switch position.pointee {
        case UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"), 0...0x20: return position
        default: position += 1
        }
      }
      return nil
    }
  }

  /// The end of an object of which a part was already passed over.
  static func endOfObject(_ start: Bytes, _ end: Bytes) -> Bytes? {
    endOfBrackets(start, end, depth: 1)
  }

  private static func endOfBrackets(_ start: Bytes, _ end: Bytes, depth startDepth: Int) -> Bytes? {
    var position = start
    var depth = startDepth
    while position < end {
      switch position.pointee {
      case 0x22:
        guard let stringEnd = endOfString(position + 1, end) else { return nil }
        position = stringEnd
        continue
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth &+= 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth &-= 1
        if depth == 0 { return position + 1 }
      default: break
      }
      position += 1
    }
    return nil
  }

  private static func endOfString(_ start: Bytes, _ end: Bytes) -> Bytes? {
    var position = start
    while true {
      position = ByteScan.endOfPlainText(position)
      if position >= end { return nil }
      switch position.pointee {
      case 0x22: return position + 1
      case 0x5c: position += 2
      default: position += 1
      }
    }
  }
}

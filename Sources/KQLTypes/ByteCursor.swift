/// A place in bytes that are read from left to right.
struct ByteCursor {
  private let bytes: UnsafeBufferPointer<UInt8>
  private(set) var position: Int
  private var end: Int

  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    self.bytes = bytes
    position = 0
    end = bytes.count
  }
}

// MARK: - Looking

extension ByteCursor {
  var isAtEnd: Bool { position >= end }
  var remainingCount: Int { end - position }

  /// The byte that is next; 0 at the end.
  var next: UInt8 { position < end ? bytes[position] : 0 }

  func peek(_ offset: Int) -> UInt8 {
    position + offset < end ? bytes[position + offset] : 0
  }

  static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0d).contains(byte) }
  static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
  static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }
}

// MARK: - Moving

extension ByteCursor {
  mutating func advance(_ count: Int = 1) { position = min(position + count, end) }

  /// Leaves out white space at both ends.
  mutating func trim() {
    skipSpaces()
    while end > position, Self.isSpace(bytes[end - 1]) { end -= 1 }
  }

  mutating func skipSpaces() {
    while position < end, Self.isSpace(bytes[position]) { position += 1 }
  }

  mutating func skip(_ byte: UInt8) -> Bool {
    guard position < end, bytes[position] == byte else { return false }
    position += 1
    return true
  }

  mutating func skip(anyOf set: StaticString) -> Bool {
    guard position < end else { return false }
    let found = set.withUTF8Buffer { $0.contains(bytes[position]) }
    if found { position += 1 }
    return found
  }

  /// Skips a sign; true when it is a minus.
  mutating func skipSign() -> Bool {
    if skip(UInt8(ascii: "-")) { return true }
    _ = skip(UInt8(ascii: "+"))
    return false
  }

  /// Skips an ASCII word, case-insensitively, that no letter follows.
  mutating func skip(word: StaticString) -> Bool {
    let count = word.utf8CodeUnitCount
    guard count <= remainingCount, !Self.isLetter(peek(count)) else { return false }
    let matches = word.withUTF8Buffer { wanted in
      (0..<count).allSatisfy { lowercased(bytes[position + $0]) == lowercased(wanted[$0]) }
    }
    if matches { position += count }
    return matches
  }

  private func lowercased(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }
}

// MARK: - Numbers

extension ByteCursor {
  mutating func takeDigit() -> UInt8? {
    guard position < end, Self.isDigit(bytes[position]) else { return nil }
    defer { position += 1 }
    return bytes[position] - 0x30
  }

  /// The number of digits that come next.
  var digitRunCount: Int {
    var index = position
    while index < end, Self.isDigit(bytes[index]) { index += 1 }
    return index - position
  }

  /// Reads digits; `nil` when their number is outside `counts`.
  mutating func takeDigits(_ counts: ClosedRange<Int>) -> Int? {
    let count = digitRunCount
    guard counts.contains(count), count <= 18 else { return nil }
    var value = 0
    for _ in 0..<count { value = value * 10 + Int(takeDigit() ?? 0) }
    return value
  }

  /// Reads digits of any number; larger values give `limit`. `nil` without a digit.
  mutating func takeInteger(clampedTo limit: Int) -> Int? {
    var value: Int?
    while let digit = takeDigit() { value = min((value ?? 0) * 10 + Int(digit), limit) }
    return value
  }

  /// Reads the digits after a point as ticks of a second; those beyond 100 ns are left out. `nil` without a digit.
  mutating func takeFractionTicks() -> Int64? {
    var ticks: Int64 = 0
    var unit: Int64 = 1_000_000
    guard Self.isDigit(next) else { return nil }
    while let digit = takeDigit() {
      ticks += Int64(digit) * unit
      unit /= 10
    }
    return ticks
  }

  /// The bytes from a position to here.
  func text(from start: Int) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(rebasing: bytes[start..<position])
  }
}

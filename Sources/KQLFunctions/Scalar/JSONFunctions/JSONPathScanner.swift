import KQLTypes

/// Finds the text of the value at a path in JSON text, and checks the text, without building any value.
///
/// Accepts exactly what ``JSONText/parse(_:)`` accepts, but for numbers beyond all bounds; of properties with equal
/// names the last one counts. Reuse one scanner for many texts: it keeps its stack.
struct JSONPathScanner {
  /// What is known of an array or bag that is open.
  private struct Frame {
    var isBag: Bool
    /// How many steps of the path lead to this container; `nil` when it is off the path.
    var depth: Int?
    /// The position of the element that is being read.
    var index: Int64 = 0
  }

  private let path: [Step]
  private var frames: [Frame] = []
  private var position = 0
  private var found: Range<Int>?

  private enum Step {
    case member(name: String, bytes: [UInt8])
    case element(Int64)
  }

  init(_ path: JSONPath) {
    self.path = path.steps.map { step in
      switch step {
      case .member(let name): .member(name: name, bytes: Array(name.utf8))
      case .element(let index): .element(index)
      }
    }
  }
}

extension JSONPathScanner {
  /// The text of the value at the path; `nil` when there is none or the text is not JSON.
  mutating func value(in bytes: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8>? {
    frames.removeAll(keepingCapacity: true)
    position = 0
    found = nil
    guard scan(bytes), let found else { return nil }
    return UnsafeBufferPointer(rebasing: bytes[found])
  }

  /// - Returns: Whether the text is one JSON value.
  private mutating func scan(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    // The number of steps that lead to the value which is read next; `nil` when it is off the path.
    var depth: Int? = 0
    var start = 0
    while true {
      skipSpaces(bytes)
      guard position < bytes.count else { return false }
      start = position
      if depth == path.count { found = start..<start }
      switch bytes[position] {
      case UInt8(ascii: "["), UInt8(ascii: "{"):
        guard frames.count < JSONText.maximumDepth else { return false }
        let isBag = bytes[position] == UInt8(ascii: "{")
        // The start of a value that is wanted is in `found` until its end is known.
        frames.append(Frame(isBag: isBag, depth: depth))
        position += 1
        skipSpaces(bytes)
        guard position < bytes.count else { return false }
        if bytes[position] != (isBag ? UInt8(ascii: "}") : UInt8(ascii: "]")) {
          guard let next = isBag ? key(bytes) : .some(elementDepth()) else { return false }
          depth = next
          continue
        }
        position += 1
        close()
      case UInt8(ascii: "\""): guard skipString(bytes) else { return false }
      case UInt8(ascii: "t"): guard skip("true", bytes) else { return false }
      case UInt8(ascii: "f"): guard skip("false", bytes) else { return false }
      case UInt8(ascii: "n"): guard skip("null", bytes) else { return false }
      default: guard skipNumber(bytes) else { return false }
      }
      if depth == path.count, let open = found, open.isEmpty { found = open.lowerBound..<position }
      // Closes the containers that end here, and goes on to the next value of the innermost open one.
      while true {
        skipSpaces(bytes)
        guard let frame = frames.last else { return position == bytes.count }
        guard position < bytes.count else { return false }
        let byte = bytes[position]
        position += 1
        if byte == UInt8(ascii: ",") {
          frames[frames.count - 1].index += 1
          skipSpaces(bytes)
          guard let next = frame.isBag ? key(bytes) : .some(elementDepth()) else { return false }
          depth = next
          break
        }
        guard byte == (frame.isBag ? UInt8(ascii: "}") : UInt8(ascii: "]")) else { return false }
        close()
      }
    }
  }

  /// Takes the innermost container, which ends before `position`, off the stack.
  private mutating func close() {
    let frame = frames.removeLast()
    if frame.depth == path.count, let open = found, open.isEmpty { found = open.lowerBound..<position }
  }

  private func elementDepth() -> Int? {
    guard let frame = frames.last, let depth = frame.depth, depth < path.count,
      case .element(let index) = path[depth], index == frame.index
    else { return nil }
    return depth + 1
  }

  /// Reads a name and its colon.
  ///
  /// - Returns: The number of steps that lead to the property, `.some(nil)` off the path; `nil` for malformed text.
  private mutating func key(_ bytes: UnsafeBufferPointer<UInt8>) -> Int?? {
    let start = position
    guard position < bytes.count, bytes[position] == UInt8(ascii: "\""), skipString(bytes) else { return nil }
    let text = UnsafeBufferPointer(rebasing: bytes[start..<position])
    skipSpaces(bytes)
    guard position < bytes.count, bytes[position] == UInt8(ascii: ":") else { return nil }
    position += 1
    guard let depth = frames[frames.count - 1].depth, depth < path.count,
      case .member(let name, let wanted) = path[depth], Self.matches(text, name, wanted)
    else { return .some(nil) }
    // A later property of the same name replaces what an earlier one held.
    found = nil
    return depth + 1
  }

  /// Whether a name in quotes, perhaps with escapes, is the wanted one.
  private static func matches(_ text: UnsafeBufferPointer<UInt8>, _ name: String, _ wanted: [UInt8]) -> Bool {
    if text.count == wanted.count + 2, (0..<wanted.count).allSatisfy({ text[$0 + 1] == wanted[$0] }) { return true }
    guard text.contains(UInt8(ascii: "\\")) else { return false }
    return (try? JSONText.parse(text)) == .string(name)
  }
}

// MARK: - Skipping

extension JSONPathScanner {
  @inline(__always)
  private mutating func skipSpaces(_ bytes: UnsafeBufferPointer<UInt8>) {
    while position < bytes.count {
      switch bytes[position] {
      case 0x20, 0x09, 0x0a, 0x0d: position += 1
      default: return
      }
    }
  }

  private mutating func skip(_ word: StaticString, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    let count = word.utf8CodeUnitCount
    guard bytes.count - position >= count else { return false }
    let matches = word.withUTF8Buffer { wanted in (0..<count).allSatisfy { bytes[position + $0] == wanted[$0] } }
    position += count
    return matches
  }

  private mutating func skipString(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    position += 1
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      if byte == UInt8(ascii: "\"") { return true }
      if byte < 0x20 { return false }
      guard byte == UInt8(ascii: "\\") else { continue }
      guard position < bytes.count else { return false }
      let escape = bytes[position]
      position += 1
      switch escape {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
        UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
        continue
      case UInt8(ascii: "u"):
        guard bytes.count - position >= 4 else { return false }
        for _ in 0..<4 {
          guard Self.isHexadecimal(bytes[position]) else { return false }
          position += 1
        }
      default: return false
      }
    }
    return false
  }

  private static func isHexadecimal(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
      UInt8(ascii: "A")...UInt8(ascii: "F"):
      true
    default: false
    }
  }

  private mutating func skipNumber(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    if bytes[position] == UInt8(ascii: "-") { position += 1 }
    let first = position
    guard skipDigits(bytes) else { return false }
    if bytes[first] == UInt8(ascii: "0"), position > first + 1 { return false }
    if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
      position += 1
      guard skipDigits(bytes) else { return false }
    }
    if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
      position += 1
      if position < bytes.count, bytes[position] == UInt8(ascii: "+") || bytes[position] == UInt8(ascii: "-") {
        position += 1
      }
      return skipDigits(bytes)
    }
    return true
  }

  /// - Returns: Whether there was a digit.
  private mutating func skipDigits(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    let start = position
    while position < bytes.count, bytes[position] >= UInt8(ascii: "0"), bytes[position] <= UInt8(ascii: "9") {
      position += 1
    }
    return position > start
  }
}

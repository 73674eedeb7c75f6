/// Finds matches with groups by trying ways in order of preference, each (instruction, position) at most once.
///
/// Faster than ``PikeVM`` on short texts; the memory for what was tried bounds where it is used.
///
/// - Complexity: O(*bytes* × *instructions*).
struct BoundedBacktracker: ~Copyable {
  private static let visitedBitLimit = 1 << 20

  private let program: RegexProgram
  private var visited: [UInt64] = []
  private var jobs: [Job] = []

  private enum Job {
    case explore(pc: Int32, position: Int)
    case restore(slot: Int32, value: Int)
  }

  init(_ program: RegexProgram) {
    self.program = program
  }

  static func canSearch(_ program: RegexProgram, byteCount: Int) -> Bool {
    program.instructions.count <= visitedBitLimit / (byteCount + 1)
  }

  /// Finds the leftmost match that begins at or after `start`.
  ///
  /// - Parameter slots: Receives begin and end of each group, -1 for one that took no part.
  mutating func firstMatch(in text: UnsafeBufferPointer<UInt8>, from start: Int, slots: inout [Int]) -> Bool {
    let width = text.count - start + 1
    let wordCount = (width * program.instructions.count + 63) / 64
    visited.removeAll(keepingCapacity: true)
    visited.append(contentsOf: repeatElement(0, count: wordCount))
    var position = start
    while position <= text.count {
      if !program.literalPrefix.isEmpty {
        guard let found = LiteralSearch.first(program.literalPrefix, in: text, from: position) else { return false }
        position = found
      }
      // No match begins within a character, which an empty one could.
      let isWithinCharacter = position < text.count && text[position] & 0xc0 == 0x80
      if !isWithinCharacter, matches(text, at: position, base: start, width: width, slots: &slots) { return true }
      if program.isAnchoredAtStart { return false }
      position += 1
    }
    return false
  }

  private mutating func matches(
    _ text: UnsafeBufferPointer<UInt8>, at start: Int, base: Int, width: Int, slots: inout [Int]
  ) -> Bool {
    for index in slots.indices { slots[index] = -1 }
    jobs.removeAll(keepingCapacity: true)
    jobs.append(.explore(pc: program.start, position: start))
    while let job = jobs.popLast() {
      switch job {
      case .restore(let slot, let value): slots[Int(slot)] = value
      case .explore(var pc, var position):
        walk: while true {
          let bit = Int(pc) * width + (position - base)
          if visited[bit >> 6] & (1 << UInt64(bit & 63)) != 0 { break walk }
          visited[bit >> 6] |= 1 << UInt64(bit & 63)
          switch program.instructions[Int(pc)] {
          case .match: return true
          case .fail: break walk
          case .byteRange(let range):
            guard position < text.count, range.lower <= text[position], text[position] <= range.upper else {
              break walk
            }
            pc = range.next
            position += 1
          case .byteRanges(let ranges):
            guard position < text.count else { break walk }
            let byte = text[position]
            guard let range = ranges.first(where: { $0.lower <= byte && byte <= $0.upper }) else { break walk }
            pc = range.next
            position += 1
          case .split(let first, let second):
            jobs.append(.explore(pc: second, position: position))
            pc = first
          case .save(let slot, let next):
            jobs.append(.restore(slot: slot, value: slots[Int(slot)]))
            slots[Int(slot)] = position
            pc = next
          case .assertion(let assertion, let next):
            guard AssertionContext.holds(assertion, at: position, in: text) else { break walk }
            pc = next
          }
        }
      }
    }
    return false
  }
}

/// Finds matches with groups by following all ways at once, in order of preference.
///
/// - Complexity: O(*bytes* × *instructions*) in time, O(*instructions* × *groups*) in memory.
struct PikeVM: ~Copyable {
  private let program: RegexProgram
  private var current: Threads
  private var next: Threads
  private var stack: [Step] = []

  private enum Step {
    case follow(Int32)
    case restore(slot: Int32, value: Int)
  }

  /// Ways that are followed, the preferred first, each with its groups.
  private struct Threads {
    var order: [Int32] = []
    var isIn: [Bool]
    var slots: [Int]
    let slotCount: Int

    init(instructionCount: Int, slotCount: Int) {
      isIn = [Bool](repeating: false, count: instructionCount)
      slots = [Int](repeating: -1, count: instructionCount * slotCount)
      self.slotCount = slotCount
    }

    mutating func clear() {
      for pc in order { isIn[Int(pc)] = false }
      order.removeAll(keepingCapacity: true)
    }
  }

  init(_ program: RegexProgram) {
    self.program = program
    current = Threads(instructionCount: program.instructions.count, slotCount: program.slotCount)
    next = current
  }

  /// Finds the leftmost match that begins at or after `start`; see ``BoundedBacktracker``.
  mutating func firstMatch(in text: UnsafeBufferPointer<UInt8>, from start: Int, slots: inout [Int]) -> Bool {
    current.clear()
    var scratch = [Int](repeating: -1, count: program.slotCount)
    var didMatch = false
    var position = start
    while position <= text.count {
      if current.order.isEmpty {
        if didMatch || program.isAnchoredAtStart && position > 0 { break }
        if !program.literalPrefix.isEmpty {
          guard let found = LiteralSearch.first(program.literalPrefix, in: text, from: position) else { break }
          position = found
        }
      }
      // No match begins within a character, which an empty one could.
      let isWithinCharacter = position < text.count && text[position] & 0xc0 == 0x80
      if !didMatch, !isWithinCharacter, !(program.isAnchoredAtStart && position > 0) {
        for index in scratch.indices { scratch[index] = -1 }
        Self.add(program.start, of: program, at: position, in: text, slots: &scratch, to: &current, stack: &stack)
      }
      next.clear()
      let byte = position < text.count ? text[position] : nil
      threads: for pc in current.order {
        switch program.instructions[Int(pc)] {
        case .match:
          for slot in 0..<program.slotCount { slots[slot] = current.slots[Int(pc) * program.slotCount + slot] }
          didMatch = true
          // Ways that are less preferred than a match are given up.
          break threads
        case .byteRange(let range):
          if let byte, range.lower <= byte, byte <= range.upper { advance(pc, range.next, position, text, &scratch) }
        case .byteRanges(let ranges):
          if let byte, let range = ranges.first(where: { $0.lower <= byte && byte <= $0.upper }) {
            advance(pc, range.next, position, text, &scratch)
          }
        case .split, .save, .assertion, .fail: break
        }
      }
      swap(&current, &next)
      position += 1
    }
    return didMatch
  }

  private mutating func advance(
    _ pc: Int32, _ target: Int32, _ position: Int, _ text: UnsafeBufferPointer<UInt8>, _ scratch: inout [Int]
  ) {
    for slot in 0..<program.slotCount { scratch[slot] = current.slots[Int(pc) * program.slotCount + slot] }
    Self.add(target, of: program, at: position + 1, in: text, slots: &scratch, to: &next, stack: &stack)
  }

  private static func add(
    _ pc: Int32, of program: RegexProgram, at position: Int, in text: UnsafeBufferPointer<UInt8>, slots: inout [Int],
    to threads: inout Threads, stack: inout [Step]
  ) {
    stack.append(.follow(pc))
    while let step = stack.popLast() {
      switch step {
      case .restore(let slot, let value): slots[Int(slot)] = value
      case .follow(let pc):
        if threads.isIn[Int(pc)] { continue }
        threads.isIn[Int(pc)] = true
        threads.order.append(pc)
        switch program.instructions[Int(pc)] {
        case .split(let first, let second):
          stack.append(.follow(second))
          stack.append(.follow(first))
        case .save(let slot, let next):
          stack.append(.restore(slot: slot, value: slots[Int(slot)]))
          slots[Int(slot)] = position
          stack.append(.follow(next))
        case .assertion(let assertion, let next):
          if AssertionContext.holds(assertion, at: position, in: text) { stack.append(.follow(next)) }
        case .match, .byteRange, .byteRanges:
          for slot in 0..<program.slotCount { threads.slots[Int(pc) * program.slotCount + slot] = slots[slot] }
        case .fail: break
        }
      }
    }
  }
}

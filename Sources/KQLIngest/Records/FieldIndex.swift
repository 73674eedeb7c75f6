import KQLColumnar

/// The field names that records were seen to have, found again by their bytes.
///
/// Each name that a ``FieldMap`` has decided about is kept; asking for it again costs a few loads and comparisons.
/// Names beyond the capacity are decided anew each time.
///
/// Points into a ``FieldMemory``, which must outlive it: so that passing it on and asking it take no reference counts.
struct FieldIndex {
  typealias Bytes = UnsafePointer<UInt8>

  /// A name within a context, and what becomes of fields of that name.
  struct Field {
    /// The first and the last eight bytes of the name, which are all of it when it has no more than 16; a shorter
    /// name in the lower bytes.
    var first: UInt64
    var last: UInt64
    /// The name as it stands in the input, without escapes.
    var name: UnsafeBufferPointer<UInt8>
    var context: FieldContext
    var target: FieldTarget
    /// Slot of the row that the value goes to; ``special`` when `target` says what to do.
    var slot: Int32
  }

  static let special: Int32 = -1
  static let capacity = 1024
  static let slotMask = 4095

  let fields: UnsafeMutablePointer<Field>
  fileprivate let slots: UnsafeMutablePointer<Int16>
  private let memory: Unmanaged<FieldMemory>

  init(_ memory: FieldMemory) {
    fields = memory.fields
    slots = memory.slots
    self.memory = .passUnretained(memory)
  }
}

// MARK: - Look-up

extension FieldIndex {
  /// The number of the field with a name; `nil` when there is no room for another one, or the name is very long.
  ///
  /// - Precondition: The name has no escapes, and eight bytes before and behind it can be read.
  @inline(__always)
  func find(_ start: Bytes, _ end: Bytes, in context: FieldContext) -> Int? {
    let count = end - start
    // Shorter names are masked without branching, since which name comes next may be anyone's guess.
    let unused = UInt64(truncatingIfNeeded: max(0, 8 &- count) &<< 3)
    let isEmpty: UInt64 = count == 0 ? 0 : ~0
    let first = ByteScan.load8(start) & (~0 &>> unused) & isEmpty
    let last = ByteScan.load8(end - 8) &>> unused & isEmpty
    var mixed = first &* 0x9e37_79b9_7f4a_7c15 ^ (last &+ UInt64(truncatingIfNeeded: count)) &* 0xd6e8_feb8_6659_fd93
    mixed ^= UInt64(context.rawValue) &* 0x2545_f491_4f6c_dd1d
    var slot = Int(truncatingIfNeeded: mixed &>> 52)
    while true {
      let index = Int(slots[slot])
      if index < 0 { return add(start, end, first: first, last: last, in: context, at: slot) }
      let field = fields + index
      if field.pointee.first == first, field.pointee.last == last, field.pointee.name.count == count,
        field.pointee.context == context,
        count <= 16 || ByteScan.isEqual(field.pointee.name.baseAddress.unsafelyUnwrapped, start, count: count)
      {
        return index
      }
      slot = (slot &+ 1) & Self.slotMask
    }
  }

  @inline(never)
  private func add(
    _ start: Bytes, _ end: Bytes, first: UInt64, last: UInt64, in context: FieldContext, at slot: Int
  ) -> Int? {
    let name = UnsafeBufferPointer(start: start, count: end - start)
    return memory.takeUnretainedValue().add(name, first: first, last: last, in: context, at: slot)
  }

  /// What becomes of a field that is not kept here.
  @inline(never)
  func target(of name: UnsafeBufferPointer<UInt8>, in context: FieldContext) -> FieldTarget {
    memory.takeUnretainedValue().map.target(of: JSONUnescaping.string(name), in: context)
  }
}

/// Owns what a ``FieldIndex`` points to.
final class FieldMemory {
  fileprivate let fields: UnsafeMutablePointer<FieldIndex.Field>
  fileprivate let slots: UnsafeMutablePointer<Int16>
  fileprivate let map: any FieldMap
  private let collectsExtras: Bool
  /// The slot behind those of the row, which takes the values that nobody wants: storing them there costs less than
  /// asking each time.
  let unwantedSlot: Int32
  private var count = 0
  private let names = StringHeap(isDistinct: false)

  private static let longestName = 256

  /// - Parameter slotCount: Slots of a row that are wanted; rows have one more.
  init(_ map: any FieldMap, slotCount: Int, collectsExtras: Bool) {
    self.map = map
    unwantedSlot = Int32(truncatingIfNeeded: slotCount)
    self.collectsExtras = collectsExtras
    fields = .allocate(capacity: FieldIndex.capacity)
    slots = .allocate(capacity: FieldIndex.slotMask + 1)
    slots.initialize(repeating: -1, count: FieldIndex.slotMask + 1)
  }

  deinit {
    fields.deallocate()
    slots.deallocate()
  }

  fileprivate func add(
    _ name: UnsafeBufferPointer<UInt8>, first: UInt64, last: UInt64, in context: FieldContext, at slot: Int
  ) -> Int? {
    guard count < FieldIndex.capacity, name.count <= Self.longestName, let start = name.baseAddress else { return nil }
    let target = map.target(of: String(decoding: name, as: UTF8.self), in: context)
    // An entry of the heap ends at the heap's edge, so the copy gets bytes that may be read behind it.
    let copy = names[
      names.append(capacity: name.count + 16) { copy in
        copy.update(from: start, count: name.count)
        (copy + name.count).update(repeating: 0, count: 16)
        return name.count + 16
      }]
    let field = FieldIndex.Field(
      first: first, last: last, name: UnsafeBufferPointer(start: copy.baseAddress, count: name.count),
      context: context, target: target, slot: slotNumber(of: target))
    (fields + count).initialize(to: field)
    slots[slot] = Int16(count)
    count += 1
    return count - 1
  }

  private func slotNumber(of target: FieldTarget) -> Int32 {
    switch target {
    case .slot(let slot): Int32(truncatingIfNeeded: slot)
    case .skipped: unwantedSlot
    case .extra: collectsExtras ? FieldIndex.special : unwantedSlot
    case .nested, .records: FieldIndex.special
    }
  }
}

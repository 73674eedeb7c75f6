import KQLColumnar

/// The field names that records were seen to have, found again by their bytes.
///
/// Each name that a ``FieldMap`` has decided about becomes a node; asking for it again costs a hash and a comparison.
/// Names beyond the capacity are decided anew each time.
struct FieldIndex {
  typealias Bytes = UnsafePointer<UInt8>

  struct Node {
    /// The name as it stands in the input, without escapes.
    var name: UnsafeBufferPointer<UInt8>
    var hash: UInt64
    var context: FieldContext
    var target: FieldTarget
  }

  static let capacity = 1024
  static let longestName = 256

  private(set) var nodes: [Node] = []
  private let map: any FieldMap
  private var slots: [Int16]
  private let names = StringHeap(isDistinct: false)

  init(_ map: any FieldMap) {
    self.map = map
    slots = [Int16](repeating: -1, count: Self.capacity * 4)
  }
}

// MARK: - Look-up

extension FieldIndex {
  /// The node of a name; `nil` when there is no room for another one, or the name is escaped or very long.
  @inline(__always)
  mutating func node(of start: Bytes, _ end: Bytes, in context: FieldContext) -> Int? {
    let name = UnsafeBufferPointer(start: start, count: end - start)
    let hash = ByteHash.hash(name) ^ UInt64(context.rawValue)
    var slot = Int(truncatingIfNeeded: hash) & (slots.count &- 1)
    while true {
      let index = Int(slots[slot])
      if index < 0 { return add(name, hash: hash, in: context, at: slot) }
      if nodes[index].hash == hash, nodes[index].context == context, ByteHash.equal(nodes[index].name, name) {
        return index
      }
      slot = (slot &+ 1) & (slots.count &- 1)
    }
  }

  @inline(never)
  private mutating func add(
    _ name: UnsafeBufferPointer<UInt8>, hash: UInt64, in context: FieldContext, at slot: Int
  ) -> Int? {
    guard nodes.count < Self.capacity, name.count <= Self.longestName, !name.contains(0x5c) else { return nil }
    let copy = names[names.append(name)]
    let target = map.target(of: String(decoding: name, as: UTF8.self), in: context)
    nodes.append(Node(name: copy, hash: hash, context: context, target: target))
    slots[slot] = Int16(nodes.count - 1)
    return nodes.count - 1
  }

  /// What becomes of a field that has no node.
  @inline(never)
  func target(of name: UnsafeBufferPointer<UInt8>, in context: FieldContext) -> FieldTarget {
    map.target(of: JSONUnescaping.string(name), in: context)
  }
}

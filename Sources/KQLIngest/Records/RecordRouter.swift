import KQLColumnar
import KQLTypes

/// Decides by what a record says which table it belongs to, and counts the records of each.
struct RecordRouter {
  /// The table that is being scanned.
  let table: String
  /// The slots that may name the table, in order of precedence; all -1 when all records are the table's.
  private let slots: (Int, Int, Int)
  /// Holds the table's name as bytes.
  private let names = StringHeap(isDistinct: true)
  private let name: UnsafeBufferPointer<UInt8>
  /// The table of records that name none.
  private let fallback: String
  private var ownCount = 0
  private var others: [String: Int] = [:]

  /// - Parameter slots: At most three.
  init(table: String, slots: [Int], fallback: String) {
    self.table = table
    self.slots = (slots.first ?? -1, slots.dropFirst().first ?? -1, slots.dropFirst(2).first ?? -1)
    self.fallback = fallback
    name = names[names.append(table)]
  }
}

// MARK: - Records

extension RecordRouter {
  /// Whether a record belongs to the table that is being scanned; counts it if it does not.
  @inline(__always)
  mutating func admits(_ row: UnsafePointer<RawValue>) -> Bool {
    slots.0 < 0 || isOwn(row) || admitsOther(row)
  }

  /// Counts a record of the table that is being scanned.
  @inline(__always)
  mutating func countOwn() { ownCount &+= 1 }

  /// Whether the first field that may name a table has exactly this table's name.
  @inline(__always)
  private func isOwn(_ row: UnsafePointer<RawValue>) -> Bool {
    var value = row[slots.0]
    if value.isMissing, slots.1 >= 0 { value = row[slots.1] }
    return value.kind == .text && ByteHash.equal(value.bytes, name)
  }

  @inline(never)
  private mutating func admitsOther(_ row: UnsafePointer<RawValue>) -> Bool {
    var named = fallback
    for slot in [slots.0, slots.1, slots.2] where slot >= 0 {
      if let name = Self.tableName(row[slot]) {
        named = name
        break
      }
    }
    if named == table { return true }
    others[named, default: 0] += 1
    return false
  }

  /// The table that a field names: a registry table whatever its case, `nil` for an empty text.
  static func tableName(_ value: RawValue) -> String? {
    guard value.isText else { return nil }
    let name = RawText.string(value)
    if name.isEmpty { return nil }
    return RegistryTable.named(name)?.name ?? name
  }

  /// Hands the counts over and begins anew.
  mutating func flush(to tally: InputTally) {
    if ownCount > 0 { tally.count(records: ownCount, of: table) }
    for (name, count) in others { tally.count(records: count, of: name) }
    ownCount = 0
    others = [:]
  }
}

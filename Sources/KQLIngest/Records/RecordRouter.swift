import KQLColumnar
import KQLTypes

/// Decides by what a record says which table it belongs to, and counts the records of each.
struct RecordRouter {
  /// The table that is being scanned.
  let table: String
  private let tableBytes: [UInt8]
  /// The slots that may name the table, in order of precedence; empty when all records are the table's.
  private let slots: [Int]
  /// The table of records that name none.
  private let fallback: String
  private var ownCount = 0
  private var others: [String: Int] = [:]

  init(table: String, slots: [Int], fallback: String) {
    self.table = table
    tableBytes = Array(table.utf8)
    self.slots = slots
    self.fallback = fallback
  }
}

extension RecordRouter {
  /// Counts a record.
  ///
  /// - Returns: Whether it belongs to the table that is being scanned.
  @inline(__always)
  mutating func take(_ row: UnsafePointer<RawValue>) -> Bool {
    for slot in slots {
      let value = row[slot]
      if value.isMissing { continue }
      if value.kind == .text, tableBytes.withUnsafeBufferPointer({ ByteHash.equal($0, value.bytes) }) {
        ownCount &+= 1
        return true
      }
      if let name = Self.tableName(value) { return take(named: name) }
    }
    if slots.isEmpty {
      ownCount &+= 1
      return true
    }
    return take(named: fallback)
  }

  @inline(never)
  private mutating func take(named name: String) -> Bool {
    if name == table {
      ownCount += 1
      return true
    }
    others[name, default: 0] += 1
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

import KQLTypes

/// Finds the column of a registry table that a field of a record is, under any of the names that exports use.
///
/// Diagnostic settings write `time`, `resourceId` and camel case, with the rest within `properties`; Log Analytics
/// writes the columns' own names; the portal adds the time zone to the header. Case never matters, but for
/// `tenantId` (the caller's tenant) against `TenantId` (the workspace).
struct RegistryFieldMap: FieldMap {
  private let columns: [String: Int]
  /// The slot of each column of the table's schema; -1 when it is not wanted.
  private let slotOfColumn: [Int]
  private let userTenant: Int?

  init(_ table: RegistryTable, slotOfColumn: [Int]) {
    var columns: [String: Int] = [:]
    for (index, field) in table.schema.fields.enumerated() where field.name != RegistryTable.extraColumn {
      columns[field.name.lowercased()] = index
    }
    for (alias, name) in Self.aliases { columns[alias] = columns[name] }
    self.columns = columns
    self.slotOfColumn = slotOfColumn
    userTenant = columns["usertenantid"]
  }

  private static let aliases = [
    "time": "timegenerated",
    "resourceid": "_resourceid",
    "location": "region",
    "subscriptionid": "_subscriptionid",
    "billedsize": "_billedsize",
    "isbillable": "_isbillable",
  ]

  func target(of name: String, in context: FieldContext) -> FieldTarget {
    let column: Int?
    if name == "tenantId" || context == .nested && name.lowercased() == "tenantid" {
      column = userTenant
    } else {
      column = self.column(named: name)
    }
    if let column {
      let slot = slotOfColumn[column]
      return slot >= 0 ? .slot(slot) : .skipped
    }
    if context == .record {
      switch name.lowercased() {
      case "properties": return .nested
      case "records": return .records
      default: break
      }
    }
    return .extra
  }

  private func column(named name: String) -> Int? {
    let lowercased = name.lowercased()
    if let column = columns[lowercased] { return column }
    let stem = Self.stem(of: lowercased)
    return stem == lowercased ? nil : columns[stem]
  }

  /// A header without what exports add to it: `timegenerated [utc]`, and `x_string` where a union split a column.
  private static func stem(of name: String) -> String {
    if name.hasSuffix("]"), let space = name.firstIndex(of: " ") { return String(name[..<space]) }
    for suffix in ["_string", "_datetime", "_dynamic", "_int", "_real"] where name.hasSuffix(suffix) {
      return String(name.dropLast(suffix.count))
    }
    return name
  }
}

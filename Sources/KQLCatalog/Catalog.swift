/// The tables that a query can name; names are case-sensitive, as in Kusto.
package struct Catalog: Sendable {
  private var tables: [String: any TableProvider] = [:]
  /// Names in order of registration.
  package private(set) var names: [String] = []

  package init() {}
}

extension Catalog {
  package subscript(name: String) -> (any TableProvider)? { tables[name] }

  /// Adds a table, or replaces the one of that name.
  package mutating func register(_ table: any TableProvider, as name: String) {
    if tables.updateValue(table, forKey: name) == nil { names.append(name) }
  }
}

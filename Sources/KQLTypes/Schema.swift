/// A named, typed column of a table or result.
@frozen
package struct Field: Hashable, Sendable {
  package var name: String
  package var type: ScalarType

  package init(_ name: String, _ type: ScalarType) {
    self.name = name
    self.type = type
  }
}

/// The columns of a table or result, in order. Names are case-sensitive.
package struct Schema: Hashable, Sendable {
  package var fields: [Field]

  package init(_ fields: [Field]) {
    self.fields = fields
  }
}

// MARK: - Queries

extension Schema {
  package var count: Int { fields.count }
  package var names: [String] { fields.map(\.name) }

  /// The position of the column with exactly this name.
  ///
  /// - Complexity: O(*columns*).
  package func index(of name: String) -> Int? {
    fields.firstIndex { $0.name == name }
  }

  package subscript(index: Int) -> Field { fields[index] }
}

extension Schema: CustomStringConvertible {
  /// The form that Kusto uses for declarations: `(a:long, b:string)`.
  package var description: String {
    "(" + fields.map { "\($0.name):\($0.type.name)" }.joined(separator: ", ") + ")"
  }
}

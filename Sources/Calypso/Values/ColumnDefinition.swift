import KQLTypes

/// Name and type of a column of a table or result. Names are case-sensitive.
public struct ColumnDefinition: Hashable, Sendable {
  public var name: String
  public var type: ColumnType

  public init(_ name: String, _ type: ColumnType) {
    self.name = name
    self.type = type
  }
}

extension ColumnDefinition {
  init(_ field: Field) { self.init(field.name, ColumnType(field.type)) }
  var field: Field { Field(name, type.scalarType) }
}

extension Schema {
  init(_ columns: [ColumnDefinition]) { self.init(columns.map(\.field)) }
  var definitions: [ColumnDefinition] { fields.map { ColumnDefinition($0) } }
}

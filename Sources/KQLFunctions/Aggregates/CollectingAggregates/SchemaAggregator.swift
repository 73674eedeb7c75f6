import KQLColumnar
import KQLTypes

/// `buildschema(expr)`: the least schema that admits all values of a group.
///
/// Keys and types come sorted, so that the schema does not depend on the order of rows; containers come before
/// plain types. Null over nothing; a null value adds nothing.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/buildschema-aggregation-function>
final class SchemaAggregator: GroupedAggregator {
  private var schemas: [DynamicSchema] = []
  private var heapBytes = MeasuredBytes()

  func makeEmpty() -> any GroupedAggregator { SchemaAggregator() }

  func update(groups: [UInt32], groupCount: Int, arguments: [Datum], firstOrdinal: Int64) throws(ExecutionError) {
    schemas.grow(to: groupCount) { DynamicSchema() }
    let values = arguments[0].column(rowCount: groups.count).dynamics
    for row in groups.indices { schemas[Int(groups[row])].add(values[row]) }
    heapBytes.measure(schemas) { $0.byteCount }
  }

  func merge(_ other: any GroupedAggregator, mapping: [UInt32], groupCount: Int) throws(ExecutionError) {
    schemas.grow(to: groupCount) { DynamicSchema() }
    let other = sibling(other)
    for group in other.schemas.indices { schemas[Int(mapping[group])].merge(other.schemas[group]) }
  }

  func finish(groupCount: Int) throws(ExecutionError) -> Column {
    schemas.grow(to: groupCount) { DynamicSchema() }
    return .dynamic(schemas.map { $0.value ?? .null })
  }

  var byteCount: Int { schemas.capacity * MemoryLayout<DynamicSchema>.stride + heapBytes.byteCount }
}

/// The types that a place in dynamic values was seen to have.
struct DynamicSchema {
  /// Names of plain types.
  private var names: Set<String> = []
  /// The properties, when bags were seen.
  private var properties: [OrdinalString: DynamicSchema]?
  /// What arrays hold, when arrays were seen; one element, for the indirection.
  private var elements: [DynamicSchema]?
}

extension DynamicSchema {
  mutating func add(_ value: DynamicValue) {
    switch value {
    case .null: break
    case .bool: names.insert("bool")
    case .long: names.insert("long")
    case .real: names.insert("double")
    case .decimal: names.insert("decimal")
    case .datetime: names.insert("datetime")
    case .timespan: names.insert("timespan")
    case .guid: names.insert("guid")
    case .string: names.insert("string")
    case .array(let values):
      if elements == nil { elements = [DynamicSchema()] }
      for value in values { elements![0].add(value) }
    case .bag(let bag):
      if properties == nil { properties = [:] }
      for (key, value) in zip(bag.keys, bag.values) {
        properties![OrdinalString(key), default: DynamicSchema()].add(value)
      }
    }
  }

  mutating func merge(_ other: DynamicSchema) {
    names.formUnion(other.names)
    if let others = other.properties {
      if properties == nil { properties = [:] }
      for (key, schema) in others { properties![key, default: DynamicSchema()].merge(schema) }
    }
    if let others = other.elements {
      if elements == nil { elements = [DynamicSchema()] }
      elements![0].merge(others[0])
    }
  }

  /// The schema in Kusto's form; `nil` when nothing was seen.
  var value: DynamicValue? {
    var alternatives: [DynamicValue] = []
    if let properties {
      let members = properties.sorted { $0.key.text.utf8.lexicographicallyPrecedes($1.key.text.utf8) }
      alternatives.append(.bag(DynamicBag(members.map { ($0.key.text, $0.value.value ?? .null) })))
    }
    if let elements {
      alternatives.append(.bag(DynamicBag([("`indexer`", elements[0].value ?? .null)])))
    }
    alternatives += names.sorted().map(DynamicValue.string)
    return alternatives.count <= 1 ? alternatives.first : .array(alternatives)
  }

  var byteCount: Int {
    names.count * 32 + (elements?[0].byteCount ?? 0)
      + (properties?.reduce(64) { $0 + 64 + $1.key.text.utf8.count + $1.value.byteCount } ?? 0)
  }
}

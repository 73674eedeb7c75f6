import KQLColumnar
import KQLTypes

/// `bag_unpack`: replaces a column of bags by a column for each property.
///
/// Without an output schema the properties that occur decide on the columns: they come behind those of the input, by
/// name, with the type of their values, or `dynamic` when these differ. A property that a row does not have is null.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/bag-unpack-plugin>
enum BagUnpack {
  static let function: TableFunction = {
    var function = TableFunction(
      "bag_unpack",
      schema: { (call) throws(ExecutionError) in
        guard let rows = call.rows else { return nil }
        let layout = try layout(call, rows)
        return Schema(layout.map(\.field))
      },
      run: { (call, rows, _) throws(ExecutionError) in
        let layout: [Part]
        if let declared = call.declared {
          layout = try declaredLayout(declared, call)
        } else {
          layout = try BagUnpack.layout(call, rows)
        }
        let bags = rows.columns[try call.columnIndex(0, "column")].dynamics
        var columns: [Column] = []
        for part in layout {
          try call.noteProgress(rows.physicalRowCount * 8)
          switch part.source {
          case .column(let index): columns.append(rows.columns[index])
          case .property(let key): columns.append(column(of: key, in: bags, as: part.field.type))
          }
        }
        return RecordBatch(columns: columns, rowCount: rows.physicalRowCount)
      })
    function.readsDeclaredSchema = true
    return function
  }()

  /// One column of the result.
  private struct Part {
    enum Source {
      case column(Int)
      case property(String)
    }
    var field: Field
    var source: Source
  }

  private static func column(of key: String, in bags: [DynamicValue], as type: ScalarType) -> Column {
    var builder = ColumnBuilder(type, capacity: bags.count)
    for bag in bags {
      guard let value = bag.bag?[key] else {
        builder.appendNull()
        continue
      }
      builder.append(type == .dynamic ? .dynamic(value) : ScalarValue.dynamic(value).converted(to: type))
    }
    return builder.finish()
  }
}

// MARK: - Options

extension BagUnpack {
  private enum Conflict: String {
    case error
    case replaceSource = "replace_source"
    case keepSource = "keep_source"
  }

  /// A setting that has its name or stands at its place; `nil` when it is left out.
  private static func setting(_ name: String, _ index: Int, _ call: TableFunctionCall) -> ScalarValue? {
    let isPositional = call.argumentNames.indices.contains(index) && call.argumentNames[index] == nil
    let setting = call.named(name)?.constant ?? (isPositional ? call.constant(index) : nil)
    return setting?.string == "~" ? nil : setting
  }

  private static func prefix(_ call: TableFunctionCall) -> String {
    setting("OutputColumnPrefix", 1, call)?.string ?? ""
  }

  private static func conflict(_ call: TableFunctionCall) throws(ExecutionError) -> Conflict {
    guard let setting = setting("columnsConflict", 2, call) else { return .error }
    guard let conflict = setting.string.flatMap(Conflict.init) else {
      throw call.invalid("'columnsConflict' must be 'error', 'replace_source' or 'keep_source'")
    }
    return conflict
  }

  private static func ignored(_ call: TableFunctionCall) throws(ExecutionError) -> Set<String> {
    guard let setting = setting("ignoredProperties", 3, call) else { return [] }
    guard case .dynamic(let value) = setting, let names = value.array else {
      throw call.invalid("'ignoredProperties' must be an array of names")
    }
    return Set(names.map(\.text))
  }
}

// MARK: - Columns

extension BagUnpack {
  /// Most columns that properties may become.
  private static let columnLimit = 10_000

  private static func layout(_ call: TableFunctionCall, _ rows: RecordBatch) throws(ExecutionError) -> [Part] {
    let bagIndex = try bagIndex(call)
    let conflict = try conflict(call)
    let prefix = prefix(call)
    let types = try propertyTypes(rows.columns[bagIndex].dynamics, call)
    let properties = types.map { (name: prefix + $0.key.text, key: $0.key.text, type: $0.value) }
      .sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }

    var sources: [String: Int] = [:]
    for (index, field) in call.visibleInput.fields.enumerated() where index != bagIndex { sources[field.name] = index }
    let names = Set(properties.map(\.name))
    if conflict == .error, let name = properties.map(\.name).first(where: { sources[$0] != nil }) {
      throw call.invalid(
        "the input has a column '\(name)' already: give a prefix, or columnsConflict='replace_source' or 'keep_source'")
    }
    var parts: [Part] = []
    for (index, field) in call.visibleInput.fields.enumerated() where index != bagIndex && !names.contains(field.name) {
      parts.append(Part(field: field, source: .column(index)))
    }
    for property in properties {
      if conflict == .keepSource, let index = sources[property.name] {
        parts.append(Part(field: call.input[index], source: .column(index)))
      } else {
        parts.append(Part(field: Field(property.name, property.type), source: .property(property.key)))
      }
    }
    return parts
  }

  /// The type of each property. One that is null wherever it occurs is dynamic.
  private static func propertyTypes(
    _ values: [DynamicValue], _ call: TableFunctionCall
  ) throws(ExecutionError) -> [OrdinalString: ScalarType] {
    let ignored = try ignored(call)
    var types: [OrdinalString: ScalarType?] = [:]
    for value in values {
      guard let bag = value.bag else { continue }
      for (key, value) in zip(bag.keys, bag.values) where !ignored.contains(key) {
        let key = OrdinalString(key)
        let known = types[key] ?? nil
        if value.isNull {
          types[key] = .some(known)
        } else {
          let type = value.scalar.type
          types[key] = known == nil || known == type ? type : .dynamic
        }
      }
      guard types.count <= columnLimit else {
        throw call.invalid("the bags have more than \(columnLimit) properties; declare those that you want")
      }
    }
    return types.mapValues { $0 ?? .dynamic }
  }

  /// The columns that the query declares: those of the input by name, else properties.
  private static func declaredLayout(
    _ declared: Schema, _ call: TableFunctionCall
  ) throws(ExecutionError) -> [Part] {
    let bagIndex = try bagIndex(call)
    let conflict = try conflict(call)
    let prefix = prefix(call)
    let ignored = try ignored(call)
    var parts: [Part] = []
    if call.declaredKeepsInput {
      for (index, field) in call.visibleInput.fields.enumerated() where index != bagIndex {
        parts.append(Part(field: field, source: .column(index)))
      }
    }
    for field in declared.fields {
      if !call.declaredKeepsInput, conflict != .replaceSource, let index = call.visibleInput.index(of: field.name),
        index != bagIndex, call.input[index].type == field.type
      {
        parts.append(Part(field: field, source: .column(index)))
        continue
      }
      guard field.name.hasPrefix(prefix), !ignored.contains(String(field.name.dropFirst(prefix.count))) else {
        throw call.invalid("no property can become the column '\(field.name)'")
      }
      parts.append(Part(field: field, source: .property(String(field.name.dropFirst(prefix.count)))))
    }
    return parts
  }

  private static func bagIndex(_ call: TableFunctionCall) throws(ExecutionError) -> Int {
    let index = try call.columnIndex(0, "column")
    guard call.input[index].type == .dynamic else {
      throw call.invalid("'\(call.input[index].name)' must be dynamic, not \(call.input[index].type.name)")
    }
    return index
  }
}

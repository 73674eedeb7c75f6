import KQLTypes

/// Sorts inputs into tables and finds the schemas of those that have no official one.
struct TableBuilder {
  private let options: IngestOptions
  private let ledger: IngestLedger
  private var registry: [String: (sources: [TableSource], isObserved: Bool)] = [:]
  /// Tables whose schema was declared or is found from their records, in order of appearance.
  private var plainNames: [String] = []
  private var plain: [String: [TableSource]] = [:]

  /// Bytes of each input that a schema is found from.
  private static let inferenceByteLimit: Int64 = 16 << 20

  init(options: IngestOptions, ledger: IngestLedger) {
    self.options = options
    self.ledger = ledger
  }
}

// MARK: - Sorting

extension TableBuilder {
  /// Adds an input whose path says which table's records it holds.
  mutating func add(_ input: DetectedInput, of table: RegistryTable) {
    addRegistry(table, input, fallback: table.name, isObserved: true)
  }

  mutating func add(_ input: DetectedInput) throws(ExecutionError) {
    let file = input.file
    if let name = file.declaredTable, options.schemas[name] != nil { return addPlain(name, input, fallback: nil) }
    let shape = try InputShape(input, options)
    let nameOfRest =
      file.declaredTable.map { RegistryTable.named($0)?.name ?? $0 }
      ?? InputShape.registryTable(ofPath: file.displayName)?.name
    if shape.isSortedByRecord {
      let fallback = nameOfRest ?? file.tableName
      var names = shape.namedTables
      if shape.hasNameless { names.append(fallback) }
      // Both registry tables may turn up later in the input, since settings can send both to one place.
      for table in RegistryTable.all {
        addRegistry(table, input, fallback: fallback, isObserved: names.contains(table.name))
      }
      for name in names where RegistryTable.named(name) == nil { addPlain(name, input, fallback: fallback) }
      return
    }
    if let table = nameOfRest.flatMap(RegistryTable.named) ?? RegistryTable.recognised(byFields: shape.names) {
      return addRegistry(table, input, fallback: nil, isObserved: shape.hasNameless)
    }
    if input.format == .empty {
      ledger.add(InputTally.Counts(), of: input, isComplete: true)
      return
    }
    addPlain(nameOfRest ?? file.tableName, input, fallback: nil)
  }

  private mutating func addRegistry(
    _ table: RegistryTable, _ input: DetectedInput, fallback: String?, isObserved: Bool
  ) {
    registry[table.name, default: ([], false)].sources.append(TableSource(input: input, fallbackTable: fallback))
    if isObserved { registry[table.name]?.isObserved = true }
  }

  private mutating func addPlain(_ name: String, _ input: DetectedInput, fallback: String?) {
    if plain[name] == nil { plainNames.append(name) }
    plain[name, default: []].append(TableSource(input: input, fallbackTable: fallback))
  }
}

// MARK: - Schemas

extension TableBuilder {
  func finish() throws(ExecutionError) -> [IngestedTable] {
    var tables: [IngestedTable] = []
    for table in RegistryTable.all {
      guard let (sources, isObserved) = registry[table.name] else { continue }
      tables.append(
        IngestedTable(
          name: table.name, schema: table.schema, isObserved: isObserved, kind: .registry(table), sources: sources,
          options: options, ledger: ledger))
    }
    for name in plainNames { tables.append(try plainTable(name, plain[name] ?? [])) }
    return tables
  }

  private func plainTable(_ name: String, _ sources: [TableSource]) throws(ExecutionError) -> IngestedTable {
    if let schema = options.schemas[name] {
      return IngestedTable(
        name: name, schema: schema, isObserved: true, kind: kind(ofDeclared: name, schema),
        sources: sources, options: options, ledger: ledger)
    }
    let (fields, isWhole) = try infer(name, sources)
    // Records that were not looked at may have further fields.
    let hasExtras = !isWhole && !fields.contains { $0.name == RegistryTable.extraColumn }
    let schema = Schema(fields + (hasExtras ? [Field(RegistryTable.extraColumn, .dynamic)] : []))
    return IngestedTable(
      name: name, schema: schema, isObserved: true, kind: .plain(hasExtras: hasExtras, isStrict: true),
      sources: sources, options: options, ledger: ledger)
  }

  private func kind(ofDeclared name: String, _ schema: Schema) -> IngestedTable.Kind {
    let isStrict = options.strictSchemas.contains(name)
    return .plain(hasExtras: isStrict && schema.index(of: RegistryTable.extraColumn) != nil, isStrict: isStrict)
  }

  /// - Returns: The columns, and whether every record was looked at.
  private func infer(_ table: String, _ sources: [TableSource]) throws(ExecutionError) -> ([Field], Bool) {
    var inference = SchemaInference()
    var isWhole = true
    for source in sources {
      let format = source.input.format
      for name in format.header { inference.add(name, .absent, isDelimited: true) }
      if !format.declaredFields.isEmpty {
        for field in format.declaredFields { inference.declare(field) }
        continue
      }
      let isDelimited = format.isText
      var found = inference
      let sink = SampleSink { fields in
        if source.fallbackTable != nil {
          // Needed to tell the table's records from others, even where none of its own has the field.
          for field in fields where IngestedTable.routingNames.contains(field.name) && field.value.isText {
            found.declare(Field(field.name, .string))
          }
        }
        if let fallback = source.fallbackTable, (InputShape.table(namedBy: fields) ?? fallback) != table { return }
        for field in fields { found.add(field.name, field.value, isDelimited: isDelimited) }
      }
      let isRead = try source.input.sample(
        into: sink, map: SampleMap(opensProperties: false), byteLimit: Self.inferenceByteLimit, recordLimit: .max,
        isStrict: false, limits: options.limits)
      inference = found
      isWhole = isWhole && isRead
    }
    return (inference.fields, isWhole && !inference.isOverflowing)
  }
}

import KQLTypes

/// Which tables an input's records belong to, as far as its first records and its name say.
struct InputShape {
  /// Names of the fields that were seen, at the top of records.
  private(set) var names: [String] = []
  /// Tables that records name, in order of appearance.
  private(set) var namedTables: [String] = []
  /// Whether some record names no table.
  private(set) var hasNameless = false

  private static let recordLimit = 64

  init(_ input: DetectedInput, limits: FramingLimits) throws(ExecutionError) {
    if case .delimited(let layout) = input.format { names = layout.header }
    var names = self.names
    var tables: [String] = []
    var hasNameless = false
    var seen = Set(names)
    let sink = SampleSink { fields in
      for field in fields where field.context == .record && seen.insert(field.name).inserted {
        if names.count < 1024 { names.append(field.name) }
      }
      if let table = Self.table(namedBy: fields) {
        if !tables.contains(table) { tables.append(table) }
      } else {
        hasNameless = true
      }
    }
    _ = try input.sample(
      into: sink, map: SampleMap(opensProperties: false), byteLimit: 256 << 10, recordLimit: Self.recordLimit,
      limits: limits)
    self.names = names
    namedTables = tables
    self.hasNameless = hasNameless
  }
}

// MARK: - Questions

extension InputShape {
  /// Whether each record says itself which table it belongs to.
  var isSortedByRecord: Bool { !namedTables.isEmpty }

  /// The table that a record says it belongs to: by `Type`, as Log Analytics writes it, or by `category`, as diagnostic
  /// settings do. Both words are common, so the rest of the record must look like Azure's too.
  static func table(namedBy fields: [SampleSink.SampledField]) -> String? {
    var type: String?
    var category: String?
    var hasTime = false
    var hasOrigin = false
    for field in fields where field.context == .record {
      switch field.name.lowercased() {
      case "type" where field.name == "Type": type = RecordRouter.tableName(field.value)
      case "category": category = RecordRouter.tableName(field.value)
      case "time", "timegenerated", "timegenerated [utc]": hasTime = true
      case "resourceid", "_resourceid", "tenantid", "sourcesystem": hasOrigin = true
      default: break
      }
    }
    guard let name = type ?? category else { return nil }
    if RegistryTable.named(name) != nil { return name }
    return hasTime && hasOrigin ? name : nil
  }

  /// The registry table that an input's place in a storage account, or its name, says it belongs to.
  static func registryTable(ofPath path: String) -> RegistryTable? {
    let path = path.lowercased()
    return RegistryTable.all.first { path.contains($0.name.lowercased()) }
  }
}

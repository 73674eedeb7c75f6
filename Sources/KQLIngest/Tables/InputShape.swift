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

  /// - Throws: What is wrong with the input's first record, unless bad records are skipped: what it holds cannot be
  ///   told then, and nobody could ask for it.
  init(_ input: DetectedInput, _ options: IngestOptions) throws(ExecutionError) {
    var findings = Findings()
    for name in input.format.header { findings.add(name) }
    let sink = SampleSink { findings.add($0) }
    let map = SampleMap(opensProperties: false)
    for isStrict in [false, true] where sink.rowCount == 0 && !(isStrict && options.skipsBadRecords) {
      _ = try input.sample(
        into: sink, map: map, byteLimit: 256 << 10, recordLimit: isStrict ? 1 : Self.recordLimit, isStrict: isStrict,
        limits: options.limits)
    }
    names = findings.names
    namedTables = findings.tables
    hasNameless = findings.hasNameless
  }

  private struct Findings {
    var names: [String] = []
    var tables: [String] = []
    var hasNameless = false
    private var seen: Set<String> = []

    mutating func add(_ name: String) {
      if names.count < 1024, seen.insert(name).inserted { names.append(name) }
    }

    mutating func add(_ fields: [SampleSink.SampledField]) {
      for field in fields where field.context == .record { add(field.name) }
      if let table = InputShape.table(namedBy: fields) {
        if !tables.contains(table) { tables.append(table) }
      } else {
        hasNameless = true
      }
    }
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

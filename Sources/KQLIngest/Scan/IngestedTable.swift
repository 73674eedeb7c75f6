import KQLCatalog
import KQLColumnar
import KQLTypes

/// A table whose rows stand in files.
package struct IngestedTable: TableProvider {
  package let name: String
  package let schema: Schema
  /// Whether a record of the table was seen when the inputs were opened; the schemas of the registry tables are
  /// known without.
  package let isObserved: Bool
  let kind: Kind
  let sources: [TableSource]
  let options: IngestOptions
  let ledger: IngestLedger

  enum Kind: Sendable {
    case registry(RegistryTable)
    /// Columns by exactly their names. Where values that do not fit are errors, they are so for every column.
    case plain(hasExtras: Bool, isStrict: Bool)
  }

  package var statistics: TableStatistics { TableStatistics() }
}

/// A file, or the part of its records that belong to a table.
struct TableSource: Sendable {
  var input: DetectedInput
  /// The table of records that do not name one; `nil` when all records are the table's, whatever they say.
  var fallbackTable: String?
}

// MARK: - Scanning

extension IngestedTable {
  package func makeScan(_ request: ScanRequest, control: QueryControl) throws(ExecutionError) -> any TableScan {
    try IngestScan(self, request, control)
  }

  var extraColumn: Int? {
    switch kind {
    case .registry: schema.index(of: RegistryTable.extraColumn)
    case .plain(let hasExtras, _): hasExtras ? schema.index(of: RegistryTable.extraColumn) : nil
    }
  }

  /// The column whose range the account gives.
  var timeColumn: Int? {
    guard let column = schema.index(of: RegistryTable.timeColumn), schema[column].type == .datetime else { return nil }
    return column
  }

  /// The names of fields that may name the table of a record, in order of precedence.
  static let routingNames = ["Type", "Category", "category"]

  var routingColumns: [Int] {
    Self.routingNames.compactMap { name in
      schema.index(of: name).flatMap { schema[$0].type == .string ? $0 : nil }
    }
  }

  func makeLayout(_ request: ScanRequest) -> RowLayout {
    var columns = Set(request.columns)
    columns.formUnion(request.filters.map(\.column))
    columns.formUnion(request.keyFilters.map(\.column))
    if sources.contains(where: { $0.fallbackTable != nil }) { columns.formUnion(routingColumns) }
    if case .registry = kind, let type = schema.index(of: "Type"), columns.contains(type) {
      columns.formUnion(routingColumns)
    }
    // Only where every byte is checked anyway is the time read for the account alone.
    let readsTime = !options.trustsSkipped || options.tracksCoverage
    let timeColumn = self.timeColumn.flatMap { readsTime || columns.contains($0) ? $0 : nil }
    var layout = RowLayout(schema, columns: columns, timeColumn: timeColumn, extraColumn: extraColumn) { column in
      switch kind {
      // A size that is no number costs the size; a time that is no time would hide the record.
      case .registry: schema[column].type == .datetime
      case .plain(_, let isStrict): isStrict
      }
    }
    if case .plain(_, isStrict: true) = kind {
      layout.isInferred = sources.contains { $0.input.format.declaredFields.isEmpty }
    }
    return layout
  }

  func fieldMap(_ layout: RowLayout) -> any FieldMap {
    switch kind {
    case .registry(let table): RegistryFieldMap(table, slotOfColumn: layout.slotOfColumn)
    case .plain: ColumnFieldMap(schema, slotOfColumn: layout.slotOfColumn)
    }
  }

  /// Where the values of a column come from.
  func source(_ column: Int, _ layout: RowLayout) -> ColumnSource {
    var source = ColumnSource(slot: layout.slotOfColumn[column])
    guard case .registry = kind else { return source }
    switch schema[column].name {
    case "Type":
      source.fallbackSlot = schema.index(of: "Category").map { layout.slotOfColumn[$0] }
      source.constant = Array(name.utf8)
    case "_ResourceId": source.isLowercased = true
    default: break
    }
    return source
  }

  func router(_ source: TableSource, _ layout: RowLayout) -> RecordRouter {
    guard let fallback = source.fallbackTable else { return RecordRouter(table: name, slots: [], fallback: name) }
    return RecordRouter(table: name, slots: routingColumns.map { layout.slotOfColumn[$0] }, fallback: fallback)
  }

  func makeCollector(_ request: ScanRequest, _ layout: RowLayout) -> RowCollector {
    let extraColumn = self.extraColumn
    let assemblers: [any ColumnAssembler] = request.columns.map { column in
      if column == extraColumn { return ExtrasAssembler() }
      return ColumnAssemblers.make(schema[column], source(column, layout))
    }
    let lookups = request.keyFilters.compactMap { filter in
      filter.keys.map { KeyLookup($0, source(filter.column, layout)) }
    }
    let wanted = request.filters + request.keyFilters.filter { $0.keys == nil }.flatMap(\.filters)
    // A filter on the bag of extra fields is left to the query.
    let filters = wanted.filter { layout.slotOfColumn[$0.column] >= 0 }
    var filter = RowFilter(filters, schema: schema) { source($0, layout) }
    if filters.count < wanted.count || !request.keyFilters.isEmpty { filter.markInexact() }
    let router = RecordRouter(table: name, slots: [], fallback: name)
    return RowCollector(layout, filter: filter, lookups: lookups, router: router, assemblers: assemblers)
  }
}

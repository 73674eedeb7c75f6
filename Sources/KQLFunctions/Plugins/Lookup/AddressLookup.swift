import KQLColumnar
import KQLTypes

/// `ipv4_lookup` and `ipv6_lookup`: joins each row with all networks of the lookup table that its address lies in.
///
/// A text that is no address matches nothing. Further keys of `ipv4_lookup` are columns that both tables have; their
/// values must be equal; null equals null.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/ipv4-lookup-plugin>,
/// <https://learn.microsoft.com/kusto/query/ipv6-lookup-plugin>
enum AddressLookup {
  static let ipv4 = TableFunction(
    "ipv4_lookup", schema: { call in lookup(ipv4: call).schema },
    run: { (call, rows, tables) throws(ExecutionError) in
      try run(lookup(ipv4: call), rows, tables, IPv4Network.self)
    })

  static let ipv6 = TableFunction(
    "ipv6_lookup", schema: { call in lookup(ipv6: call).schema },
    run: { (call, rows, tables) throws(ExecutionError) in
      try run(lookup(ipv6: call), rows, tables, IPv6Network.self)
    })

  /// The further keys come from the input.
  private static func lookup(ipv4 call: TableFunctionCall) -> LookupCall {
    let lookup = LookupCall(call, keyArgument: 2)
    return LookupCall(
      call, keyArgument: 2, droppedColumns: Set(call.arguments.indices.dropFirst(3).compactMap(lookup.lookupColumn)))
  }

  /// The key of the lookup table is not part of the result.
  private static func lookup(ipv6 call: TableFunctionCall) -> LookupCall {
    let lookup = LookupCall(call, keyArgument: 2)
    return LookupCall(call, keyArgument: 2, droppedColumns: Set([lookup.lookupColumn(2)].compactMap { $0 }))
  }

  private static func run<Address: NetworkAddress>(
    _ lookup: LookupCall, _ rows: RecordBatch, _ tables: [RecordBatch], _: Address.Type
  ) throws(ExecutionError) -> RecordBatch {
    let call = lookup.call
    let table = tables[0]
    let source = rows.columns[try call.columnIndex(1, "SourceKey")]
    let networks = table.columns[try lookup.key()]
    guard source.type == .string, networks.type == .string else { throw call.invalid("keys must be strings") }
    var known = NetworkTable<Address>()
    for row in 0..<table.physicalRowCount {
      if let network = Address(networks.strings[row]) { known.add(network, row: Int32(truncatingIfNeeded: row)) }
    }
    try call.noteProgress(table.physicalRowCount * 64)
    let extraKeys = try extraKeys(lookup, rows, table)
    // Addresses repeat, so each entry of a dictionary is looked up once.
    let addresses = source.strings
    var memo: [Int: [Int32]] = [:]
    return try lookup.join(rows, table) { (row) throws(ExecutionError) in
      let entry = addresses.entry(row)
      let found: [Int32]
      if let remembered = memo[entry] {
        found = remembered
      } else {
        found = Address(addresses.heap[entry]).map(known.matches) ?? []
        memo[entry] = found
      }
      guard let extraKeys else { return found }
      return found.filter { extraKeys.areEqual(row, Int($0)) }
    }
  }

  /// The further keys of both tables; `nil` when there are none.
  private static func extraKeys(
    _ lookup: LookupCall, _ rows: RecordBatch, _ table: RecordBatch
  ) throws(ExecutionError) -> KeyPairs? {
    let call = lookup.call
    guard !lookup.droppedColumns.isEmpty, let schema = call.tables.first, call.name == "ipv4_lookup" else { return nil }
    var pairs: [(Column, Column)] = []
    for index in lookup.droppedColumns.sorted() {
      guard let position = call.input.index(of: schema[index].name), call.input[position].type == schema[index].type
      else { throw call.invalid("the input has no column '\(schema[index].name)' of type \(schema[index].type.name)") }
      pairs.append((rows.columns[position], table.columns[index]))
    }
    return KeyPairs(pairs)
  }
}

/// Columns of two tables whose values are compared.
private struct KeyPairs {
  /// Codes + 1, 0 for null, of the rows of both tables.
  private var codes: [(left: [UInt32], right: [UInt32])] = []

  init(_ pairs: [(Column, Column)]) {
    for (left, right) in pairs {
      var interner = ValueInterner(left.type)
      codes.append((Self.codes(of: left, &interner), Self.codes(of: right, &interner)))
    }
  }

  private static func codes(of column: Column, _ interner: inout ValueInterner) -> [UInt32] {
    let codes = interner.codes(of: column)
    return codes.indices.map { column.isNull($0) ? 0 : codes[$0] + 1 }
  }

  func areEqual(_ left: Int, _ right: Int) -> Bool {
    codes.allSatisfy { $0.left[left] == $0.right[right] }
  }
}

import KQLColumnar
import KQLTypes

/// Functions about values and about where they come from. What only a cluster knows is refused.
enum MetadataFunctions {
  static let functions: [ScalarFunction] = describing + refused
}

// MARK: - Describing values

extension MetadataFunctions {
  private static let describing: [ScalarFunction] = [
    // <https://learn.microsoft.com/kusto/query/gettype-function>
    ScalarFunction("gettype") { site in
      let type = site.argumentTypes[0]
      return { (arguments, rowCount) throws(ExecutionError) in
        guard type == .dynamic else { return .constant(.string(type.name)) }
        return try Lift.rows(arguments, rowCount, to: .string) { values in .string(kind(DynamicValue(values[0]))) }
      }
    },
    estimateDataSize,
    // <https://learn.microsoft.com/kusto/query/new-guid-function>: a random guid, version 4.
    ScalarFunction("new_guid", volatility: .volatile) { _ in
      { _, rowCount in
        var generator = SystemRandomNumberGenerator()
        let guids = (0..<rowCount).map { _ -> UInt128 in
          // The version stands in the lowest bits but twelve of the upper half, the variant at the top of the lower.
          let upper: UInt64 = generator.next() & ~0xf000 | 0x4000
          let lower: UInt64 = generator.next() & ~(0xc << 60) | 0x8 << 60
          return UInt128(upper) << 64 | UInt128(lower)
        }
        return .column(Column(type: .guid, values: .guid(guids)))
      }
    },
    assert,
  ]

  /// The type that a dynamic value holds.
  private static func kind(_ value: DynamicValue) -> String {
    switch value {
    case .null: "null"
    case .real: "double"
    case .array: "array"
    case .bag: "dictionary"
    default: value.scalar.type.name
    }
  }

  /// Bytes of the values: strings by their length, other types by their width.
  ///
  /// Kusto documentation: <https://learn.microsoft.com/kusto/query/estimate-data-size-function>
  private static let estimateDataSize = ScalarFunction("estimate_data_size") { (site) throws(ExecutionError) in
    for type in site.argumentTypes where type == .dynamic || type == .decimal {
      throw .unsupported("'estimate_data_size' of \(type.name) is not supported: its size in Kusto is not published")
    }
    let fixed = site.argumentTypes.reduce(0) { $0 + width($1) }
    return { (arguments, rowCount) throws(ExecutionError) in
      let texts = arguments.filter { $0.type == .string }.map { TextArgument($0) }
      guard !texts.isEmpty else { return .constant(.long(fixed)) }
      return try Lift.values(rowCount, to: .long) { row -> Int64? in
        texts.reduce(fixed) { $0 + Int64($1[row].count) }
      }
    }
  }

  private static func width(_ type: ScalarType) -> Int64 {
    switch type {
    case .bool: 1
    case .int: 4
    case .long, .real, .datetime, .timespan: 8
    case .guid: 16
    case .string, .decimal, .dynamic: 0
    }
  }

  /// Fails the query when a condition that is known before it runs does not hold.
  ///
  /// Kusto documentation: <https://learn.microsoft.com/kusto/query/assert-function>
  private static let assert = ScalarFunction("assert") { (site) throws(ExecutionError) in
    guard let condition = site.constant(0), let message = site.constant(1) else {
      throw .invalidArgument("'assert' needs a condition and a message that are known before the query runs")
    }
    guard condition.bool == true else { throw .invalidArgument("assert() has failed with message: '\(message.text)'") }
    return { _, _ in .constant(.bool(true)) }
  }
}

// MARK: - What only a cluster knows

extension MetadataFunctions {
  private static let refused: [ScalarFunction] =
    ["current_cluster_endpoint", "current_database", "current_node_id"].map {
      .refused($0, because: "there is no cluster")
    }
    + ["current_principal", "current_principal_details", "current_principal_is_member_of"].map {
      .refused($0, because: "there is no signed-in principal")
    }
    + ["extent_id", "extentid", "extent_tags", "row_id", "rowstore_ordinal_range"].map {
      .refused($0, because: "exported rows do not say in which data shard they were")
    }
    + ["ingestion_time"].map { .refused($0, because: "exported rows do not say when they were ingested") }
    + ["geo_info_from_ip_address"].map { .refused($0, because: "it needs a database of where addresses are") }
    + ["cursor_after", "cursor_before_or_at", "cursor_current", "current_cursor"].map {
      .refused($0, because: "exported rows have no database cursor")
    }
}

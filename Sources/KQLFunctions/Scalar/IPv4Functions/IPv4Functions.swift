import KQLColumnar
import KQLTypes

/// Functions on IPv4 addresses and networks in text. A text that is none gives null.
enum IPv4Functions {
  static let functions: [ScalarFunction] = parsing + comparing + formatting + searching
}

// MARK: - Parsing

extension IPv4Functions {
  private static let parsing: [ScalarFunction] = [
    // <https://learn.microsoft.com/kusto/query/parse-ipv4-function>
    .textToValue("parse_ipv4", .long) { IPv4Network($0).map { Int64($0.networkAddress) } },
    // <https://learn.microsoft.com/kusto/query/parse-ipv4-mask-function>
    .ofText("parse_ipv4_mask", text: [0]) { _ in
      { (arguments, rowCount) throws(ExecutionError) in
        let text = TextArgument(arguments[0])
        let prefix = ValueArgument<Int64>(arguments[1])
        return try Lift.values(rowCount, to: .long) { row -> Int64? in
          guard let prefix = prefix[row] else { return nil }
          return IPv4Network(text[row])?.limited(to: prefix).map { Int64($0.address) }
        }
      }
    },
    // <https://learn.microsoft.com/kusto/query/ipv4-netmask-suffix-function>
    .textToValue("ipv4_netmask_suffix", .long) { IPv4Network($0).map { Int64($0.prefix) } },
    // <https://learn.microsoft.com/kusto/query/ipv4-is-private-function>
    .predicate("ipv4_is_private") { _ in { IPv4Network($0)?.isPrivate } },
  ]
}

// MARK: - Comparing

extension IPv4Functions {
  private static let comparing: [ScalarFunction] = [
    compare,
    // <https://learn.microsoft.com/kusto/query/ipv4-is-match-function>
    .predicate("ipv4_is_match") { others in
      let network = IPv4Network(others[0].text)?.limited(to: others.count > 1 ? others[1].int64 ?? -1 : 32)
      return { text in
        guard let network, let address = IPv4Network(text) else { return nil }
        return address.compared(to: network) == 0
      }
    },
    // <https://learn.microsoft.com/kusto/query/ipv4-is-in-range-function>
    .predicate("ipv4_is_in_range") { others in
      let range = IPv4Network(others[0].text)
      return { text in
        guard let range, let address = IPv4Network(text) else { return nil }
        return address.compared(to: range) == 0
      }
    },
    // <https://learn.microsoft.com/kusto/query/ipv4-is-in-any-range-function>: ranges that are none are passed over.
    .predicate("ipv4_is_in_any_range") { others in
      let ranges = StringOperators.flattened(others).compactMap { IPv4Network($0.text) }
      return { text in
        guard let address = IPv4Network(text) else { return nil }
        return ranges.contains { address.compared(to: $0) == 0 }
      }
    },
  ]

  /// Kusto documentation: <https://learn.microsoft.com/kusto/query/ipv4-compare-function>
  private static let compare = ScalarFunction.ofText("ipv4_compare", text: [0, 1]) { _ in
    { (arguments, rowCount) throws(ExecutionError) in
      let left = TextArgument(arguments[0])
      let right = TextArgument(arguments[1])
      let prefix = arguments.count > 2 ? ValueArgument<Int64>(arguments[2]) : nil
      return try Lift.values(rowCount, to: .long) { row -> Int64? in
        let limit = prefix.map { $0[row] ?? -1 } ?? 32
        guard let l = IPv4Network(left[row])?.limited(to: limit), let r = IPv4Network(right[row]) else { return nil }
        return Int64(l.compared(to: r))
      }
    }
  }
}

// MARK: - Formatting

extension IPv4Functions {
  private static let formatting: [ScalarFunction] = [
    // <https://learn.microsoft.com/kusto/query/format-ipv4-function>
    format("format_ipv4") { $0.addressText },
    // <https://learn.microsoft.com/kusto/query/format-ipv4-mask-function>
    format("format_ipv4_mask") { $0.text },
    rangeToList,
  ]

  /// Text of an address, given as text or as a number, under a prefix; empty when there is none.
  private static func format(_ name: String, _ text: @escaping @Sendable (IPv4Network) -> String) -> ScalarFunction {
    .rowwise(name, propagatesNull: false) { values, _ in
      let network: IPv4Network?
      if let number = values[0].number {
        network = UInt32(exactly: number).map { IPv4Network(address: $0, prefix: 32) }
      } else {
        network = IPv4Network(values[0].text)
      }
      let prefix = values.count > 1 ? values[1].int64 ?? -1 : 32
      return .string(network?.limited(to: prefix).map(text) ?? "")
    }
  }

  /// The fewest networks that together hold the addresses from one to another, both included; null when one of them
  /// is no address or they are the wrong way round.
  ///
  /// Kusto documentation: <https://learn.microsoft.com/kusto/query/ipv4-range-to-cidr-list-function>
  private static let rangeToList = ScalarFunction.rowwise("ipv4_range_to_cidr_list") { values, _ in
    guard let first = IPv4Network(values[0].text), let last = IPv4Network(values[1].text),
      first.address <= last.address
    else { return .dynamic(.null) }
    var networks: [DynamicValue] = []
    var start = UInt64(first.address)
    let end = UInt64(last.address) + 1
    while start < end {
      // The largest block that begins here and does not reach beyond the end.
      let aligned = start == 0 ? 32 : min(32, start.trailingZeroBitCount)
      let fitting = 63 - (end - start).leadingZeroBitCount
      let bits = min(aligned, fitting)
      networks.append(.string(IPv4Network(address: UInt32(start), prefix: 32 - bits).text))
      start += 1 << UInt64(bits)
    }
    return .dynamic(.array(networks))
  }
}

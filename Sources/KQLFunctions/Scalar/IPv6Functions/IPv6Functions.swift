import KQLColumnar
import KQLTypes

/// Functions on IPv6 addresses and networks in text, IPv4 ones included. A text that is none gives null, or an empty
/// string.
enum IPv6Functions {
  static let functions: [ScalarFunction] = parsing + comparing
}

// MARK: - Parsing

extension IPv6Functions {
  private static let parsing: [ScalarFunction] = [
    // <https://learn.microsoft.com/kusto/query/parse-ipv6-function>
    .textToText("parse_ipv6") { text, output in
      guard let network = IPv6Network(text)?.limited(to: 128) else { return }
      output.append(contentsOf: network.addressText.utf8)
    },
    // <https://learn.microsoft.com/kusto/query/parse-ipv6-mask-function>
    .ofText("parse_ipv6_mask", text: [0]) { _ in
      { (arguments, rowCount) throws(ExecutionError) in
        let text = TextArgument(arguments[0])
        let prefix = ValueArgument<Int64>(arguments[1])
        return try Lift.strings(rowCount) { (row, output) in
          guard let prefix = prefix[row], let network = IPv6Network(text[row])?.limited(to: prefix) else { return }
          output.append(contentsOf: network.addressText.utf8)
        }
      }
    },
  ]
}

// MARK: - Comparing

extension IPv6Functions {
  private static let comparing: [ScalarFunction] = [
    compare,
    // <https://learn.microsoft.com/kusto/query/ipv6-is-match-function>
    .predicate("ipv6_is_match") { others in
      let network = IPv6Network(others[0].text)
      let limit = others.count > 1 ? others[1].int64 ?? -1 : 128
      return { text in
        guard let network, let address = IPv6Network(text), (0...128).contains(limit) else { return nil }
        return isEqual(address, network, limit)
      }
    },
    // <https://learn.microsoft.com/kusto/query/ipv6-is-in-range-function>
    .predicate("ipv6_is_in_range") { others in
      let range = IPv6Network(others[0].text)
      return { text in
        guard let range, let address = IPv6Network(text) else { return nil }
        return address.compared(to: range) == 0
      }
    },
    // <https://learn.microsoft.com/kusto/query/ipv6-is-in-any-range-function>: ranges that are none are passed over.
    .predicate("ipv6_is_in_any_range") { others in
      let ranges = StringOperators.flattened(others).compactMap { IPv6Network($0.text) }
      return { text in
        guard let address = IPv6Network(text) else { return nil }
        return ranges.contains { address.compared(to: $0) == 0 }
      }
    },
  ]

  /// Kusto documentation: <https://learn.microsoft.com/kusto/query/ipv6-compare-function>
  private static let compare = ScalarFunction.ofText("ipv6_compare", text: [0, 1]) { _ in
    { (arguments, rowCount) throws(ExecutionError) in
      let left = TextArgument(arguments[0])
      let right = TextArgument(arguments[1])
      let prefix = arguments.count > 2 ? ValueArgument<Int64>(arguments[2]) : nil
      return try Lift.values(rowCount, to: .long) { row -> Int64? in
        let limit = prefix.map { $0[row] ?? -1 } ?? 128
        guard (0...128).contains(limit), var l = IPv6Network(left[row]), let r = IPv6Network(right[row]) else {
          return nil
        }
        l.prefix = min(l.prefix, Int(limit))
        return Int64(l.compared(to: r))
      }
    }
  }

  private static func isEqual(_ left: IPv6Network, _ right: IPv6Network, _ limit: Int64) -> Bool {
    var left = left
    left.prefix = min(left.prefix, Int(limit))
    return left.compared(to: right) == 0
  }
}

/// An address with the length of its network prefix.
protocol NetworkAddress {
  associatedtype Bits: FixedWidthInteger & UnsignedInteger & Sendable
  init?(_ text: UnsafeBufferPointer<UInt8>)
  /// The address in the form in which it is compared.
  var bits: Bits { get }
  var prefix: Int { get }
}

extension IPv4Network: NetworkAddress {
  var bits: UInt32 { address }
}

extension IPv6Network: NetworkAddress {
  var bits: UInt128 { comparable }
}

/// Networks, and which of them an address lies in. Rows are those that the networks were added with.
struct NetworkTable<Address: NetworkAddress> {
  private struct Key: Hashable {
    var prefix: Int
    var bits: Address.Bits
  }
  private var rows: [Key: [Int32]] = [:]
  private var prefixes: Set<Int> = []
}

extension NetworkTable {
  mutating func add(_ network: Address, row: Int32) {
    prefixes.insert(network.prefix)
    rows[Self.key(network.bits, network.prefix), default: []].append(row)
  }

  /// The rows whose network and the given one are equal under the shorter of both prefixes, ascending.
  func matches(_ address: Address) -> [Int32] {
    var result: [Int32] = []
    var hasLonger = false
    for prefix in prefixes {
      if prefix > address.prefix {
        hasLonger = true
      } else if let found = rows[Self.key(address.bits, prefix)] {
        result += found
      }
    }
    if hasLonger {
      // A network that is looked up matches all that lie in it.
      let wanted = Self.key(address.bits, address.prefix)
      for (key, found) in rows where key.prefix > address.prefix && Self.key(key.bits, address.prefix) == wanted {
        result += found
      }
    }
    return result.sorted()
  }

  private static func key(_ bits: Address.Bits, _ prefix: Int) -> Key {
    let width = Address.Bits.bitWidth
    return Key(prefix: prefix, bits: prefix == 0 ? 0 : bits & ~0 << Address.Bits(width - prefix))
  }
}

/// What makes a caller one: address, identity and user agent.
struct CallerKey: Hashable {
  /// Canonical.
  let address: String
  /// Without case where it is a GUID.
  let identity: String
  let userAgent: String
  /// The address as a number; `nil` where the text is none.
  let ipAddress: IPAddress?

  init(address: String, identity: String, userAgent: String) {
    ipAddress = IPAddress(address)
    self.address = ipAddress?.description ?? IPAddress.canonicalText(address)
    self.identity = IdentityText.key(identity)
    self.userAgent = userAgent
  }

  static func == (left: CallerKey, right: CallerKey) -> Bool {
    left.address == right.address && left.identity == right.identity && left.userAgent == right.userAgent
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(address)
    hasher.combine(identity)
    hasher.combine(userAgent)
  }
}

extension CallerKey: Comparable {
  /// Addresses by their numbers, and before texts that are none.
  static func < (left: CallerKey, right: CallerKey) -> Bool {
    if left.address != right.address {
      switch (left.ipAddress, right.ipAddress) {
      case (let left?, let right?): return left < right
      case (.some, nil): return true
      case (nil, .some): return false
      case (nil, nil): return left.address.utf8.lexicographicallyPrecedes(right.address.utf8)
      }
    }
    if left.identity != right.identity { return left.identity.utf8.lexicographicallyPrecedes(right.identity.utf8) }
    return left.userAgent.utf8.lexicographicallyPrecedes(right.userAgent.utf8)
  }
}

/// What makes a caller one: address, identity and user agent.
struct CallerKey: Hashable {
  /// Canonical.
  var address: String
  /// Without case where it is a GUID.
  var identity: String
  var userAgent: String

  init(address: String, identity: String, userAgent: String) {
    self.address = IPAddress.canonicalText(address)
    self.identity = IdentityText.key(identity)
    self.userAgent = userAgent
  }
}

extension CallerKey: Comparable {
  /// Addresses by their numbers, and before texts that are none.
  static func < (left: CallerKey, right: CallerKey) -> Bool {
    if left.address != right.address {
      switch (IPAddress(left.address), IPAddress(right.address)) {
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

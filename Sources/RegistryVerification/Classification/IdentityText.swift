/// What the text of an identity says about how somebody signed in.
enum IdentityText {
  /// Whether there is none: an anonymous caller, or an export without the column.
  static func isAnonymous(_ text: String) -> Bool {
    ["", "<nil>", "nil", "none", "null", "anonymous"].contains(text.lowercased())
  }

  /// What two identities are compared by: GUIDs have no case, other texts have.
  static func key(_ text: String) -> String { isGUIDLike(text) ? text.lowercased() : text }

  /// Whether a text has the shape of a GUID. Microsoft's own example of Defender's identity holds a letter beyond F, so
  /// any letter is taken.
  static func isGUIDLike(_ text: String) -> Bool {
    let groups = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    return groups.map(\.count) == [8, 4, 4, 4, 12] && groups.allSatisfy { $0.allSatisfy(isAlphanumeric) }
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10
  }

  /// Whether the identity is one of the registry's own, the admin user or a token, and not one of Entra.
  ///
  /// The admin user is named as the registry; users have the form of an e-mail address, everything else of Entra that
  /// of a GUID.
  ///
  /// - Parameter registryNames: Names of registries, lower case.
  static func localKind(_ text: String, registryNames: [String]) -> LocalIdentity? {
    if isAnonymous(text) { return nil }
    if registryNames.contains(text.lowercased()) { return .adminUser }
    return isGUIDLike(text) || isUserPrincipalName(text) ? nil : .token
  }

  private static func isUserPrincipalName(_ text: String) -> Bool {
    guard let at = text.firstIndex(of: "@") else { return false }
    return at > text.startIndex && text.index(after: at) < text.endIndex
  }
}

/// An account of the registry itself.
enum LocalIdentity: String {
  case adminUser = "the admin user"
  case token = "a token"
}

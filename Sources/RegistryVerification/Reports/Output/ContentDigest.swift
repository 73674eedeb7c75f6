import KQLTypes

/// SHA-256 as reports quote it.
enum ContentDigest {
  /// Of the text in UTF-8, lower-case hexadecimal.
  static func sha256(_ text: String) -> String { SHA256.hexadecimal(SHA256.digest(of: text.utf8)) }
}

import KQLTypes

/// Digests of bytes, for evidence.
public enum ContentDigest {
  /// The SHA-256 digest as 64 lower-case hexadecimal digits.
  public static func sha256(_ bytes: some Sequence<UInt8>) -> String {
    SHA256.hexadecimal(SHA256.digest(of: bytes))
  }

  /// The digest of a text in UTF-8.
  public static func sha256(_ text: String) -> String { sha256(text.utf8) }
}

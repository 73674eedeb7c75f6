/// What is known of the scanner of Microsoft Defender for Cloud.
///
/// Its addresses are not published and its identity differs from tenant to tenant. Microsoft's way to find it is to look
/// for pulls with its user agent and to take their identity, and a user agent is whatever a client says.
public enum Defender {
  /// How its user agents begin: `MDCContainersSecurity/1.0`.
  public static let userAgentPrefix = "MDCContainersSecurity/"

  /// Whether a user agent claims to be the scanner.
  public static func isUserAgent(_ text: String) -> Bool { text.hasPrefix(userAgentPrefix) }

  /// Whether a pattern of user agents is about the scanner, rather than about anybody.
  static func isNamed(by glob: Glob) -> Bool {
    let literal = glob.pattern.prefix { $0 != "*" }
    return literal.hasPrefix("MDC") && (userAgentPrefix.hasPrefix(literal) || literal.hasPrefix(userAgentPrefix))
  }
}

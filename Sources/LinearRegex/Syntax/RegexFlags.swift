/// The flags in force at a place in a pattern.
struct RegexFlags: Hashable, Sendable {
  /// `i`
  var ignoresCase = false
  /// `m`
  var isMultiLine = false
  /// `s`
  var dotMatchesNewline = false
  /// `R`
  var isCRLF = false
  /// `U`
  var swapsGreed = false
  /// `u`
  var isUnicode = true
  /// `x`
  var ignoresWhitespace = false
}

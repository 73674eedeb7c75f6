import KQLColumnar

extension ScanFilter.TextMatch {
  /// What decides about texts.
  package func matcher(_ pattern: String) -> StringMatcher {
    switch self {
    case .has: StringMatcher(.has, pattern, ignoringCase: true)
    case .hasCaseSensitive: StringMatcher(.has, pattern, ignoringCase: false)
    case .contains: StringMatcher(.contains, pattern, ignoringCase: true)
    case .containsCaseSensitive: StringMatcher(.contains, pattern, ignoringCase: false)
    case .startsWith: StringMatcher(.startsWith, pattern, ignoringCase: true)
    case .startsWithCaseSensitive: StringMatcher(.startsWith, pattern, ignoringCase: false)
    case .endsWith: StringMatcher(.endsWith, pattern, ignoringCase: true)
    case .endsWithCaseSensitive: StringMatcher(.endsWith, pattern, ignoringCase: false)
    case .equalIgnoringCase: StringMatcher(.equals, pattern, ignoringCase: true)
    }
  }
}

import KQLDiagnostics

/// Finds what somebody probably meant to write.
public enum Suggestion {
  /// The candidate that is closest to a name, when one is close enough to be worth suggesting.
  ///
  /// Case does not count; of equally close candidates the first wins.
  ///
  /// - Complexity: O(*candidates* × *length²*).
  public static func nearest(to name: String, among candidates: some Sequence<String>) -> String? {
    NearestName.suggestion(for: name, among: candidates)
  }
}

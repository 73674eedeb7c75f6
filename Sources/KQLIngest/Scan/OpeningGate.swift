import KQLTypes

/// Lets readers that find no part to begin wait for those that are opening one, since they may then take part in it.
final class OpeningGate: @unchecked Sendable {
  private let lock = Lock()
  private var openingCount = 0

  /// Runs a body that may open a part.
  func open<Result>(_ body: () throws(ExecutionError) -> Result) throws(ExecutionError) -> Result {
    lock.run { openingCount += 1 }
    defer { lock.run { openingCount -= 1 } }
    return try body()
  }

  /// Returns once nobody is opening a part.
  func wait() { lock.run(when: { openingCount == 0 }) {} }
}

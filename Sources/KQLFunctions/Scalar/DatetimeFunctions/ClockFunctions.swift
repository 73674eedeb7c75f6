import KQLColumnar
import KQLTypes

/// The query's time: one instant for all its parts, however long it runs.
enum ClockFunctions {
  static let functions = [now, ago]

  /// Kusto documentation: <https://learn.microsoft.com/kusto/query/now-function>
  private static let now = shifted("now", sign: 1)

  /// Kusto documentation: <https://learn.microsoft.com/kusto/query/ago-function>
  private static let ago = shifted("ago", sign: -1)

  private static func shifted(_ name: String, sign: Int64) -> ScalarFunction {
    ScalarFunction(name, volatility: .stable) { site throws(ExecutionError) in
      let now = site.now
      return { arguments, rowCount in
        guard let offset = arguments.first else { return .constant(.datetime(now)) }
        // A sum that wraps around is negative, so no datetime.
        return Lift.map(offset, rowCount, to: .datetime) { (offset: Int64) in
          Ticks.validDatetime(now &+ sign &* offset)
        }
      }
    }
  }
}

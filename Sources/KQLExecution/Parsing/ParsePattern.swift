import KQLPlan
import KQLTypes
import LinearRegex

/// The pattern of a `parse` operator, compiled to a regular expression that matches the whole text.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/parse-operator>
struct ParsePattern: Sendable {
  let regex: LinearRegex
  /// Type of each column, in the order of the pattern.
  let types: [ScalarType]
  /// The regex group of each column.
  let groups: [Int]
  /// Whether a value that is not of its column's type makes the whole text not match.
  let isStrict: Bool

  init(_ parts: [ParseNode.Part], kind: ParseNode.Kind) throws(ExecutionError) {
    var pattern = "^"
    var types: [ScalarType] = []
    for part in parts {
      switch part {
      case .text(let text):
        if case .regex = kind { pattern += "(?:\(text))" } else { pattern += LinearRegex.quoted(text) }
      case .column(nil): pattern += ".*?"
      case .column(let column?):
        pattern += Self.capture(column.type, named: Self.groupName(types.count), kind)
        types.append(column.type)
      }
    }
    pattern += "$"
    var flags = "s"
    if case .regex(let own) = kind { flags = own }
    do throws(RegexError) {
      regex = try LinearRegex(pattern, flags: flags)
    } catch {
      throw .invalidArgument("'parse': the regular expression is not valid: \(error)")
    }
    let names = regex.groupNames
    groups = types.indices.map { index in names.firstIndex(of: Self.groupName(index)) ?? 0 }
    self.types = types
    if case .relaxed = kind { isStrict = false } else { isStrict = true }
  }

  private static func groupName(_ index: Int) -> String { "kqlcolumn\(index)" }

  /// The text that a column takes. Numbers end where their digits end; in relaxed mode what follows them up to the
  /// next part is passed over.
  private static func capture(_ type: ScalarType, named name: String, _ kind: ParseNode.Kind) -> String {
    let number: String
    switch type {
    case .int, .long: number = #"-?\d+"#
    case .real, .decimal: number = #"-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?"#
    default:
      // A regex takes as much as it can, plain text as little.
      if case .regex = kind { return "(?P<\(name)>.*)" }
      return "(?P<\(name)>.*?)"
    }
    if case .relaxed = kind { return "(?P<\(name)>(?:\(number))?).*?" }
    return "(?P<\(name)>\(number))"
  }
}

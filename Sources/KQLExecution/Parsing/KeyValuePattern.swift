import KQLPlan
import KQLTypes
import LinearRegex

/// How `parse-kv` finds pairs of keys and values in text.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/parse-kv-operator>
struct KeyValuePattern: Sendable {
  enum Form: Sendable {
    /// Texts that stand between pairs, and between key and value.
    case delimited(pair: [UInt8], keyValue: [UInt8], isGreedy: Bool)
    /// Whatever is no letter or digit stands between.
    case words
    /// A match has two groups: the key and the value.
    case regex(LinearRegex)
  }
  let form: Form
  /// Opening and closing quotes of keys and values.
  let quotes: [(open: [UInt8], close: [UInt8])]
  let escapes: [[UInt8]]
  let keys: [[UInt8]]
  /// Type of the value of each key.
  let types: [ScalarType]

  init(_ node: ParseKvNode) throws(ExecutionError) {
    let options = node.options
    let pair = Array((options.pairDelimiter ?? "").utf8)
    let keyValue = Array((options.keyValueDelimiter ?? "").utf8)
    if let pattern = options.regex {
      form = .regex(try Self.compile(pattern))
    } else if pair.isEmpty, keyValue.isEmpty {
      if options.isGreedy { throw .invalidArgument("'parse-kv': 'greedy' needs 'pair_delimiter' and 'kv_delimiter'") }
      form = .words
    } else {
      guard !pair.isEmpty, !keyValue.isEmpty else {
        throw .invalidArgument("'parse-kv' needs both 'pair_delimiter' and 'kv_delimiter', or neither")
      }
      form = .delimited(pair: pair, keyValue: keyValue, isGreedy: options.isGreedy)
    }
    quotes = options.quotes.map { (Array($0.open.utf8), Array($0.close.utf8)) }
    escapes = options.escapes.map { Array($0.utf8) }
    keys = node.keys.map { Array($0.key.utf8) }
    types = node.keys.map(\.column.type)
  }

  private static func compile(_ pattern: String) throws(ExecutionError) -> LinearRegex {
    let regex: LinearRegex
    do throws(RegexError) {
      regex = try LinearRegex(pattern)
    } catch {
      throw .invalidArgument("'parse-kv': the regular expression is not valid: \(error)")
    }
    guard regex.groupCount == 2 else {
      throw .invalidArgument(
        "'parse-kv': the regular expression must have two groups, of the key and of the value, not \(regex.groupCount)")
    }
    return regex
  }
}

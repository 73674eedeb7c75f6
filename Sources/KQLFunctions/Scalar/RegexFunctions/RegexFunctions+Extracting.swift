import KQLColumnar
import KQLTypes
import LinearRegex

extension RegexFunctions {
  static let extracting: [ScalarFunction] = [extract, extractAll("extract_all"), extractAll("extractall")]

  /// The text of a group in the first match, converted to the type of the fourth argument if there is one.
  ///
  /// Without a match, or for a group that took no part, the result is null, an empty string for `string`.
  ///
  /// Kusto documentation: <https://learn.microsoft.com/kusto/query/extract-function>
  private static let extract = ScalarFunction.ofText("extract", text: [2]) { (site) throws(ExecutionError) in
    let pattern = try PatternArgument(site, at: 0)
    let type = site.resultType
    return { (arguments, rowCount) throws(ExecutionError) in
      let patterns = TextArgument(arguments[0])
      let groups = ValueArgument<Int64>(arguments[1])
      let text = TextArgument(arguments[2])
      var builder = ColumnBuilder(type, capacity: rowCount)
      for row in 0..<rowCount {
        let bytes = text[row]
        let shared = try pattern.regex(patterns, row)
        var range: Range<Int>?
        if let group = groups[row], (0...Int64(shared.regex.groupCount)).contains(group) {
          let slot = Int(group) * 2
          if let slots = shared.withMatcher({ $0.firstMatch(in: bytes) }), slots[slot] >= 0 {
            range = slots[slot]..<slots[slot + 1]
          }
        }
        guard let range else {
          builder.appendNull()
          continue
        }
        let part = UnsafeBufferPointer(rebasing: bytes[range])
        if type == .string {
          builder.append(part)
        } else {
          builder.append(ScalarValue.string(String(decoding: part, as: UTF8.self)).converted(to: type))
        }
      }
      return .column(builder.finish())
    }
  }

  /// All matches: of each the text of its group, or an array of its groups where there are several. Null without a
  /// match.
  ///
  /// Kusto documentation: <https://learn.microsoft.com/kusto/query/extract-all-function>
  private static func extractAll(_ name: String) -> ScalarFunction {
    ScalarFunction(name) { (site) throws(ExecutionError) in
      let pattern = try PatternArgument(site, at: 0)
      let hasGroups = site.argumentCount == 3
      return { (arguments, rowCount) throws(ExecutionError) in
        let patterns = TextArgument(arguments[0])
        let text = TextArgument(arguments[hasGroups ? 2 : 1].asText(rowCount: rowCount))
        var builder = ColumnBuilder(.dynamic, capacity: rowCount)
        for row in 0..<rowCount {
          let shared = try pattern.regex(patterns, row)
          let groups = try Self.groups(hasGroups ? arguments[1][row] : nil, of: shared.regex, in: name)
          let bytes = text[row]
          var matches: [DynamicValue] = []
          shared.withMatcher { matcher in
            matcher.forEachMatch(in: bytes) { slots in
              let parts = groups.map { group -> DynamicValue in
                let start = slots[group * 2]
                return .string(start < 0 ? "" : String(decoding: bytes[start..<slots[group * 2 + 1]], as: UTF8.self))
              }
              matches.append(parts.count == 1 ? parts[0] : .array(parts))
              return true
            }
          }
          builder.append(matches.isEmpty ? .null : .array(matches))
        }
        let column = builder.finish()
        return arguments.allSatisfy { $0.constant != nil } && rowCount > 0 ? .constant(column[0]) : .column(column)
      }
    }
  }

  /// The numbers of the wanted groups: all of the pattern, or those that an array lists by number or name.
  private static func groups(
    _ wanted: ScalarValue?, of regex: LinearRegex, in name: String
  ) throws(ExecutionError) -> [Int] {
    guard regex.groupCount > 0 else {
      throw .invalidArgument("\(name)(): the pattern '\(regex.pattern)' has no capturing group")
    }
    guard regex.groupCount <= 16 else {
      throw .invalidArgument("\(name)() takes a pattern with 1 to 16 capturing groups, not \(regex.groupCount)")
    }
    guard case .dynamic(.array(let elements))? = wanted, !elements.isEmpty else { return Array(1...regex.groupCount) }
    var numbers: [Int] = []
    for element in elements {
      switch element {
      case .long(let number) where (1...Int64(regex.groupCount)).contains(number): numbers.append(Int(number))
      case .string(let text):
        guard let number = regex.groupNames.firstIndex(of: text) else { fallthrough }
        numbers.append(number)
      default: throw .invalidArgument("\(name)(): the pattern '\(regex.pattern)' has no group \(element.text)")
      }
    }
    return numbers
  }
}

import KQLColumnar
import KQLTypes

/// Functions that choose between values, and those that ask whether there is a value.
enum ConditionalFunctions {
  static let functions: [ScalarFunction] = choosing + extremes + testing
}

// MARK: - Choosing

extension ConditionalFunctions {
  private static let choosing: [ScalarFunction] = [
    // <https://learn.microsoft.com/kusto/query/iff-function>
    caseFunction("iff"), caseFunction("iif"),
    // <https://learn.microsoft.com/kusto/query/case-function>
    caseFunction("case"),
    coalesce,
  ]

  /// Predicate and value by turns, at last the value for rows for which no predicate is true; a null predicate is
  /// not true.
  private static func caseFunction(_ name: String) -> ScalarFunction {
    ScalarFunction(name) { site in
      let type = site.resultType
      let pairCount = site.argumentCount / 2
      return { arguments, rowCount in
        var sources: [Datum] = []
        var choice = [Int](repeating: -1, count: rowCount)
        var isDecided = false
        for pair in 0..<pairCount {
          sources.append(arguments[2 * pair + 1])
          switch arguments[2 * pair] {
          case .constant(let value):
            guard value.bool == true else { continue }
            if pair == 0 { return sources[0] }
            for row in 0..<rowCount where choice[row] < 0 { choice[row] = pair }
            isDecided = true
          case .column(let column):
            let predicate = column.bools
            for row in 0..<rowCount where choice[row] < 0 && predicate[row] && column.validity.isValid(row) {
              choice[row] = pair
            }
          }
          if isDecided { break }
        }
        if !isDecided {
          for row in 0..<rowCount where choice[row] < 0 { choice[row] = sources.count }
          sources.append(arguments[arguments.count - 1])
        }
        if arguments.allSatisfy({ $0.constant != nil }) { return sources[sources.count - 1] }
        return RowChoice.column(sources, choice: choice, type: type)
      }
    }
  }

  /// The first value that is not null, or not empty for strings.
  ///
  /// Kusto documentation: <https://learn.microsoft.com/kusto/query/coalesce-function>
  private static let coalesce = ScalarFunction("coalesce") { site in
    let type = site.resultType
    return { arguments, rowCount in
      var choice = [Int](repeating: -1, count: rowCount)
      for (index, argument) in arguments.enumerated() {
        switch argument {
        case .constant(let value):
          if isMissing(value) { continue }
          if index == 0 { return argument }
          if arguments[..<index].allSatisfy({ $0.constant != nil }) { return argument }
          for row in 0..<rowCount where choice[row] < 0 { choice[row] = index }
        case .column(let column):
          for row in 0..<rowCount where choice[row] < 0 && !isMissing(column, row) { choice[row] = index }
        }
      }
      if arguments.allSatisfy({ $0.constant != nil }) { return .constant(RowChoice.missing(type)) }
      return RowChoice.column(arguments, choice: choice, type: type)
    }
  }

  private static func isMissing(_ value: ScalarValue) -> Bool { value.isNull || value.string == "" }

  private static func isMissing(_ column: Column, _ row: Int) -> Bool {
    if case .string(let strings) = column.values { return strings[row].isEmpty }
    return column.isNull(row)
  }
}

// MARK: - Extremes

extension ConditionalFunctions {
  /// The greatest or least of the arguments; nulls are passed over.
  ///
  /// Kusto documentation: <https://learn.microsoft.com/kusto/query/max-of-function>,
  /// <https://learn.microsoft.com/kusto/query/min-of-function>
  private static let extremes: [ScalarFunction] = [
    extreme("max_of") { $0 > 0 }, extreme("min_of") { $0 < 0 },
  ]

  /// - Parameter isBetter: Decides by how a candidate compares with the best value so far.
  private static func extreme(_ name: String, _ isBetter: @escaping @Sendable (Int) -> Bool) -> ScalarFunction {
    ScalarFunction(name) { site in
      let type = site.resultType
      return { (arguments, rowCount) throws(ExecutionError) in
        if type.isStoredAsInt64, arguments.contains(where: { $0.constant == nil }) {
          let views = arguments.map { ValueArgument<Int64>($0) }
          return try Lift.values(rowCount, to: type) { row -> Int64? in
            var best: Int64?
            for view in views {
              guard let value = view[row] else { continue }
              guard let held = best else {
                best = value
                continue
              }
              if isBetter(value < held ? -1 : value > held ? 1 : 0) { best = value }
            }
            return best
          }
        }
        return try Lift.rows(arguments, rowCount, to: type) { values in
          var best: ScalarValue?
          for value in values where !value.isNull {
            if best.map({ isBetter(ScalarValue.compare(value, $0)) }) ?? true { best = value }
          }
          return best ?? .null(type)
        }
      }
    }
  }
}

// MARK: - Testing

extension ConditionalFunctions {
  private static let testing: [ScalarFunction] = [
    // <https://learn.microsoft.com/kusto/query/isnull-function>: never true for a string.
    test("isnull", ofString: { _ in false }, ofDynamic: { $0.isNull }, negated: false),
    test("isnotnull", ofString: { _ in false }, ofDynamic: { $0.isNull }, negated: true),
    test("notnull", ofString: { _ in false }, ofDynamic: { $0.isNull }, negated: true),
    // <https://learn.microsoft.com/kusto/query/isempty-function>: true for nulls, too.
    test("isempty", ofString: \.isEmpty, ofDynamic: { $0.isNull || $0 == .string("") }, negated: false),
    test("isnotempty", ofString: \.isEmpty, ofDynamic: { $0.isNull || $0 == .string("") }, negated: true),
    test("notempty", ofString: \.isEmpty, ofDynamic: { $0.isNull || $0 == .string("") }, negated: true),
    not,
    around,
  ]

  private static func test(
    _ name: String, ofString: @escaping @Sendable (UnsafeBufferPointer<UInt8>) -> Bool,
    ofDynamic: @escaping @Sendable (DynamicValue) -> Bool, negated: Bool
  ) -> ScalarFunction {
    ScalarFunction(name) { _ in
      let memo = VerdictMemo()
      return { arguments, rowCount in
        switch arguments[0] {
        case .constant(let value):
          switch value {
          case .string(var string): return .constant(.bool(string.withUTF8(ofString) != negated))
          case .null(.string): return .constant(.bool(ofString(UnsafeBufferPointer(start: nil, count: 0)) != negated))
          case .dynamic(let dynamic): return .constant(.bool(ofDynamic(dynamic) != negated))
          default: return .constant(.bool(value.isNull != negated))
          }
        case .column(let column):
          switch column.values {
          case .string(let strings):
            let verdicts = memo.verdicts(strings, ofString)
            return .column(.bool(negated ? verdicts.map { !$0 } : verdicts))
          case .dynamic(let values): return .column(.bool(values.map { ofDynamic($0) != negated }))
          default:
            guard let validity = column.validity else {
              return .column(.bool([Bool](repeating: negated, count: rowCount)))
            }
            return .column(.bool((0..<rowCount).map { validity[$0] == negated }))
          }
        }
      }
    }
  }

  /// Kusto documentation: <https://learn.microsoft.com/kusto/query/not-function>
  private static let not = ScalarFunction("not") { _ in
    { arguments, rowCount in Lift.map(arguments[0], rowCount, to: .bool) { (value: Bool) -> Bool? in !value } }
  }

  /// Whether a value is at most a distance away from a centre.
  ///
  /// Kusto documentation: <https://learn.microsoft.com/kusto/query/around-function>
  private static let around = ScalarFunction("around") { (site) throws(ExecutionError) in
    let types = site.argumentTypes
    let isNumeric = types.allSatisfy(\.isNumeric)
    guard
      isNumeric || types == [.datetime, .datetime, .timespan] || types == [.timespan, .timespan, .timespan]
    else {
      throw .invalidArgument("'around' takes numbers, or datetimes or timespans with a timespan as distance")
    }
    return { (arguments, rowCount) throws(ExecutionError) in
      try Lift.rows(arguments, rowCount, to: .bool) { values in
        if let value = values[0].int64, let center = values[1].int64, let delta = values[2].int64 {
          return .bool((Int128(value) - Int128(center)).magnitude <= delta)
        }
        guard let value = values[0].number, let center = values[1].number, let delta = values[2].number else {
          return .null(.bool)
        }
        return .bool(value >= center - delta && value <= center + delta)
      }
    }
  }
}

import KQLColumnar
import KQLTypes

/// Plugins that describe many rows by few patterns: values of some columns, and wildcards for the others.
enum PatternPlugins {
  static let functions: [TableFunction] = [
    Basket.function, AutoCluster.function, DifferencePatterns.function, TextDifferencePatterns.function,
  ]
}

/// What the calls of these plugins have in common.
struct PatternCall {
  let call: TableFunctionCall
  /// Columns of the input that patterns are made of.
  let columns: [Int]
  private let wildcards: [ScalarType: ScalarValue]

  /// - Parameters:
  ///   - excluded: A column that patterns have no part for.
  ///   - wildcardArgument: The first of the constants that stand for any value of their type.
  init(_ call: TableFunctionCall, without excluded: Int? = nil, wildcardArgument: Int) throws(ExecutionError) {
    self.call = call
    columns = call.visibleInput.fields.indices.filter { $0 != excluded }
    var wildcards: [ScalarType: ScalarValue] = [:]
    for index in call.arguments.indices.dropFirst(wildcardArgument) where !call.isDefault(index) {
      guard let wildcard = call.constant(index) else { throw call.invalid("a wildcard must be a constant") }
      wildcards[wildcard.type] = wildcard
    }
    self.wildcards = wildcards
  }

  /// The weight of each row; 1 without a column of weights.
  func weights(_ argument: Int, of rows: RecordBatch) throws(ExecutionError) -> [Double] {
    guard !call.isDefault(argument) else { return [Double](repeating: 1, count: rows.physicalRowCount) }
    let column = rows.columns[try call.columnIndex(argument, "WeightColumn")]
    guard column.type.isNumeric else { throw call.invalid("'WeightColumn' must be a number") }
    var weights: [Double] = []
    weights.reserveCapacity(rows.physicalRowCount)
    for row in 0..<rows.physicalRowCount {
      let weight = column[row].number ?? 0
      guard weight >= 0, weight.isFinite else { throw call.invalid("weights must not be negative") }
      weights.append(weight)
    }
    return weights
  }

  /// The columns that describe patterns: their values, or wildcards.
  func describe(_ patterns: [Pattern], _ table: PatternTable, _ rows: RecordBatch) -> [Column] {
    columns.enumerated().map { place, index in
      let column = rows.columns[index]
      let wildcard = wildcards[column.type] ?? .null(column.type)
      let values = patterns.map { pattern in
        pattern.items[place] < 0 ? wildcard : column[Int(table.items[Int(pattern.items[place])].row)]
      }
      return Column(values, type: column.type)
    }
  }
}

extension Double {
  /// A weight as a number of rows.
  var rowCount: Int64 { Int64(exactly: rounded()) ?? .max }

  /// Rounded to two decimals.
  var hundredths: Double {
    let scaled = (self * 100).rounded() / 100
    return scaled.isFinite ? scaled : self
  }
}

import KQLTypes

/// Makes columns of the schema of a Parquet file, a tree written as a list.
///
/// Specification: <https://github.com/apache/parquet-format/blob/master/LogicalTypes.md>
struct ParquetSchemaReader {
  /// A node of the tree.
  struct Element {
    var physical: Int32?
    var byteCount = 0
    var repetition: Int64 = 0
    var name = ""
    var childCount = 0
    var converted: Int64?
    var scale = 0
    var precision = 0
    var logical: Logical?
  }

  enum Logical: Equatable {
    case text
    case list
    case map
    case json
    case binary
    case guid
    case float16
    case date
    case time(EpochTime.Unit)
    case timestamp(EpochTime.Unit)
    case decimal(scale: Int, precision: Int)
    case integer(isSigned: Bool)
    case other
  }

  let name: String
  private let elements: [Element]
  private var position = 0
  private var leafCount = 0
  private(set) var columns: [ParquetColumn] = []

  init(_ elements: [Element], name: String) throws(ExecutionError) {
    self.elements = elements
    self.name = name
    guard let root = elements.first else { throw damage("it has no schema") }
    position = 1
    for _ in 0..<root.childCount { try addColumn() }
    guard position == elements.count else { throw damage("its schema is not a tree") }
  }

  private func damage(_ reason: String) -> ExecutionError {
    .badInput("\(name): the Parquet file is damaged: \(reason)")
  }
}

// MARK: - Columns

extension ParquetSchemaReader {
  private mutating func take() throws(ExecutionError) -> Element {
    guard position < elements.count else { throw damage("its schema is not a tree") }
    defer { position += 1 }
    return elements[position]
  }

  private mutating func addColumn() throws(ExecutionError) {
    let top = try take()
    if top.childCount == 0 {
      let isRepeated = top.repetition == 2
      let list = isRepeated ? ParquetColumn.List(elementLevel: 1, isOptional: false) : nil
      return try append(top, named: top.name, level: top.repetition == 0 ? 0 : 1, list)
    }
    let isList = top.logical == .list || top.converted == 3
    guard isList, top.childCount == 1, top.repetition != 2 else { throw nested(top.name) }
    let level = top.repetition == 1 ? 1 : 0
    let middle = try take()
    guard middle.repetition == 2 else { throw nested(top.name) }
    let list = ParquetColumn.List(elementLevel: level + 1, isOptional: level == 1)
    if middle.childCount == 0 { return try append(middle, named: top.name, level: level + 1, list) }
    let element = try take()
    guard middle.childCount == 1, element.childCount == 0, element.repetition != 2 else { throw nested(top.name) }
    try append(element, named: top.name, level: level + 1 + Int(element.repetition), list)
  }

  private func nested(_ column: String) -> ExecutionError {
    .badInput(
      "\(name): column '\(column)' is nested, which is not supported; flat columns and lists of simple values are")
  }

  private mutating func append(
    _ element: Element, named columnName: String, level: Int, _ list: ParquetColumn.List?
  ) throws(ExecutionError) {
    guard let code = element.physical, let physical = ParquetColumn.Physical(rawValue: code) else {
      throw damage("column '\(columnName)' has no known type")
    }
    guard physical != .fixedByteArray || (1...1 << 20).contains(element.byteCount) else {
      throw damage("the values of column '\(columnName)' have no length")
    }
    let meaning = try meaning(of: element, physical, columnName)
    columns.append(
      ParquetColumn(
        name: columnName, index: leafCount, physical: physical, meaning: meaning, byteCount: element.byteCount,
        definitionLevel: level, list: list))
    leafCount += 1
  }
}

// MARK: - Meanings

extension ParquetSchemaReader {
  private func meaning(
    of element: Element, _ physical: ParquetColumn.Physical, _ column: String
  ) throws(ExecutionError) -> ParquetColumn.Meaning {
    let isInteger = physical == .int32 || physical == .int64
    let isBytes = physical == .byteArray || physical == .fixedByteArray
    switch element.logical ?? Self.logical(element) {
    case .text where isBytes: return .text
    case .json where isBytes: return .json
    case .guid where physical == .fixedByteArray && element.byteCount == 16: return .guid
    case .float16 where physical == .fixedByteArray && element.byteCount == 2: return .float16
    case .date where physical == .int32: return .date
    case .time(let unit) where isInteger: return .time(unit)
    case .timestamp(let unit) where physical == .int64: return .timestamp(unit)
    case .integer(let isSigned) where isInteger: return isSigned ? .plain : .unsigned
    case .decimal(let scale, let precision) where isInteger || isBytes:
      guard (1...38).contains(precision), (0...precision).contains(scale) else {
        throw .badInput("\(name): column '\(column)' holds decimals of \(precision) digits; at most 38 are supported")
      }
      return .decimal(scale: scale)
    default: return .plain
    }
  }

  /// The meaning that older writers give.
  private static func logical(_ element: Element) -> Logical? {
    switch element.converted {
    case 0, 4: .text
    case 5: .decimal(scale: element.scale, precision: element.precision)
    case 6: .date
    case 7: .time(.milliseconds)
    case 8: .time(.microseconds)
    case 9: .timestamp(.milliseconds)
    case 10: .timestamp(.microseconds)
    // Unsigned numbers of 8 and 16 bits are not negative either way.
    case 13, 14: .integer(isSigned: false)
    case 19: .json
    default: nil
    }
  }
}

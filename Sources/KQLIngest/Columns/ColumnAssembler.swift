import KQLColumnar
import KQLTypes

/// Builds one column of batches from rows of raw values.
protocol ColumnAssembler: AnyObject {
  /// Appends the column's value of each row.
  func append(_ rows: RawRows)

  /// Hands over what was appended since the last call.
  func finish() -> Column

  /// Values since the last call that the column cannot hold; `nil` when there are none.
  func takeUnfitting() -> UnfittingValues?
}

extension ColumnAssembler {
  func takeUnfitting() -> UnfittingValues? { nil }
}

/// Some rows whose values still stand in the input.
struct RawRows {
  var start: UnsafePointer<RawValue>
  /// Slots a row.
  var stride: Int
  var count: Int
  /// The bags of fields without a column; empty unless they are collected.
  var extras: [DynamicValue]
  /// Whether all values are text, as in CSV.
  var isDelimited: Bool
}

enum ColumnAssemblers {
  static func make(_ field: Field, _ source: ColumnSource) -> any ColumnAssembler {
    switch field.type {
    case .string: StringAssembler(source)
    case .int, .long, .datetime, .timespan: Int64Assembler(field.type, slot: source.slot)
    case .real, .bool: RealAssembler(field.type, slot: source.slot)
    case .guid, .decimal: TextConvertingAssembler(field, slot: source.slot)
    case .dynamic: DynamicAssembler(slot: source.slot)
    }
  }
}

/// `int`, `long`, `datetime` and `timespan`.
final class Int64Assembler: ColumnAssembler {
  private let type: ScalarType
  private let slot: Int
  private var bits: BitsCollector

  init(_ type: ScalarType, slot: Int) {
    self.type = type
    self.slot = slot
    bits = BitsCollector()
  }

  func append(_ rows: RawRows) { bits.append(rows, slot: slot) }

  func finish() -> Column {
    defer { bits.removeAll() }
    return .int64(bits.values, as: type, Bitmap(nulls: bits.nulls, count: bits.values.count))
  }
}

/// `real` and `bool`.
final class RealAssembler: ColumnAssembler {
  private let type: ScalarType
  private let slot: Int
  private var bits: BitsCollector

  init(_ type: ScalarType, slot: Int) {
    self.type = type
    self.slot = slot
    bits = BitsCollector()
  }

  func append(_ rows: RawRows) { bits.append(rows, slot: slot) }

  func finish() -> Column {
    defer { bits.removeAll() }
    let validity = Bitmap(nulls: bits.nulls, count: bits.values.count)
    if type == .bool { return .bool(bits.values.map { $0 == 1 }, validity) }
    return .real(bits.values.map { Double(bitPattern: UInt64(bitPattern: $0)) }, validity)
  }
}

/// Values of 64 bits and where the nulls are.
private struct BitsCollector {
  private(set) var values: [Int64] = []
  private(set) var nulls: [Int32] = []

  mutating func append(_ rows: RawRows, slot: Int) {
    let first = values.count
    values.append(contentsOf: repeatElement(0, count: rows.count))
    var nullRows = nulls
    nulls = []
    values.withUnsafeMutableBufferPointer { values in
      var value = rows.start + slot
      for row in first..<first + rows.count {
        if value.pointee.kind == .converted {
          values[row] = Int64(bitPattern: value.pointee.word)
        } else {
          nullRows.append(Int32(truncatingIfNeeded: row))
        }
        value += rows.stride
      }
    }
    nulls = nullRows
  }

  mutating func removeAll() {
    let capacity = values.count
    values = []
    values.reserveCapacity(capacity)
    nulls.removeAll(keepingCapacity: true)
  }
}

/// `guid` and `decimal`; text that is neither gives a null.
final class TextConvertingAssembler: ColumnAssembler {
  private let field: Field
  private let slot: Int
  private var builder: ColumnBuilder
  private var unfitting: UnfittingValues?

  init(_ field: Field, slot: Int) {
    self.field = field
    self.slot = slot
    builder = ColumnBuilder(field.type)
  }

  func append(_ rows: RawRows) {
    for row in 0..<rows.count {
      let value = rows.start[row * rows.stride + slot]
      RawText.with(value) { text in
        if field.type == .guid, let guid = GuidText.parse(text) {
          builder.append(guid)
        } else if field.type == .decimal, let decimal = KQLDecimal(parsing: text) {
          builder.append(decimal)
        } else {
          builder.appendNull()
          if !text.isEmpty { note(String(decoding: text, as: UTF8.self)) }
        }
      }
    }
  }

  private func note(_ text: String) {
    guard !UnfittingValues.isMissing(text) else { return }
    let shown = text.count > 60 ? text.prefix(60) + "…" : text
    let values = UnfittingValues(column: field.name, type: field.type, count: 1, example: shown)
    unfitting = unfitting?.adding(values) ?? values
  }

  func takeUnfitting() -> UnfittingValues? {
    defer { unfitting = nil }
    return unfitting
  }

  func finish() -> Column {
    let column = builder.finish()
    builder = ColumnBuilder(field.type)
    return column
  }
}

final class DynamicAssembler: ColumnAssembler {
  private let slot: Int
  private var values: [DynamicValue] = []

  init(slot: Int) { self.slot = slot }

  func append(_ rows: RawRows) {
    for row in 0..<rows.count {
      values.append(RawText.dynamic(rows.start[row * rows.stride + slot], readsText: rows.isDelimited))
    }
  }

  func finish() -> Column {
    defer { values = [] }
    return .dynamic(values)
  }
}

/// The bag of fields that no column has.
final class ExtrasAssembler: ColumnAssembler {
  private var values: [DynamicValue] = []

  func append(_ rows: RawRows) { values += rows.extras }

  func finish() -> Column {
    defer { values = [] }
    return .dynamic(values)
  }
}

extension Bitmap {
  /// A validity in which the rows at some indexes are null; `nil` when none is.
  init?(nulls: [Int32], count: Int) {
    if nulls.isEmpty { return nil }
    self.init(repeating: true, count: count)
    for row in nulls { self[Int(row)] = false }
  }
}

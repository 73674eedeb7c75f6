import KQLColumnar
import KQLTypes

/// A Swift type whose values a column packs in an array, so that one generic loop serves all of them.
protocol ColumnElement: Sendable {
  /// The packed values of a column; slots of null rows hold any value.
  static func values(of column: Column) -> [Self]
  static func column(_ values: [Self], type: ScalarType, validity: Bitmap?) -> Column
  /// The value of a scalar that is not null and of the right type.
  init(_ scalar: ScalarValue)
  /// Fills the slots of null rows.
  static var placeholder: Self { get }
}

extension Bool: ColumnElement {
  static func values(of column: Column) -> [Bool] { column.bools }
  static func column(_ values: [Bool], type: ScalarType, validity: Bitmap?) -> Column { .bool(values, validity) }
  init(_ scalar: ScalarValue) { self = scalar.bool! }
  static var placeholder: Bool { false }
}

extension Int64: ColumnElement {
  static func values(of column: Column) -> [Int64] { column.int64s }
  static func column(_ values: [Int64], type: ScalarType, validity: Bitmap?) -> Column {
    .int64(values, as: type, validity)
  }
  init(_ scalar: ScalarValue) { self = scalar.int64! }
  static var placeholder: Int64 { 0 }
}

extension Double: ColumnElement {
  /// Also converts `int` and `long` columns, which most real parameters accept.
  static func values(of column: Column) -> [Double] {
    switch column.values {
    case .real(let values): values
    case .decimal(let values): values.map(\.doubleValue)
    default: column.int64s.map(Double.init)
    }
  }
  static func column(_ values: [Double], type: ScalarType, validity: Bitmap?) -> Column { .real(values, validity) }
  init(_ scalar: ScalarValue) { self = scalar.number! }
  static var placeholder: Double { 0 }
}

extension KQLDecimal: ColumnElement {
  static func values(of column: Column) -> [KQLDecimal] { column.decimals }
  static func column(_ values: [KQLDecimal], type: ScalarType, validity: Bitmap?) -> Column {
    Column(type: .decimal, values: .decimal(values), validity: validity)
  }
  init(_ scalar: ScalarValue) {
    guard case .decimal(let value) = scalar else { preconditionFailure("not a decimal") }
    self = value
  }
  static var placeholder: KQLDecimal { KQLDecimal(0) }
}

extension UInt128: ColumnElement {
  static func values(of column: Column) -> [UInt128] { column.guids }
  static func column(_ values: [UInt128], type: ScalarType, validity: Bitmap?) -> Column {
    Column(type: .guid, values: .guid(values), validity: validity)
  }
  init(_ scalar: ScalarValue) {
    guard case .guid(let value) = scalar else { preconditionFailure("not a guid") }
    self = value
  }
  static var placeholder: UInt128 { 0 }
}

extension DynamicValue: ColumnElement {
  static func values(of column: Column) -> [DynamicValue] { column.dynamics }
  static func column(_ values: [DynamicValue], type: ScalarType, validity: Bitmap?) -> Column { .dynamic(values) }
  static var placeholder: DynamicValue { .null }
}

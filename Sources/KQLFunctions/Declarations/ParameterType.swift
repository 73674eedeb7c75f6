import KQLTypes

/// What values a parameter accepts, in the classes of Kusto's own declarations.
package enum ParameterType: Hashable, Sendable {
  case exactly(ScalarType)
  case scalar
  case notDynamic
  case notBool
  case notRealOrBool
  case number
  case numberOrBool
  case integer
  case summable
  case orderable
  case stringOrDynamic
  case stringOrArray
  case integerOrArray
  case dynamicArray
  case dynamicBag
  /// All arguments of this class must be of one type (numbers are promoted).
  case commonScalar
  case commonScalarOrDynamic
  case commonOrderable
  case oneOf([ScalarType])
  /// The type of the argument at that position.
  case sameAsArgument(Int)
  /// A `typeof(…)` literal.
  case type
  case tabular
  case any
}

extension ParameterType {
  /// Whether a value of a type can be passed.
  ///
  /// `dynamic` values are accepted by `dynamicArray` and `dynamicBag` alike: which of them a value is shows only
  /// when the query runs.
  package func accepts(_ type: ScalarType) -> Bool {
    switch self {
    case .exactly(let wanted): type == wanted
    case .scalar, .any, .commonScalarOrDynamic: true
    case .notDynamic, .commonScalar: type != .dynamic
    case .notBool: type != .bool
    case .notRealOrBool: type != .real && type != .bool
    case .number: type.isNumeric
    case .numberOrBool: type.isNumeric || type == .bool
    case .integer: type.isInteger
    case .summable: type.isSummable
    case .orderable, .commonOrderable: type.isOrderable
    case .stringOrDynamic: type == .string || type == .dynamic
    case .stringOrArray: type == .string || type == .dynamic
    case .integerOrArray: type.isInteger || type == .dynamic
    case .dynamicArray, .dynamicBag: type == .dynamic
    case .oneOf(let types): types.contains(type)
    // The caller compares with the other argument.
    case .sameAsArgument: true
    case .type, .tabular: false
    }
  }

  /// How an error message names what is expected.
  package var description: String {
    switch self {
    case .exactly(let type): type.name
    case .scalar, .any, .commonScalarOrDynamic: "any scalar"
    case .notDynamic, .commonScalar: "any scalar but dynamic"
    case .notBool: "any scalar but bool"
    case .notRealOrBool: "any scalar but real or bool"
    case .number: "a number"
    case .numberOrBool: "a number or bool"
    case .integer: "int or long"
    case .summable: "a number, datetime or timespan"
    case .orderable, .commonOrderable: "an orderable scalar"
    case .stringOrDynamic: "string or dynamic"
    case .stringOrArray: "string or an array"
    case .integerOrArray: "int, long or an array"
    case .dynamicArray: "a dynamic array"
    case .dynamicBag: "a dynamic property bag"
    case .oneOf(let types): types.map(\.name).joined(separator: " or ")
    case .sameAsArgument: "a value of the same type"
    case .type: "a type literal"
    case .tabular: "a table"
    }
  }
}

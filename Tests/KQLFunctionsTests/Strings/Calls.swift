import KQLColumnar
import KQLFunctions
import KQLTypes
import Testing

/// Calls a function of the standard registry as the engine does: with constants, with columns and with
/// dictionary-coded columns, which must all give the same.
enum Calls {
  /// - Parameter type: The result type that the binder would find.
  static func call(
    _ name: String, _ arguments: [ScalarValue], to type: ScalarType, now: Int64 = 0,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> ScalarValue {
    let function = try #require(FunctionRegistry.standard.scalar(name), sourceLocation: sourceLocation)
    let types = arguments.map(\.type)
    func prepare(constants: [ScalarValue?]) throws -> ScalarKernel {
      try function.prepare(
        CallSite(name: name, argumentTypes: types, constants: constants, resultType: type, now: now))
    }
    let constant = try prepare(constants: arguments)(arguments.map { .constant($0) }, 1)[0]
    for rowCount in [1, 3] {
      // Each argument varies by itself, then all together.
      for varying in Array(arguments.indices).map({ [$0] }) + [Array(arguments.indices)] where !varying.isEmpty {
        let constants = arguments.indices.map { varying.contains($0) ? nil : arguments[$0] }
        let data = arguments.indices.map { index -> Datum in
          varying.contains(index)
            ? .column(Column(repeatElement(arguments[index], count: rowCount), type: types[index]))
            : .constant(arguments[index])
        }
        guard let kernel = try? prepare(constants: constants) else { continue }
        let result = try kernel(data, rowCount)
        let coded = try kernel(data.map { Self.coded($0) }, rowCount)
        for row in 0..<rowCount {
          #expect(isSame(result[row], constant), "\(name): column \(varying)", sourceLocation: sourceLocation)
          #expect(isSame(coded[row], constant), "\(name): coded column \(varying)", sourceLocation: sourceLocation)
        }
      }
    }
    return constant
  }

  private static func coded(_ datum: Datum) -> Datum {
    guard case .column(let column) = datum, column.type == .string, column.count > 0 else { return datum }
    return .column(Column(repeating: column[0], count: column.count))
  }

  private static func isSame(_ left: ScalarValue, _ right: ScalarValue) -> Bool {
    if let l = left.string, let r = right.string { return l.utf8.elementsEqual(r.utf8) }
    return left == right || (left.isNull && right.isNull)
  }
}

extension ScalarValue: ExpressibleByStringLiteral, ExpressibleByUnicodeScalarLiteral,
  ExpressibleByExtendedGraphemeClusterLiteral
{
  public init(stringLiteral value: String) { self = .string(value) }
}

extension ScalarValue: ExpressibleByIntegerLiteral {
  public init(integerLiteral value: Int64) { self = .long(value) }
}

extension ScalarValue: ExpressibleByBooleanLiteral {
  public init(booleanLiteral value: Bool) { self = .bool(value) }
}

extension ScalarValue {
  static func array(_ elements: ScalarValue...) -> ScalarValue { .dynamic(.array(elements.map { DynamicValue($0) })) }
  static func json(_ text: String) throws -> ScalarValue { .dynamic(try JSONText.parse(text)) }
}

import KQLColumnar
import KQLFunctions
import KQLTypes
import Testing

/// Calls a scalar function as the engine does.
///
/// Every call runs twice, with constants and with columns of one row, and both must agree.
func call(_ name: String, _ arguments: ScalarValue..., resultType: ScalarType? = nil) throws -> ScalarValue {
  let function = try #require(FunctionRegistry.standard.scalar(name), "no function '\(name)'")
  let types = arguments.map(\.type)
  let type = resultType ?? function.resultType?(types, arguments) ?? declaredType(of: name, types)
  let site = CallSite(name: name, argumentTypes: types, constants: arguments, resultType: type, now: 0)
  let kernel = try function.prepare(site)
  let folded = plain(try kernel(arguments.map(Datum.constant), 1)[0])
  let columns = arguments.map { Datum.column(Column(repeating: $0, count: 1)) }
  let computed = plain(try kernel(columns, 1)[0])
  // The texts are equal where only NaN makes the values differ.
  #expect(folded == computed || "\(folded)" == "\(computed)", "constants and columns differ")
  return folded
}

/// The form that a value has in a column.
private func plain(_ value: ScalarValue) -> ScalarValue {
  switch value {
  case .null(.dynamic): .dynamic(.null)
  case .null(.string): .string("")
  default: value
  }
}

private func declaredType(of name: String, _ types: [ScalarType]) -> ScalarType {
  for signature in FunctionSurface.scalars[name]?.signatures ?? [] {
    switch signature.result {
    case .exactly(let type): return type
    case .argument(let index): return types[index]
    default: continue
    }
  }
  return .dynamic
}

/// A dynamic value written as JSON.
func json(_ text: String) -> ScalarValue {
  var text = text
  return .dynamic(text.withUTF8 { (try? JSONText.parse($0)) ?? .string("not JSON") })
}

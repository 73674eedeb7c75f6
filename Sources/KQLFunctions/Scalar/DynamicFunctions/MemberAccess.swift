import KQLColumnar
import KQLTypes

/// `value.name`, `value["name"]` and `value[index]`.
///
/// A negative index counts from the end. What is not there, or not in a value of this kind, is null.
enum MemberAccess {
  static func prepare(_ site: CallSite) -> ScalarKernel {
    guard let selector = site.constant(1) else { return select }
    if let name = selector.textValue {
      return { arguments, _ in member(name, of: arguments[0]) }
    }
    if let index = selector.wholeNumber {
      return { arguments, _ in map(arguments[0]) { $0.element(at: index) } }
    }
    return { _, _ in .constant(.null(.dynamic)) }
  }

  /// The selector differs by row.
  private static let select: ScalarKernel = { (arguments, rowCount) throws(ExecutionError) in
    try Lift.rows(arguments, rowCount, to: .dynamic) { values in
      let value = values[0].asDynamic
      if let name = values[1].textValue { return .dynamic(value.bag?[name] ?? .null) }
      if let index = values[1].wholeNumber { return .dynamic(value.element(at: index) ?? .null) }
      return .null(.dynamic)
    }
  }

  private static func member(_ name: String, of argument: Datum) -> Datum {
    // The bags of a column mostly have one layout: where the property stood last is where it will stand next.
    var position = 0
    return map(argument) { value in
      guard case .bag(let bag) = value else { return nil }
      if position < bag.count, bag.keys[position] == name { return bag.values[position] }
      guard let found = bag.keys.firstIndex(of: name) else { return nil }
      position = found
      return bag.values[found]
    }
  }

  @inline(__always)
  private static func map(_ argument: Datum, _ body: (DynamicValue) -> DynamicValue?) -> Datum {
    switch argument {
    case .constant(let value): return .constant(.dynamic(body(value.asDynamic) ?? .null))
    case .column(let column):
      guard case .dynamic(let values) = column.values else { return .constant(.null(.dynamic)) }
      return .column(.dynamic(values.map { body($0) ?? .null }))
    }
  }
}

extension DynamicValue {
  /// The element of an array; a negative index counts from the end.
  func element(at index: Int64) -> DynamicValue? {
    guard case .array(let elements) = self else { return nil }
    let position = index < 0 ? index &+ Int64(elements.count) : index
    guard position >= 0, position < elements.count else { return nil }
    return elements[Int(position)]
  }
}

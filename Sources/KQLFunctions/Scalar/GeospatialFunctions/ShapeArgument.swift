import KQLTypes

/// A shape argument, read once when it is constant.
struct ShapeArgument<Shape: Sendable>: Sendable {
  private let index: Int
  private let read: @Sendable (DynamicValue) -> Shape?
  private let isConstant: Bool
  private let constant: Shape?

  init(_ site: CallSite, _ index: Int, _ read: @escaping @Sendable (DynamicValue) -> Shape?) {
    self.index = index
    self.read = read
    isConstant = site.constant(index) != nil
    constant = site.constant(index).flatMap { read($0.asDynamic) }
  }

  /// `nil` for what is not a valid shape.
  func value(_ values: [ScalarValue]) -> Shape? { isConstant ? constant : read(values[index].asDynamic) }
}

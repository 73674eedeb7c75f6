import KQLFunctions
import KQLTypes

/// Picks the signature that fits the arguments of a call best.
struct OverloadResolution {
  /// How well an argument fits a parameter; higher is better.
  enum Fit: Int, Comparable {
    case none
    /// Any scalar is taken.
    case anything
    /// A dynamic value is turned into text.
    case fromDynamic
    /// One of a class of types is taken.
    case oneOfClass
    /// A number is promoted.
    case promoted
    case exact

    static func < (left: Fit, right: Fit) -> Bool { left.rawValue < right.rawValue }
  }

  struct Match {
    var signature: FunctionSignature
    /// One an argument.
    var parameters: [Parameter]
    /// The type of all arguments of a `common…` class.
    var commonType: ScalarType?
  }

  /// The types of the arguments; `nil` for one that is invalid, a type literal, a star or a table, which fits anything.
  let argumentTypes: [ScalarType?]

  /// - Returns: The best signature, the first one of equally good ones; `nil` when none fits.
  func best(of signatures: [FunctionSignature]) -> Match? {
    var best: (match: Match, score: [Fit])?
    for (signature, parameters) in signatures.lazy.flatMap(self.forms) {
      let common = commonType(parameters)
      var score: [Fit] = []
      for index in argumentTypes.indices {
        let fit = fit(index, parameters[index].type, common: common)
        if fit == .none { break }
        score.append(fit)
      }
      guard score.count == argumentTypes.count else { continue }
      if let current = best, total(score) <= total(current.score) { continue }
      best = (Match(signature: signature, parameters: parameters, commonType: common ?? nil), score)
    }
    return best?.match
  }

  private func forms(_ signature: FunctionSignature) -> [(FunctionSignature, [Parameter])] {
    signature.parameterLists(forArgumentCount: argumentTypes.count).map { (signature, $0) }
  }

  private func total(_ score: [Fit]) -> Int { score.reduce(0) { $0 + $1.rawValue } }

  /// How an argument fits a parameter on its own.
  func fit(_ index: Int, _ parameter: ParameterType, common: ScalarType?? = .none) -> Fit {
    guard let type = argumentTypes[index] else { return .exact }
    switch parameter {
    case .exactly(let wanted):
      if type == wanted { return .exact }
      if Self.isPromotable(type, to: wanted) { return .promoted }
      return wanted == .string && type == .dynamic ? .fromDynamic : .none
    case .sameAsArgument(let other):
      guard argumentTypes.indices.contains(other), let wanted = argumentTypes[other] else { return .exact }
      if type == wanted { return .exact }
      return type.isNumeric && wanted.isNumeric ? .promoted : .none
    case .commonScalar, .commonScalarOrDynamic, .commonOrderable:
      guard let common, let wanted = common else { return .none }
      if parameter == .commonOrderable, !Self.isOrderable(type) { return .none }
      return type == wanted ? .exact : .promoted
    case .scalar, .any: return .anything
    case .oneOf(let types):
      if types.contains(type) { return .oneOfClass }
      return types.contains(.string) && type == .dynamic ? .fromDynamic : .none
    case .orderable: return Self.isOrderable(type) ? .oneOfClass : .none
    // An integer stays one where another signature takes reals.
    case .integer: return type.isInteger ? .exact : .none
    default: return parameter.accepts(type) ? .oneOfClass : .none
    }
  }

  /// The one type that all arguments of a `common…` class have or become: `.none` when the signature has no such
  /// parameters, `.some(nil)` when the types do not go together.
  private func commonType(_ parameters: [Parameter]) -> ScalarType?? {
    var types: [ScalarType] = []
    var hasCommon = false
    var allowsDynamic = false
    for (index, parameter) in parameters.enumerated() {
      switch parameter.type {
      case .commonScalarOrDynamic: allowsDynamic = true
      case .commonScalar, .commonOrderable: break
      default: continue
      }
      hasCommon = true
      if let type = argumentTypes[index] { types.append(type) }
    }
    guard hasCommon else { return .none }
    guard let first = types.first else { return .some(.dynamic) }
    if types.allSatisfy({ $0 == first }) { return .some(first) }
    let definite = types.filter { $0 != .dynamic }
    let common = Self.commonScalarType(of: definite)
    if definite.count < types.count, !allowsDynamic { return .some(common == nil ? nil : .dynamic) }
    return .some(common)
  }

  /// The type that values of all these types can have: the same one, or the widest number.
  static func commonScalarType(of types: [ScalarType]) -> ScalarType? {
    guard var result = types.first else { return nil }
    for type in types.dropFirst() where type != result {
      guard let left = result.numericRank, let right = type.numericRank else { return nil }
      if right > left { result = type }
    }
    return result
  }

  /// Guids have an order where rows are sorted, but none that functions go by.
  private static func isOrderable(_ type: ScalarType) -> Bool { type.isOrderable && type != .guid }

  /// Whether a number of one type is taken where another, wider one is wanted.
  static func isPromotable(_ type: ScalarType, to wanted: ScalarType) -> Bool {
    guard let from = type.numericRank, let to = wanted.numericRank else { return false }
    return from < to
  }
}

// MARK: - Result types

extension OverloadResolution {
  /// The type that a rule gives; `nil` when only the implementation knows.
  static func resultType(
    _ rule: ResultRule, argumentTypes: [ScalarType], commonType: ScalarType?, typeLiteral: ScalarType?
  ) -> ScalarType? {
    switch rule {
    case .exactly(let type): return type
    case .argument(let index): return index < argumentTypes.count ? argumentTypes[index] : nil
    case .promotedArgument(let index):
      guard index < argumentTypes.count else { return nil }
      return argumentTypes[index] == .int ? .long : argumentTypes[index]
    case .widest:
      let widest = commonScalarType(of: argumentTypes.filter(\.isNumeric))
      return widest == .int ? .long : widest
    case .common: return commonType
    case .commonNonDynamic: return commonType
    case .lastTypeLiteral: return typeLiteral ?? .string
    case .custom: return nil
    }
  }
}

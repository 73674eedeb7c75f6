import KQLTypes

/// How the type of a call follows from its arguments.
package enum ResultRule: Hashable, Sendable {
  case exactly(ScalarType)
  /// The type of the argument at that position.
  case argument(Int)
  /// As `argument`, an int promoted to long.
  case promotedArgument(Int)
  /// The widest numeric type of all arguments.
  case widest
  /// The one type of all `common…` arguments, numbers promoted; dynamic when they differ and one is dynamic.
  case common
  /// As `common`, but a non-dynamic type wins over dynamic.
  case commonNonDynamic
  /// The type that the last argument, a `typeof` literal, names; string when it is left out.
  case lastTypeLiteral
  /// The implementation says.
  case custom
}

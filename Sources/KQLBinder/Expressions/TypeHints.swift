import KQLFunctions
import KQLTypes

/// How to turn a value of one type into another, for messages.
enum TypeHints {
  static func converting(_ type: ScalarType, to wanted: ScalarType) -> String? {
    switch (type, wanted) {
    case (_, .timespan) where type.isNumeric: "a timespan has a unit, as '24h' or '30m'"
    case (.string, .datetime): "a datetime is written 'datetime(2024-01-31)'; 'todatetime(…)' reads one from text"
    case (.string, .timespan): "a timespan is written '1h'; 'totimespan(…)' reads one from text"
    case (.string, .dynamic): "'parse_json(…)' turns text into a dynamic value"
    case (.dynamic, .dynamic), (_, .guid): nil
    case (_, .string): "'tostring(…)' gives the text of a value"
    case (_, .dynamic): nil
    case (.string, _), (.dynamic, _): "'to\(wanted.name)(…)' converts a value"
    default: nil
    }
  }

  static func converting(_ type: ScalarType, to parameter: ParameterType) -> String? {
    switch parameter {
    case .exactly(let wanted): converting(type, to: wanted)
    case .number, .integer, .summable, .numberOrBool:
      type == .string || type == .dynamic ? "'tolong(…)' or 'todouble(…)' converts a value" : nil
    case .stringOrDynamic, .stringOrArray: converting(type, to: .string)
    case .dynamicArray, .dynamicBag: converting(type, to: .dynamic)
    case .notDynamic, .orderable, .commonOrderable, .notRealOrBool:
      type == .dynamic ? "convert it first, as with 'tostring(…)'" : nil
    default: nil
    }
  }
}

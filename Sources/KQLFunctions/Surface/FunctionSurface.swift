import KQLTypes
import Synchronization

/// Everything that Kusto documents as callable, with its signatures, whether or not this engine runs it.
///
/// The binder checks calls against it, so that a wrong call is an error and a call that is right but not
/// supported is refused by name.
package struct FunctionSurface: Sendable {
  /// One documented name.
  package struct Entry: Sendable {
    package var name: String
    package var isHidden = false
    package var isObsolete = false
    /// What to write instead of an obsolete name.
    package var alternative: String?
    fileprivate let lazySignatures = LazySignatures()

    package var signatures: [FunctionSignature] { lazySignatures.value }
  }

  package let entries: [String: Entry]
  /// Names in the order of the official list.
  package let names: [String]

  package static let scalars = FunctionSurface(parsing: scalarTexts)
  package static let aggregates = FunctionSurface(parsing: aggregateText)
  package static let plugins = FunctionSurface(parsing: pluginText)
  package static let operators = FunctionSurface(parsing: operatorText)
}

extension FunctionSurface {
  package subscript(name: String) -> Entry? { entries[name] }
}

// MARK: - Reading the lists

extension FunctionSurface {
  init(parsing text: String) { self.init(parsing: [text]) }

  /// - Parameter texts: Lists, one going on behind the other.
  init(parsing texts: [String]) {
    var entries: [String: Entry] = [:]
    var names: [String] = []
    var current: Entry?
    for line in texts.lazy.flatMap({ $0.utf8.split(separator: UInt8(ascii: "\n")).map(Substring.init) }) {
      if line.utf8.first == UInt8(ascii: " ") {
        current?.lazySignatures.append(line)
      } else {
        if let current { entries[current.name] = current }
        let words = line.split(separator: " ")
        var entry = Entry(name: String(words[0]))
        for word in words.dropFirst() {
          switch word {
          case "hidden": entry.isHidden = true
          case "obsolete": entry.isObsolete = true
          default: entry.alternative = String(word.dropFirst("use=".count))
          }
        }
        names.append(entry.name)
        current = entry
      }
    }
    if let current { entries[current.name] = current }
    self.entries = entries
    self.names = names
  }

  fileprivate static func signature(_ line: Substring) -> FunctionSignature {
    let halves = line.split(separator: "|", maxSplits: 1, omittingEmptySubsequences: false)
    let words = halves[0].split(separator: " ")
    return FunctionSignature(
      parameters: halves[1].split(separator: " ").map(parameter),
      minimumCount: Int(words[0])!, maximumCount: Int(words[1])!, result: result(words[2]),
      isHidden: words.count > 3)
  }

  private static func parameter(_ text: Substring) -> Parameter {
    var rest = text
    var allowed: [String] = []
    if let equals = rest.firstIndex(of: "=") {
      allowed = rest[rest.index(after: equals)...].split(separator: "/").map(String.init)
      rest = rest[..<equals]
    }
    var form = Parameter.Form.expression
    if let at = rest.firstIndex(of: "@") {
      switch rest[rest.index(after: at)...] {
      case "Constant": form = .constant
      case "Literal", "LiteralNotEmpty": form = .literal
      case "Column", "Column_Parameter0", "Column_Parameter0_Common": form = .column
      case "StarAllowed": form = .starAllowed
      case "StarOnly": form = .starOnly
      default: form = .expression
      }
      rest = rest[..<at]
    }
    var counts = (1, 1)
    if let brace = rest.firstIndex(of: "{") {
      let numbers = rest[rest.index(after: brace)...].dropLast().split(separator: ",").map { Int($0)! }
      counts = (numbers[0], numbers[1])
      rest = rest[..<brace]
    }
    let colon = rest.firstIndex(of: ":")!
    return Parameter(
      String(rest[..<colon]), type(rest[rest.index(after: colon)...]), form: form, minimumCount: counts.0,
      maximumCount: counts.1, allowedValues: allowed)
  }

  private static func type(_ text: Substring) -> ParameterType {
    if let exact = ScalarType(name: text) { return .exactly(exact) }
    if let same = parameterTypes[String(text)] { return same }
    return .oneOf(text.split(separator: "|").map { ScalarType(name: $0)! })
  }

  private static let parameterTypes: [String: ParameterType] = [
    "Scalar": .scalar, "NotDynamic": .notDynamic, "NotBool": .notBool, "NotRealOrBool": .notRealOrBool,
    "Number": .number, "NumberOrBool": .numberOrBool, "Integer": .integer, "Summable": .summable,
    "Orderable": .orderable, "StringOrDynamic": .stringOrDynamic, "StringOrArray": .stringOrArray,
    "IntegerOrArray": .integerOrArray, "DynamicArray": .dynamicArray, "DynamicBag": .dynamicBag,
    "CommonScalar": .commonScalar, "CommonScalarOrDynamic": .commonScalarOrDynamic,
    "CommonOrderable": .commonOrderable, "type": .type, "Tabular": .tabular, "Any": .any,
    "Parameter0": .sameAsArgument(0), "Parameter1": .sameAsArgument(1),
  ]

  private static func result(_ text: Substring) -> ResultRule {
    if let exact = ScalarType(name: text) { return .exactly(exact) }
    switch text {
    case "Parameter0": return .argument(0)
    case "Parameter1": return .argument(1)
    case "Parameter0Promoted": return .promotedArgument(0)
    case "Parameter0Array": return .exactly(.dynamic)
    case "Widest": return .widest
    case "Common": return .common
    case "CommonNonDynamic": return .commonNonDynamic
    case "ParameterNLiteral": return .lastTypeLiteral
    default: return .custom
    }
  }
}

/// Signatures that are read from their lines when they are first asked for: a query calls few of the many functions.
private final class LazySignatures: Sendable {
  private enum State {
    case lines([Substring])
    case signatures([FunctionSignature])
  }
  private let state = Mutex<State>(.lines([]))

  func append(_ line: Substring) {
    state.withLock { state in
      guard case .lines(var lines) = state else { preconditionFailure("a line after the signatures were read") }
      lines.append(line)
      state = .lines(lines)
    }
  }

  var value: [FunctionSignature] {
    state.withLock { state in
      switch state {
      case .signatures(let signatures): return signatures
      case .lines(let lines):
        let signatures = lines.map(FunctionSurface.signature)
        state = .signatures(signatures)
        return signatures
      }
    }
  }
}

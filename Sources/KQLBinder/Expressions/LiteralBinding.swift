import KQLDiagnostics
import KQLPlan
import KQLSyntax
import KQLTypes

extension QueryBinding {
  /// The value of a literal. Reports one that its type cannot hold.
  ///
  /// Kusto documentation: <https://learn.microsoft.com/kusto/query/scalar-data-types/>
  func bindLiteral(_ literal: LiteralSyntax) -> BoundExpression {
    let text = literal.content
    switch literal.kind {
    case .bool: return value(of: .bool, text, literal)
    case .long: return value(of: .long, text, literal)
    case .real: return value(of: .real, text, literal)
    case .timespan: return value(of: .timespan, text, literal)
    case .string, .obfuscatedString: return .constant(.string(text))
    case .dynamic: return bindDynamicLiteral(literal)
    case .null:
      report(.invalidLiteral, "a null needs a type here, such as 'long(null)'", at: literal.span)
      return .invalid(.dynamic)
    case .typed(let typeName):
      guard let type = ScalarType(name: typeName) else {
        report(.unknownName, "unknown type '\(typeName)'", at: literal.span)
        return .invalid(.dynamic)
      }
      if type == .dynamic { return bindDynamicLiteral(literal) }
      if type == .datetime, text.isEmpty { return bindCurrentTime(at: literal.span) }
      return value(of: type, text, literal)
    }
  }

  /// `datetime()`, which is what `now()` gives.
  private func bindCurrentTime(at span: ByteSpan) -> BoundExpression {
    let call = makeCall("now", [], type: .datetime, at: span)
    return fixedNow == nil ? call : constantValue(call).map(BoundExpression.constant) ?? call
  }

  private func value(of type: ScalarType, _ text: String, _ literal: LiteralSyntax) -> BoundExpression {
    if let value = LiteralText.value(of: type, text) { return .constant(value) }
    let shown = text.count > 60 ? text.prefix(57) + "…" : text[...]
    report(.invalidLiteral, "'\(shown)' is not a \(type.name)", at: literal.span)
    return .invalid(type)
  }

  private func bindDynamicLiteral(_ literal: LiteralSyntax) -> BoundExpression {
    var parser = DynamicLiteralParser(literal.content)
    do throws(DynamicLiteralParser.Failure) {
      return .constant(.dynamic(try parser.parse()))
    } catch {
      // The content stands right before the closing parenthesis; where exactly its bytes begin, trimming hides.
      report(.invalidLiteral, "the dynamic literal is not valid: \(error.reason)", at: literal.span)
      return .invalid(.dynamic)
    }
  }
}

/// The values that literals of each type stand for.
enum LiteralText {
  /// - Parameter text: What stands between the parentheses of `type(…)`, or a literal without a type.
  static func value(of type: ScalarType, _ text: String) -> ScalarValue? {
    let text = unquoted(text)
    if text == "null" || (text.isEmpty && type != .string) { return type == .string ? .string("") : .null(type) }
    switch type {
    case .bool:
      switch text.lowercased() {
      case "true", "1": return .bool(true)
      case "false", "0": return .bool(false)
      default: return nil
      }
    case .int: return IntegerText.parse(text).flatMap { Int32(exactly: $0) }.map(ScalarValue.int)
    case .long: return IntegerText.parse(text).map(ScalarValue.long)
    case .real: return real(text).map(ScalarValue.real)
    case .decimal: return KQLDecimal(text).map(ScalarValue.decimal)
    case .datetime: return datetime(text).map(ScalarValue.datetime)
    case .timespan: return timespan(text).map(ScalarValue.timespan)
    case .guid: return GuidText.parse(text).map(ScalarValue.guid)
    case .string: return .string(text)
    case .dynamic: return nil
    }
  }

  private static func real(_ text: String) -> Double? {
    switch text.lowercased() {
    case "nan": .nan
    case "+inf", "inf": .infinity
    case "-inf": -.infinity
    default: RealText.parse(text)
    }
  }

  private static func datetime(_ text: String) -> Int64? {
    if let ticks = DatetimeText.parse(text) { return ticks }
    return nil
  }

  /// `1d`, `1.5h`, `1.02:03:04.5`, or a bare number of days.
  static func timespan(_ text: String) -> Int64? {
    if let ticks = suffixed(text) { return ticks }
    return TimespanText.parse(text)
  }

  private static func suffixed(_ text: String) -> Int64? {
    guard let split = text.firstIndex(where: { !$0.isASCII || $0.isLetter }) else { return nil }
    guard let unit = unitTicks[text[split...].lowercased()] else { return nil }
    var number = text[..<split]
    while number.last == " " { number.removeLast() }
    if let whole = Int64(number) {
      let product = whole.multipliedReportingOverflow(by: unit)
      return product.overflow ? nil : product.partialValue
    }
    guard let fraction = Double(String(number)) else { return nil }
    // Rounded, since tenths of a unit are no binary fractions.
    return Int64(exactly: (fraction * Double(unit)).rounded())
  }

  private static let unitTicks: [String: Int64] = {
    let units: [(Int64, [String])] = [
      (Ticks.perDay, ["d", "day", "days"]),
      (Ticks.perHour, ["h", "hr", "hrs", "hour", "hours"]),
      (Ticks.perMinute, ["m", "min", "minute", "minutes"]),
      (Ticks.perSecond, ["s", "sec", "second", "seconds"]),
      (Ticks.perMillisecond, ["ms", "milli", "millis", "millisec", "millisecond", "milliseconds"]),
      (Ticks.perMicrosecond, ["micro", "micros", "microsec", "microsecond", "microseconds"]),
      (1, ["tick", "ticks"]),
    ]
    var result: [String: Int64] = [:]
    for (ticks, names) in units { for name in names { result[name] = ticks } }
    return result
  }()

  private static func unquoted(_ text: String) -> String {
    guard let first = text.first, first == "\"" || first == "'", text.count > 1, text.last == first else { return text }
    return String(text.dropFirst().dropLast())
  }
}

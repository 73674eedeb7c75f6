import KQLDiagnostics
import KQLSyntax
import KQLTypes

/// The settings of an operator, such as `kind=inner`, by name.
///
/// Hints (`hint.…`) say how a cluster should do the work; they change no result and are passed over.
struct OperatorParameters {
  private let parameters: [OperatorParameterSyntax]

  init(_ parameters: [OperatorParameterSyntax]) {
    self.parameters = parameters
  }
}

extension OperatorParameters {
  subscript(names: String...) -> OperatorParameterSyntax? {
    parameters.first { parameter in names.contains { $0 == parameter.name.text.lowercased() } }
  }

  /// The word or string that a parameter is set to.
  func word(_ names: String...) -> (text: String, span: ByteSpan)? {
    guard let parameter = parameters.first(where: { parameter in names.contains(parameter.name.text.lowercased()) })
    else { return nil }
    return parameter.value.word.map { ($0, parameter.value.span) }
  }

  func isTrue(_ name: String) -> Bool {
    guard let text = word(name)?.text.lowercased() else { return false }
    return text == "true" || text == "1"
  }

  /// Reports parameters other than these and hints.
  func report(unknownExcept known: Set<String>, of operatorName: String, _ binding: QueryBinding) {
    for parameter in parameters {
      let name = parameter.name.text.lowercased()
      if name.hasPrefix("hint.") || known.contains(name) { continue }
      binding.report(
        .unknownParameter, "'\(operatorName)' has no parameter '\(parameter.name.text)'", at: parameter.name.span,
        hint: binding.didYouMean(name, among: known.sorted()))
    }
  }
}

extension ExpressionSyntax {
  /// The text of a name or literal, where a word is expected.
  var word: String? {
    switch self {
    case .name(let name): name.text
    case .literal(let literal): literal.content
    case .parenthesized(let inner, _): inner.word
    default: nil
    }
  }
}

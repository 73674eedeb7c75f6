import KQLDiagnostics
import KQLSyntax
import KQLTypes

extension QueryBinding {
  /// The type that a name stands for; reports an unknown one.
  ///
  /// `DateTime`, how Kusto calls the type within, is what the documentation's function library writes.
  func bindTypeName(_ name: NameSyntax) -> ScalarType? {
    if let type = ScalarType(name: name.text) { return type }
    if name.text == "DateTime" { return .datetime }
    report(
      .unknownName, "unknown type '\(name.text)'", at: name.span,
      hint: didYouMean(name.text, among: ScalarType.allCases.map(\.name)))
    return nil
  }

  /// Declared columns with their types; reports unknown types and names that repeat.
  func bindColumnDeclarations(_ declarations: [ColumnDeclarationSyntax]) -> [Field]? {
    var fields: [Field] = []
    var names: Set<String> = []
    var isValid = true
    for declaration in declarations {
      guard let type = bindTypeName(declaration.type) else {
        isValid = false
        continue
      }
      if !names.insert(declaration.name.text).inserted {
        report(.duplicateName, "column '\(declaration.name.text)' is declared twice", at: declaration.name.span)
        isValid = false
      }
      fields.append(Field(declaration.name.text, type))
    }
    return isValid ? fields : nil
  }

  /// The declared columns of `(a:long, …)`.
  func bindSchema(_ type: TypeSyntax) -> [Field]? {
    switch type.form {
    case .columns(let columns, _): return bindColumnDeclarations(columns)
    case .scalar:
      report(.expectedSyntax, "columns are expected here, such as '(a:long, b:string)'", at: type.span)
      return nil
    }
  }

  /// The type within `typeof(…)`.
  func bindTypeLiteral(_ syntax: ExpressionSyntax) -> ScalarType? {
    switch syntax {
    case .type(let type):
      if case .scalar(let name) = type.form { return bindTypeName(name) }
      report(.typeMismatch, "one type is expected here, not columns", at: type.span)
      return nil
    case .parenthesized(let inner, _): return bindTypeLiteral(inner)
    case .missing: return nil
    default:
      report(.typeMismatch, "a type literal such as 'typeof(long)' is expected here", at: syntax.span)
      return nil
    }
  }
}

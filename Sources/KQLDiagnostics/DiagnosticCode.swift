/// What kind of mistake a diagnostic reports. Raw values are stable: tools and documentation refer to them.
package enum DiagnosticCode: String, Hashable, Sendable, CaseIterable {
  // Text
  case invalidCharacter = "KQL0001"
  case unterminatedLiteral = "KQL0002"
  case invalidLiteral = "KQL0003"
  // Syntax
  case expectedSyntax = "KQL0101"
  case unexpectedSyntax = "KQL0102"
  case nestingTooDeep = "KQL0103"
  case unknownOperator = "KQL0104"
  case queryTooLong = "KQL0105"
  // Names
  case unknownColumn = "KQL0201"
  case unknownTable = "KQL0202"
  case unknownFunction = "KQL0203"
  case unknownName = "KQL0204"
  case duplicateName = "KQL0205"
  case ambiguousName = "KQL0206"
  case unknownPlugin = "KQL0207"
  case unknownParameter = "KQL0208"
  case missingDefaultTable = "KQL0209"
  // Types and arguments
  case typeMismatch = "KQL0301"
  case wrongArgumentCount = "KQL0302"
  case constantExpected = "KQL0303"
  case columnExpected = "KQL0304"
  case tableExpected = "KQL0305"
  case scalarExpected = "KQL0306"
  case invalidArgument = "KQL0307"
  case aggregateNotAllowed = "KQL0308"
  case serializedInputRequired = "KQL0309"
  case recursionTooDeep = "KQL0310"
  case aggregateExpected = "KQL0311"
  // Valid KQL that this engine refuses
  case unsupported = "KQL0401"
  // Warnings
  case obsoleteName = "KQL0501"
  case suspiciousComparison = "KQL0502"
}

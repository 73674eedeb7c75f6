import KQLDiagnostics

/// What parsing gives: always a tree, with everything that is wrong with the text.
package struct SyntaxTree: Sendable {
  package let source: SourceText
  package let root: QueryBlockSyntax
  package let diagnostics: [Diagnostic]
}

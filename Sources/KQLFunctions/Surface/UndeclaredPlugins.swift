extension FunctionSurface {
  /// Plugins that Kusto documents and runs although its own binder does not declare them.
  package static let undeclaredPlugins = FunctionSurface(
    parsing: """
      schema_merge
        0 1 Custom | PreserveOrder:bool{0,1}@Literal
      diffpatterns_text
        2 5 Custom | TextColumn:string@Column BooleanCondition:bool MinTokens:Integer{0,1} Threshold:real{0,1} MaxTokens:Integer{0,1}
      """)
}

extension Schema {
  /// Reads a declaration such as `(a:long, ['b c']:string)`; the outer parentheses may be left out.
  ///
  /// `nil` when the text is no such declaration, a type is unknown, or a name occurs twice.
  package init?(text: String) {
    var rest = Substring(text).trimmingBlanks()
    if rest.hasPrefix("("), rest.hasSuffix(")") { rest = rest.dropFirst().dropLast().trimmingBlanks() }
    var fields: [Field] = []
    while !rest.isEmpty {
      guard let name = Self.takeName(&rest) else { return nil }
      rest = rest.trimmingBlanks()
      guard rest.first == ":" else { return nil }
      let end = rest.firstIndex(of: ",") ?? rest.endIndex
      let typeName = rest[rest.index(after: rest.startIndex)..<end].trimmingBlanks()
      guard let type = ScalarType(name: typeName), !fields.contains(where: { $0.name == name }) else { return nil }
      fields.append(Field(name, type))
      if end == rest.endIndex {
        rest = ""
      } else {
        rest = rest[rest.index(after: end)...].trimmingBlanks()
        if rest.isEmpty { return nil }
      }
    }
    self.init(fields)
  }

  private static func takeName(_ rest: inout Substring) -> String? {
    for quote in ["'", "\""] where rest.hasPrefix("[\(quote)") {
      guard let end = rest.firstRange(of: "\(quote)]") else { return nil }
      let name = rest[rest.index(rest.startIndex, offsetBy: 2)..<end.lowerBound]
      rest = rest[end.upperBound...]
      return name.isEmpty ? nil : String(name)
    }
    guard let colon = rest.firstIndex(of: ":") else { return nil }
    let name = rest[..<colon].trimmingBlanks()
    rest = rest[colon...]
    return name.isEmpty || name.contains(where: { $0 == "," || $0 == "(" || $0 == ")" }) ? nil : String(name)
  }
}

extension Substring {
  fileprivate func trimmingBlanks() -> Substring {
    var result = self
    while let first = result.first, first.isWhitespace { result.removeFirst() }
    while let last = result.last, last.isWhitespace { result.removeLast() }
    return result
  }
}

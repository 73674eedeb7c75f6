/// The identifier of a resource of Azure, whose case does not count.
public struct ResourceID: Sendable {
  /// As it was written.
  public var text: String

  public init(_ text: String) {
    self.text = text
  }
}

extension ResourceID: Hashable {
  public static func == (left: ResourceID, right: ResourceID) -> Bool { left.folded == right.folded }

  public func hash(into hasher: inout Hasher) { hasher.combine(folded) }

  private var folded: String { text.lowercased() }
}

extension ResourceID: CustomStringConvertible {
  public var description: String { text }
}

extension ResourceID {
  /// Whether the id names a resource of a type, such as `publicIPAddresses`.
  func isOf(type: String) -> Bool { folded.contains("/\(type.lowercased())/") }

  /// What to run to see the resource.
  var showCommand: String {
    let program =
      if isOf(type: "publicIPAddresses") { "az network public-ip show" } else if isOf(type: "publicIPPrefixes") {
        "az network public-ip prefix show"
      } else if isOf(type: "natGateways") { "az network nat gateway show" } else { "az resource show" }
    return "\(program) --ids \(ShellWord.quoted(text))"
  }

  var unresolved: UnresolvedAddress { UnresolvedAddress(resourceID: text, command: showCommand) }
}

/// Words of commands that people paste into a shell.
enum ShellWord {
  /// The text as one word, in quotes where a shell would read it otherwise.
  static func quoted(_ text: String) -> String {
    let isPlain =
      !text.isEmpty && text.utf8.allSatisfy { PolicyDecoder.isLetterOrDigit($0) || "/_.-".utf8.contains($0) }
    return isPlain ? text : "'\(text.replacing("'", with: "'\\''"))'"
  }
}

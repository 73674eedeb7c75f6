import Calypso

extension PolicyProposal {
  /// The policy as a YAML file with comments that say what each part is for; it decodes to ``policy``.
  public var yaml: String {
    var writer = CommentedYAML()
    writer.comment(
      "Who may reach \(policy.registries.joined(separator: ", ")), as Azure describes it: read it and correct it. Then")
    writer.comment("  calypso verify --policy THIS_FILE EXPORTS…")
    writer.blank()
    writer.comment("Login servers that the claim is about; other registries in the logs are reported and left out.")
    writer.line("registry: \(CommentedYAML.list(policy.registries))")
    writer.blank()
    writer.comment(
      "The time that the claim is about: this long, up to the newest event less lateArrival. Write from: and to: with "
        + "dates instead for a fixed time.")
    writer.line("window: 24h")
    writer.blank()
    writer.comment("Who is expected. All conditions of a caller must agree; what is left out is not asked for.")
    writer.line("callers:")
    for caller in callers { write(caller, to: &writer) }
    writeSettings(to: &writer)
    return writer.text
  }

  private func write(_ caller: CallerProposal, to writer: inout CommentedYAML) {
    let rule = caller.rule
    writer.line("  - name: \(CommentedYAML.quoted(rule.name))")
    writer.indent = 4
    writer.comment(caller.reason)
    for remark in caller.remarks { writer.comment("NOTE: \(remark)") }
    if rule.userAgents.isEmpty {
      writer.line("addresses: \(CommentedYAML.list(rule.addresses.map(\.description)))")
    }
    if !rule.unresolvedAddresses.isEmpty {
      writer.comment(
        "Addresses that no file told; while one is here, the claim is at best INCONCLUSIVE. Run the command, give its answer "
          + "to calypso verify init too, or write the address above and take the entry out.")
      writer.line("unresolved:")
      for address in rule.unresolvedAddresses {
        writer.line("  - resource: \(CommentedYAML.quoted(address.resourceID))")
        writer.line("    command: \(CommentedYAML.quoted(address.command))")
      }
    }
    if rule.userAgents.isEmpty {
      writer.comment("Object id and client id of the nodes' identity: the logs may have either.")
    } else {
      writer.line("userAgents: \(CommentedYAML.list(rule.userAgents.map(\.pattern)))")
    }
    writer.line("identities: \(CommentedYAML.list(rule.identities))")
    if rule.userAgents.isEmpty {
      writer.comment("userAgents: [\"containerd/*\"] would ask for the runtime of the nodes too.")
    }
    writer.line("operations: \(CommentedYAML.list(rule.operations))")
    writer.comment("Whether the claim needs one success of the caller in the window.")
    writer.line("mustAppear: \(rule.mustAppear)")
    writer.indent = 0
  }

  private func writeSettings(to writer: inout CommentedYAML) {
    writer.blank()
    for remark in registryRemarks { writer.comment("NOTE: \(remark)") }
    if let firewall = policy.firewall {
      writer.comment("What the firewall of the registry lets in beside the callers.")
      writer.line("firewall:")
      writer.line("  ipRules: \(CommentedYAML.list(firewall.ipRules.map(\.description)))")
      if let trusted = firewall.trustedServices { writer.line("  trustedServices: \(trusted)") }
      writer.blank()
    }
    writer.comment("Whether the admin user and tokens may be used: forbidden or unchecked.")
    writer.line("localAuthentication: \(policy.localAuthentication.rawValue)")
    writer.blank()
    writer.comment(
      "How complete the logs must be: the longest time without an event of a table, and how late records may arrive.")
    writer.line("coverage: { maximumGap: 6h, lateArrival: 20m }")
  }
}

extension TimeInterval {
  static let day = TimeInterval(ticks: 24 * 3600 * 10_000_000)
  static let sixHours = TimeInterval(ticks: 6 * 3600 * 10_000_000)
}

/// Lines of a YAML file, with comments that fit a terminal.
struct CommentedYAML {
  private(set) var text = ""
  var indent = 0

  private static let width = 100

  mutating func line(_ content: String) { text += String(repeating: " ", count: indent) + content + "\n" }

  mutating func blank() { text += "\n" }

  /// A comment, broken between words; what would steer a terminal, end the line or look like an anchor is made visible.
  mutating func comment(_ content: String) {
    var current = "#"
    let safe = String(
      String.UnicodeScalarView(SafeText.escaped(content).unicodeScalars.map { $0.value & 0xfffe == 0xfffe ? "?" : $0 })
    ).replacing("&", with: "\\u{26}")
    let margin = safe.prefix { $0 == " " }
    for word in safe.split(separator: " ") {
      if current.count > 1, indent + current.count + 1 + word.count > Self.width {
        line(current)
        current = "#"
      }
      current += current == "#" ? " \(margin)\(word)" : " \(word)"
    }
    line(current)
  }

  static func list(_ texts: [String]) -> String { "[\(texts.map(quoted).joined(separator: ", "))]" }

  /// A text in double quotes, whose escapes are those of JSON; nothing in it looks like an anchor.
  static func quoted(_ text: String) -> String {
    var output = ""
    DocumentNode.appendJSON(text, to: &output)
    return output.replacing("&", with: "\\u0026")
  }
}

import Calypso

extension JSONReport {
  /// The policy: its text and digest, and what was understood of it.
  static func node(_ evidence: PolicyEvidence) -> JSONNode {
    [
      "path": .optional(evidence.path), "sha256": .string(evidence.sha256), "text": .string(evidence.text),
      "descriptions": .array(
        evidence.descriptions.map { ["path": .string($0.path), "sha256": .string($0.sha256)] }),
      "claim": JSONNode(evidence.policy.document),
    ]
  }
}

extension JSONNode {
  init(_ document: DocumentNode) {
    switch document.content {
    case .null: self = .null
    case .bool(let value): self = .bool(value)
    case .number(let spelling): self = .number(spelling)
    case .string(let text): self = .string(text)
    case .list(let elements): self = .array(elements.map(JSONNode.init))
    case .mapping(let entries): self = .object(entries.map { Member(name: $0.key, value: JSONNode($0.value)) })
    }
  }
}

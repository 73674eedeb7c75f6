/// A node of a document that was written by hand or by another program: a policy, or a description of Azure resources.
///
/// Independent of the form of the text. ``init(json:)`` reads JSON; a host with a YAML parser builds nodes of its tree.
public struct DocumentNode: Hashable, Sendable {
  /// What a node holds.
  public indirect enum Content: Hashable, Sendable {
    case null
    case bool(Bool)
    /// The text of a number, as written.
    case number(String)
    case string(String)
    case list([DocumentNode])
    /// Entries in the order of the text; keys may repeat.
    case mapping([Entry])
  }

  /// One `key: value` of a mapping.
  public struct Entry: Hashable, Sendable {
    public var key: String
    public var keyPosition: DocumentPosition
    public var value: DocumentNode

    public init(key: String, keyPosition: DocumentPosition, value: DocumentNode) {
      self.key = key
      self.keyPosition = keyPosition
      self.value = value
    }
  }

  public var content: Content
  public var position: DocumentPosition

  public init(_ content: Content, at position: DocumentPosition) {
    self.content = content
    self.position = position
  }
}

// MARK: - Reading

extension DocumentNode {
  /// What the node is, with an article, for messages: `a list`, `the number 5`.
  public var summary: String {
    switch content {
    case .null: "nothing"
    case .bool(let value): value ? "true" : "false"
    case .number(let text): "the number \(text.prefix(40))"
    case .string(let text): text.count > 40 ? "'\(text.prefix(40))…'" : "'\(text)'"
    case .list: "a list"
    case .mapping: "a mapping"
    }
  }

  public var isNull: Bool { content == .null }

  public var text: String? {
    if case .string(let text) = content { text } else { nil }
  }

  public var bool: Bool? {
    if case .bool(let value) = content { value } else { nil }
  }

  /// The elements of a list; `nil` for anything else.
  public var elements: [DocumentNode]? {
    if case .list(let elements) = content { elements } else { nil }
  }

  /// The entries of a mapping; `nil` for anything else.
  public var entries: [Entry]? {
    if case .mapping(let entries) = content { entries } else { nil }
  }

  /// The value of a key, whose case does not count; the last one where keys repeat, `nil` where there is none or
  /// where the node is no mapping.
  public subscript(key: String) -> DocumentNode? {
    let wanted = key.lowercased()
    return entries?.last { $0.key.lowercased() == wanted }?.value
  }

  /// The value at the end of a path of keys.
  public subscript(path path: [String]) -> DocumentNode? {
    var node: DocumentNode? = self
    for key in path { node = node?[key] }
    return node
  }
}

/// A JSON document in the making; members keep the order in which they were given.
indirect enum JSONNode: Hashable, Sendable {
  case null
  case bool(Bool)
  case integer(Int)
  /// A number in the spelling that it was read with.
  case number(String)
  case string(String)
  case array([JSONNode])
  case object([Member])

  struct Member: Hashable, Sendable {
    var name: String
    var value: JSONNode
  }
}

// MARK: - Making

extension JSONNode {
  /// The text, or `null`.
  static func optional(_ text: String?) -> JSONNode { text.map(JSONNode.string) ?? .null }

  static func strings(_ texts: some Sequence<String>) -> JSONNode { .array(texts.map(JSONNode.string)) }
}

extension JSONNode: ExpressibleByDictionaryLiteral {
  init(dictionaryLiteral elements: (String, JSONNode)...) {
    self = .object(elements.map { Member(name: $0.0, value: $0.1) })
  }
}

extension JSONNode: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral {
  init(stringLiteral value: String) { self = .string(value) }
  init(integerLiteral value: Int) { self = .integer(value) }
  init(booleanLiteral value: Bool) { self = .bool(value) }
}

// MARK: - Reading

extension JSONNode {
  /// The value of a member of an object; `nil` for other values and unknown names.
  subscript(name: String) -> JSONNode? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.name == name }?.value
  }

  var elements: [JSONNode]? {
    guard case .array(let elements) = self else { return nil }
    return elements
  }

  var text: String? {
    guard case .string(let text) = self else { return nil }
    return text
  }

  var integerValue: Int? {
    switch self {
    case .integer(let value): value
    case .number(let text): Int(text)
    default: nil
    }
  }
}

// MARK: - Text

extension JSONNode {
  /// The document, indented by two spaces and ended by a line feed.
  ///
  /// Control characters, and marks that are invisible or turn the direction of text, are written as `\u` escapes: the
  /// values are as they were, and a terminal that shows the document cannot be steered by them.
  var document: String {
    var text = ""
    append(to: &text, indentation: "\n")
    return text + "\n"
  }

  /// The value without white space.
  var compact: String {
    var text = ""
    append(to: &text, indentation: nil)
    return text
  }

  private func append(to text: inout String, indentation: String?) {
    switch self {
    case .null: text += "null"
    case .bool(let value): text += value ? "true" : "false"
    case .integer(let value): text += String(value)
    case .number(let spelling): text += spelling
    case .string(let value): Self.append(value, to: &text)
    case .array(let elements):
      Self.appendList(elements, "[", "]", to: &text, indentation: indentation) { element, inner, text in
        element.append(to: &text, indentation: inner)
      }
    case .object(let members):
      Self.appendList(members, "{", "}", to: &text, indentation: indentation) { member, inner, text in
        Self.append(member.name, to: &text)
        text += inner == nil ? ":" : ": "
        member.value.append(to: &text, indentation: inner)
      }
    }
  }

  private static func appendList<Item>(
    _ items: [Item], _ opening: String, _ closing: String, to text: inout String, indentation: String?,
    _ append: (Item, String?, inout String) -> Void
  ) {
    text += opening
    let inner = indentation.map { $0 + "  " }
    for (index, item) in items.enumerated() {
      if index > 0 { text += "," }
      if let inner { text += inner }
      append(item, inner, &text)
    }
    if !items.isEmpty, let indentation { text += indentation }
    text += closing
  }

  private static func append(_ value: String, to text: inout String) {
    text += "\""
    for scalar in value.unicodeScalars {
      switch scalar.value {
      case 0x22: text += "\\\""
      case 0x5c: text += "\\\\"
      case 0x09: text += "\\t"
      case 0x0a: text += "\\n"
      case 0x0d: text += "\\r"
      case 0..<0x20, 0x7f..<0xa0, 0x061c, 0x200b...0x200f, 0x2028...0x202e, 0x2060...0x206f, 0xfeff:
        appendEscape(UInt16(scalar.value), to: &text)
      case 0xe0000...0xe007f:
        for unit in String(scalar).utf16 { appendEscape(unit, to: &text) }
      default:
        if scalar.value & 0xfffe == 0xfffe || (0xfdd0...0xfdef).contains(scalar.value) {
          // No character: XML and some readers of JSON refuse it.
          for unit in String(scalar).utf16 { appendEscape(unit, to: &text) }
        } else {
          text.unicodeScalars.append(scalar)
        }
      }
    }
    text += "\""
  }

  private static func appendEscape(_ unit: UInt16, to text: inout String) {
    let digits = String(unit, radix: 16)
    text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
  }
}

import Calypso

/// Writes HTML, SVG and XML in which text can never become markup.
///
/// Names of elements and attributes are `StaticString`s, so they come from the source of this program; every `String`
/// is data and is escaped. Every element is closed, so a page is well-formed XML too.
struct MarkupBuilder {
  private(set) var text = ""

  typealias Attributes = KeyValuePairs<StaticString, String>
}

extension MarkupBuilder {
  /// Adds an element with what `content` adds inside.
  mutating func element(
    _ name: StaticString, _ attributes: Attributes = [:], _ content: (inout MarkupBuilder) -> Void
  ) {
    open(name, attributes)
    text += ">"
    content(&self)
    text += "</\(name)>"
  }

  /// Adds an element that holds nothing but text.
  mutating func element(_ name: StaticString, _ attributes: Attributes = [:], text content: String) {
    element(name, attributes) { $0.add(content) }
  }

  /// Adds an element without content, such as `meta` or `rect`.
  mutating func empty(_ name: StaticString, _ attributes: Attributes = [:]) {
    open(name, attributes)
    text += "/>"
  }

  /// Adds text, escaped.
  mutating func add(_ content: String) { text += Self.escaped(content) }

  /// Adds text of several lines, escaped but for its line feeds.
  mutating func addLines(_ content: String) { text += Self.escaped(content, keepingLineBreaks: true) }

  /// Adds what is markup already.
  mutating func markup(_ content: StaticString) { text += "\(content)" }

  /// Starts a new line of the document's source.
  mutating func newLine() { text += "\n" }

  private mutating func open(_ name: StaticString, _ attributes: Attributes) {
    text += "<\(name)"
    for (key, value) in attributes { text += " \(key)=\"\(Self.escaped(value))\"" }
  }
}

// MARK: - Escaping

extension MarkupBuilder {
  /// Text as character data or an attribute's value, with control characters and direction marks made visible.
  static func escaped(_ content: String, keepingLineBreaks: Bool = false) -> String {
    var result = ""
    for scalar in SafeText.escaped(content, keepingLineBreaks: keepingLineBreaks).unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      default:
        // XML has no way to write these, not even as references.
        if scalar.value & 0xfffe == 0xfffe || (0xfdd0...0xfdef).contains(scalar.value) {
          result += "\\u{\(String(scalar.value, radix: 16))}"
        } else {
          result.unicodeScalars.append(scalar)
        }
      }
    }
    return result
  }

  /// Character data with the references resolved that ``escaped(_:keepingLineBreaks:)`` writes; others stay.
  static func unescaped(_ content: Substring) -> String {
    var result: [UInt8] = []
    // Bytes, as a mark behind a reference would be one character with its end.
    var rest = Array(content.utf8)[...]
    while let ampersand = rest.firstIndex(of: UInt8(ascii: "&")) {
      result += rest[..<ampersand]
      rest = rest[ampersand...]
      if let reference = references.first(where: { rest.starts(with: $0.key.utf8) }) {
        result += reference.value.utf8
        rest = rest.dropFirst(reference.key.utf8.count)
      } else {
        result.append(rest.removeFirst())
      }
    }
    return String(decoding: result + rest, as: UTF8.self)
  }

  private static let references: KeyValuePairs = [
    "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": "\"", "&#39;": "'",
  ]
}

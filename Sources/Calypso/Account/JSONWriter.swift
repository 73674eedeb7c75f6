import KQLTypes

/// Writes JSON whose members come in a fixed order, indented by two spaces.
struct JSONWriter {
  private var bytes: [UInt8] = []
  private var depth = 0
  /// Whether the innermost object or array has nothing in it yet.
  private var isFirst = true

  var text: String { String(decoding: bytes, as: UTF8.self) }
}

// MARK: - Objects

extension JSONWriter {
  mutating func object(_ body: (inout JSONWriter) -> Void) {
    enclosed("{", "}", body)
  }

  mutating func member(_ name: String, _ value: String?) {
    guard let value else { return }
    begin(name)
    JSONText.appendQuoted(value, to: &bytes)
  }

  mutating func member(_ name: String, _ value: Int) {
    begin(name)
    bytes.append(contentsOf: String(value).utf8)
  }

  mutating func member(_ name: String, _ value: Bool) {
    begin(name)
    bytes.append(contentsOf: (value ? "true" : "false").utf8)
  }

  mutating func member(_ name: String, _ value: Timestamp?) { member(name, value?.description) }

  mutating func member(_ name: String, _ values: [String]) {
    begin(name)
    enclosed("[", "]") { writer in
      for value in values {
        writer.beginElement()
        JSONText.appendQuoted(value, to: &writer.bytes)
      }
    }
  }

  mutating func member(_ name: String, _ body: (inout JSONWriter) -> Void) {
    begin(name)
    object(body)
  }

  /// An array of objects.
  mutating func list<Element>(
    _ name: String, _ elements: [Element], _ body: (inout JSONWriter, Element) -> Void
  ) {
    begin(name)
    enclosed("[", "]") { writer in
      for element in elements {
        writer.beginElement()
        writer.object { body(&$0, element) }
      }
    }
  }
}

// MARK: - Layout

extension JSONWriter {
  private mutating func enclosed(_ open: String, _ close: String, _ body: (inout JSONWriter) -> Void) {
    bytes.append(contentsOf: open.utf8)
    depth += 1
    isFirst = true
    body(&self)
    depth -= 1
    if !isFirst { breakLine() }
    bytes.append(contentsOf: close.utf8)
    isFirst = false
  }

  private mutating func begin(_ name: String) {
    beginElement()
    JSONText.appendQuoted(name, to: &bytes)
    bytes.append(contentsOf: ": ".utf8)
  }

  private mutating func beginElement() {
    if !isFirst { bytes.append(UInt8(ascii: ",")) }
    isFirst = false
    breakLine()
  }

  private mutating func breakLine() {
    bytes.append(UInt8(ascii: "\n"))
    bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * depth))
  }
}

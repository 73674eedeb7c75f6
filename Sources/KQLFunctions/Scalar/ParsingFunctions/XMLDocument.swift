import KQLTypes

/// Reads XML as a dynamic value: elements, attributes (`@name`) and text (`#text`); all else is skipped.
///
/// An element without attributes and elements inside is its text, or null when it is empty; elements of one name
/// in one parent make an array.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/parse-xml-function>
struct XMLDocument {
  private static let maximumByteCount = 1 << 20
  private static let maximumDepth = 256

  private let bytes: UnsafeBufferPointer<UInt8>
  private var offset = 0

  /// The document as `{root: value}`; `nil` when it is not well-formed, too long or nested too deeply.
  static func parse(_ bytes: UnsafeBufferPointer<UInt8>) -> DynamicValue? {
    guard bytes.count <= maximumByteCount else { return nil }
    var document = XMLDocument(bytes: bytes)
    return document.document()
  }

  private init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }
}

// MARK: - Structure

extension XMLDocument {
  private mutating func document() -> DynamicValue? {
    if starts(with: "\u{feff}") { offset += 3 }
    guard skipMiscellany(), let root = element(depth: 1) else { return nil }
    guard skipMiscellany(), offset == bytes.count else { return nil }
    return .bag(DynamicBag([(root.name, root.value)]))
  }

  /// Reads from `<` to the end of the element.
  private mutating func element(depth: Int) -> (name: String, value: DynamicValue)? {
    guard depth <= Self.maximumDepth, take("<"), let name = name() else { return nil }
    var properties = PropertyCollector()
    while true {
      let hadBlanks = skipBlanks()
      if take("/>") { return (name, properties.isEmpty ? .null : .bag(properties.bag)) }
      if take(">") { break }
      guard hadBlanks, let attribute = attribute() else { return nil }
      guard !properties.contains("@" + attribute.name) else { return nil }
      properties.set("@" + attribute.name, .string(attribute.value))
    }
    var text: [UInt8] = []
    while true {
      guard offset < bytes.count else { return nil }
      if take("</") {
        guard self.name() == name else { return nil }
        skipBlanks()
        guard take(">") else { return nil }
        return (name, Self.value(properties, Self.trimmed(text)))
      }
      if take("<![CDATA[") {
        guard let end = position(of: "]]>") else { return nil }
        text.append(contentsOf: bytes[offset..<end])
        offset = end + 3
      } else if starts(with: "<!--") || starts(with: "<?") {
        guard skipMarkup() else { return nil }
      } else if starts(with: "<") {
        guard let child = element(depth: depth + 1) else { return nil }
        properties.add(child.name, child.value)
      } else {
        guard appendCharacter(to: &text) else { return nil }
      }
    }
  }

  private static func value(_ properties: PropertyCollector, _ text: String) -> DynamicValue {
    if properties.isEmpty { return text.isEmpty ? .null : .string(text) }
    var properties = properties
    if !text.isEmpty { properties.set("#text", .string(text)) }
    return .bag(properties.bag)
  }

  private mutating func attribute() -> (name: String, value: String)? {
    guard let name = name() else { return nil }
    skipBlanks()
    guard take("=") else { return nil }
    skipBlanks()
    guard offset < bytes.count, bytes[offset] == UInt8(ascii: "\"") || bytes[offset] == UInt8(ascii: "'") else {
      return nil
    }
    let quote = bytes[offset]
    offset += 1
    var value: [UInt8] = []
    while offset < bytes.count, bytes[offset] != quote {
      guard bytes[offset] != UInt8(ascii: "<"), appendCharacter(to: &value) else { return nil }
    }
    guard offset < bytes.count else { return nil }
    offset += 1
    return (name, String(decoding: value, as: UTF8.self))
  }
}

// MARK: - Characters

extension XMLDocument {
  private func starts(with text: String) -> Bool { bytes[offset...].starts(with: text.utf8) }

  private mutating func take(_ text: String) -> Bool {
    guard starts(with: text) else { return false }
    offset += text.utf8.count
    return true
  }

  private func position(of text: String) -> Int? {
    var position = offset
    while position < bytes.count {
      if bytes[position...].starts(with: text.utf8) { return position }
      position += 1
    }
    return nil
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0a || byte == 0x0d }

  @discardableResult
  private mutating func skipBlanks() -> Bool {
    let start = offset
    while offset < bytes.count, Self.isBlank(bytes[offset]) { offset += 1 }
    return offset > start
  }

  private mutating func name() -> String? {
    let start = offset
    while offset < bytes.count {
      let byte = bytes[offset]
      let isFirstAllowed = (byte | 0x20) &- 0x61 < 26 || byte == 0x5f || byte == 0x3a || byte >= 0x80
      let isLaterAllowed = byte &- 0x30 < 10 || byte == 0x2d || byte == 0x2e
      guard isFirstAllowed || (offset > start && isLaterAllowed) else { break }
      offset += 1
    }
    return offset > start ? String(decoding: bytes[start..<offset], as: UTF8.self) : nil
  }

  /// Skips blanks, comments, processing instructions and the document type.
  private mutating func skipMiscellany() -> Bool {
    while true {
      skipBlanks()
      if starts(with: "<!--") || starts(with: "<?") || starts(with: "<!DOCTYPE") {
        guard skipMarkup() else { return false }
      } else {
        return true
      }
    }
  }

  private mutating func skipMarkup() -> Bool {
    if take("<!--") {
      guard let end = position(of: "-->") else { return false }
      offset = end + 3
      return true
    }
    if take("<?") {
      guard let end = position(of: "?>") else { return false }
      offset = end + 2
      return true
    }
    // A document type ends at the first `>` that is not inside its brackets.
    var depth = 0
    while offset < bytes.count {
      let byte = bytes[offset]
      offset += 1
      if byte == UInt8(ascii: "[") { depth += 1 }
      if byte == UInt8(ascii: "]") { depth -= 1 }
      if byte == UInt8(ascii: ">"), depth <= 0 { return true }
    }
    return false
  }

  private static func trimmed(_ text: [UInt8]) -> String {
    guard let first = text.firstIndex(where: { !isBlank($0) }), let last = text.lastIndex(where: { !isBlank($0) })
    else { return "" }
    return String(decoding: text[first...last], as: UTF8.self)
  }

  /// Appends a character or the one that a reference stands for.
  private mutating func appendCharacter(to output: inout [UInt8]) -> Bool {
    guard bytes[offset] == UInt8(ascii: "&") else {
      output.append(bytes[offset])
      offset += 1
      return true
    }
    guard let end = position(of: ";"), end - offset <= 12 else { return false }
    let reference = String(decoding: bytes[(offset + 1)..<end], as: UTF8.self)
    offset = end + 1
    switch reference {
    case "lt": output.append(UInt8(ascii: "<"))
    case "gt": output.append(UInt8(ascii: ">"))
    case "amp": output.append(UInt8(ascii: "&"))
    case "quot": output.append(UInt8(ascii: "\""))
    case "apos": output.append(UInt8(ascii: "'"))
    default:
      let code: UInt32?
      if reference.hasPrefix("#x") {
        code = UInt32(reference.dropFirst(2), radix: 16)
      } else if reference.hasPrefix("#") {
        code = UInt32(reference.dropFirst())
      } else {
        code = nil
      }
      guard let code, let scalar = Unicode.Scalar(code) else { return false }
      output.append(contentsOf: String(scalar).utf8)
    }
    return true
  }
}

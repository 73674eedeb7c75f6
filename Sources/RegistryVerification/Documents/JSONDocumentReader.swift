extension DocumentNode {
  /// Reads a JSON text in UTF-8, or in UTF-16 with a byte order mark, as Windows PowerShell writes it.
  ///
  /// - Throws: ``DocumentError`` for text that is not JSON, that nests deeper than ``maximumDepth`` or holds more than
  ///   ``maximumCount`` values.
  /// - Complexity: O(*n*).
  public init(json bytes: [UInt8]) throws(DocumentError) {
    do {
      var reader = JSONDocumentReader(try JSONDocumentReader.utf8(bytes))
      self = try reader.readDocument()
    } catch {
      throw DocumentError([error])
    }
  }

  /// The text of a file without its byte order mark: UTF-8, or UTF-16 as Windows PowerShell writes it; `nil` for
  /// other bytes.
  public static func text(of bytes: [UInt8]) -> String? {
    guard let utf8 = try? JSONDocumentReader.utf8(bytes) else { return nil }
    return String(validating: utf8, as: UTF8.self)
  }

  /// Lists and mappings that may be open at once.
  public static var maximumDepth: Int { 64 }
  /// Values that a document may hold.
  public static var maximumCount: Int { 2_000_000 }
}

/// Reads JSON into nodes that know their positions.
///
/// Specification: RFC 8259.
struct JSONDocumentReader {
  private let bytes: [UInt8]
  private var offset = 0
  private var line = 1
  /// Offset at which the current line begins, and the bytes since then that begin no scalar.
  private var lineStart = 0
  private var continuationCount = 0
  private var depth = 0
  private var count = 0

  /// - Parameter bytes: UTF-8 without a byte order mark.
  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func readDocument() throws(DocumentProblem) -> DocumentNode {
    skipSpaces()
    if next == nil { throw problem("the file is empty") }
    let node = try readValue()
    skipSpaces()
    if next != nil {
      throw DocumentProblem(
        "there is more text after the JSON value", at: position, hint: "one JSON value is expected, and not one a line")
    }
    return node
  }
}

// MARK: - Values

extension JSONDocumentReader {
  private mutating func readValue() throws(DocumentProblem) -> DocumentNode {
    let start = position
    count += 1
    guard count <= DocumentNode.maximumCount else {
      throw problem("there are more than \(DocumentNode.maximumCount) values")
    }
    switch next {
    case UInt8(ascii: "{"): return DocumentNode(.mapping(try readEntries()), at: start)
    case UInt8(ascii: "["): return DocumentNode(.list(try readElements()), at: start)
    case UInt8(ascii: "\""): return DocumentNode(.string(try readString()), at: start)
    case .some(UInt8(ascii: "0")...UInt8(ascii: "9")), UInt8(ascii: "-"):
      return DocumentNode(.number(try readNumber()), at: start)
    case UInt8(ascii: "t") where take("true"): return DocumentNode(.bool(true), at: start)
    case UInt8(ascii: "f") where take("false"): return DocumentNode(.bool(false), at: start)
    case UInt8(ascii: "n") where take("null"): return DocumentNode(.null, at: start)
    case nil: throw problem("the text ends where a value is expected; it may have been cut off")
    default: throw problem("this is not JSON: a value is expected")
    }
  }

  private mutating func readEntries() throws(DocumentProblem) -> [DocumentNode.Entry] {
    try open()
    var entries: [DocumentNode.Entry] = []
    while true {
      skipSpaces()
      if entries.isEmpty, take("}") { break }
      let start = position
      guard next == UInt8(ascii: "\"") else { throw unexpected("a key in quotes") }
      let key = try readString()
      skipSpaces()
      guard take(":") else { throw unexpected("':' after the key") }
      skipSpaces()
      entries.append(DocumentNode.Entry(key: key, keyPosition: start, value: try readValue()))
      skipSpaces()
      if take(",") { continue }
      guard take("}") else { throw unexpected("',' or '}'") }
      break
    }
    depth -= 1
    return entries
  }

  private mutating func readElements() throws(DocumentProblem) -> [DocumentNode] {
    try open()
    var elements: [DocumentNode] = []
    while true {
      skipSpaces()
      if elements.isEmpty, take("]") { break }
      elements.append(try readValue())
      skipSpaces()
      if take(",") { continue }
      guard take("]") else { throw unexpected("',' or ']'") }
      break
    }
    depth -= 1
    return elements
  }

  /// Steps over the bracket and counts it.
  private mutating func open() throws(DocumentProblem) {
    guard depth < DocumentNode.maximumDepth else {
      throw problem("lists and mappings are nested deeper than \(DocumentNode.maximumDepth)")
    }
    depth += 1
    offset += 1
  }

  private mutating func readNumber() throws(DocumentProblem) -> String {
    let start = offset
    if next == UInt8(ascii: "-") { offset += 1 }
    let integer = takeDigits()
    guard integer.count == 1 || integer.count > 1 && integer.first != UInt8(ascii: "0") else {
      throw problem("this is not a JSON number")
    }
    if take("."), takeDigits().isEmpty { throw problem("this is not a JSON number") }
    if take("e") || take("E") {
      if !take("+") { _ = take("-") }
      if takeDigits().isEmpty { throw problem("this is not a JSON number") }
    }
    return String(decoding: bytes[start..<offset], as: UTF8.self)
  }

  private mutating func takeDigits() -> ArraySlice<UInt8> {
    let start = offset
    while let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { offset += 1 }
    return bytes[start..<offset]
  }
}

// MARK: - Strings

extension JSONDocumentReader {
  private mutating func readString() throws(DocumentProblem) -> String {
    let start = position
    offset += 1
    var content: [UInt8] = []
    while true {
      switch next {
      case nil: throw DocumentProblem("the text in quotes has no end; the file may have been cut off", at: start)
      case UInt8(ascii: "\""):
        offset += 1
        guard let text = String(validating: content, as: UTF8.self) else {
          throw DocumentProblem("the text in quotes is not UTF-8", at: start)
        }
        return text
      case UInt8(ascii: "\\"):
        offset += 1
        content.append(contentsOf: String(try readEscape()).utf8)
      case .some(let byte) where byte < 0x20: throw problem("a control character must be escaped in JSON")
      case .some: content.append(contentsOf: takePlainBytes())
      }
    }
  }

  /// The bytes up to a quote, an escape or a control character.
  private mutating func takePlainBytes() -> ArraySlice<UInt8> {
    let start = offset
    while let byte = next, byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") {
      if byte & 0xc0 == 0x80 { continuationCount += 1 }
      offset += 1
    }
    return bytes[start..<offset]
  }

  private mutating func readEscape() throws(DocumentProblem) -> Unicode.Scalar {
    let simple: [UInt8: Unicode.Scalar] = [
      UInt8(ascii: "\""): "\"", UInt8(ascii: "\\"): "\\", UInt8(ascii: "/"): "/", UInt8(ascii: "b"): "\u{8}",
      UInt8(ascii: "f"): "\u{c}", UInt8(ascii: "n"): "\n", UInt8(ascii: "r"): "\r", UInt8(ascii: "t"): "\t",
    ]
    if let byte = next, let scalar = simple[byte] {
      offset += 1
      return scalar
    }
    guard take("u"), let unit = takeUnit() else { throw problem("this is not an escape of JSON") }
    if let scalar = Unicode.Scalar(UInt32(unit)) { return scalar }
    guard UTF16.isLeadSurrogate(unit), take("\\"), take("u"), let trail = takeUnit(), UTF16.isTrailSurrogate(trail)
    else { throw problem("this is half of a surrogate pair") }
    return Unicode.Scalar(0x10000 + (UInt32(unit) & 0x3ff) << 10 + UInt32(trail) & 0x3ff) ?? "\u{fffd}"
  }

  private mutating func takeUnit() -> UInt16? {
    guard bytes.count - offset >= 4 else { return nil }
    var unit: UInt16 = 0
    for byte in bytes[offset..<offset + 4] {
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else { return nil }
      unit = unit << 4 | UInt16(digit)
    }
    offset += 4
    return unit
  }
}

// MARK: - Text and positions

extension JSONDocumentReader {
  /// The text in UTF-8, without a byte order mark.
  static func utf8(_ bytes: [UInt8]) throws(DocumentProblem) -> [UInt8] {
    if bytes.starts(with: [0xef, 0xbb, 0xbf]) { return Array(bytes.dropFirst(3)) }
    let isLittleEndian = bytes.starts(with: [0xff, 0xfe])
    guard isLittleEndian || bytes.starts(with: [0xfe, 0xff]) else { return bytes }
    let units = stride(from: 2, to: bytes.count - 1, by: 2).map { index in
      let (first, second) = (UInt16(bytes[index]), UInt16(bytes[index + 1]))
      return isLittleEndian ? second << 8 | first : first << 8 | second
    }
    guard bytes.count.isMultiple(of: 2), let text = String(validating: units, as: UTF16.self) else {
      throw DocumentProblem("the text begins as UTF-16 and is not", at: .start)
    }
    return Array(text.utf8)
  }

  private var next: UInt8? { offset < bytes.count ? bytes[offset] : nil }

  private mutating func take(_ word: StaticString) -> Bool {
    let count = word.utf8CodeUnitCount
    guard bytes.count - offset >= count else { return false }
    for index in 0..<count where bytes[offset + index] != word.utf8Start[index] { return false }
    offset += count
    return true
  }

  private mutating func skipSpaces() {
    while let byte = next {
      switch byte {
      case UInt8(ascii: "\n"):
        offset += 1
        line += 1
        lineStart = offset
        continuationCount = 0
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): offset += 1
      default: return
      }
    }
  }

  private var position: DocumentPosition {
    DocumentPosition(line: line, column: offset - lineStart - continuationCount + 1)
  }

  private func problem(_ message: String) -> DocumentProblem { DocumentProblem(message, at: position) }

  private func unexpected(_ wanted: String) -> DocumentProblem {
    problem(
      next == nil ? "the text ends where \(wanted) is expected; it may have been cut off" : "\(wanted) is expected")
  }
}

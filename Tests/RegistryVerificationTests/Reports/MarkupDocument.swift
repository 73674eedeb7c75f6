/// A strict reader of XML that the tests hold pages and JUnit files to.
///
/// Knows elements, attributes in double quotes, text, the five references that the writers use, a document type and an
/// XML declaration; everything else is an error.
struct MarkupDocument {
  struct Element {
    var name: String
    var attributes: [String: String] = [:]
    var children: [Node] = []
  }

  indirect enum Node {
    case element(Element)
    case text(String)
  }

  struct Malformed: Error, CustomStringConvertible {
    var description: String
  }

  let root: Element

  init(_ text: String) throws {
    var reader = Reader(scalars: Array(text.unicodeScalars))
    for prolog in ["<!DOCTYPE html>", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"] { _ = reader.take(prolog) }
    reader.skipSpaces()
    root = try reader.readElement(depth: 0)
    reader.skipSpaces()
    guard reader.isAtEnd else { throw Malformed(description: "text after the root at \(reader.offset)") }
  }
}

// MARK: - What it holds

extension MarkupDocument {
  /// All elements, parents before their children.
  var elements: [Element] { root.descendants }

  func all(_ name: String) -> [Element] { elements.filter { $0.name == name } }
}

extension MarkupDocument.Element {
  var descendants: [MarkupDocument.Element] {
    var found = [self]
    for case .element(let child) in children { found += child.descendants }
    return found
  }

  /// The text of the element and everything in it.
  var text: String {
    children.map { child in
      switch child {
      case .text(let text): text
      case .element(let element): element.text
      }
    }.joined()
  }
}

// MARK: - Reading

extension MarkupDocument {
  struct Reader {
    let scalars: [Unicode.Scalar]
    var offset = 0

    var isAtEnd: Bool { offset >= scalars.count }
    private var next: Unicode.Scalar? { isAtEnd ? nil : scalars[offset] }

    mutating func skipSpaces() { while let next, next == " " || next == "\n" { offset += 1 } }

    mutating func take(_ text: String) -> Bool {
      let wanted = Array(text.unicodeScalars)
      guard scalars.count - offset >= wanted.count, Array(scalars[offset..<offset + wanted.count]) == wanted else {
        return false
      }
      offset += wanted.count
      return true
    }

    mutating func readElement(depth: Int) throws -> Element {
      guard depth < 40, take("<") else { throw error("an element is expected") }
      var element = Element(name: try readName())
      while true {
        skipSpaces()
        if take("/>") { return element }
        if take(">") { break }
        let name = try readName()
        guard take("=\""), element.attributes[name] == nil else { throw error("a value in quotes is expected") }
        element.attributes[name] = try readText { $0 == "\"" }
        offset += 1
      }
      while !take("</") {
        if next == "<" {
          element.children.append(.element(try readElement(depth: depth + 1)))
        } else {
          element.children.append(.text(try readText { $0 == "<" }))
        }
      }
      guard take(element.name + ">") else { throw error("</\(element.name)> is expected") }
      return element
    }

    private mutating func readName() throws -> String {
      var name = ""
      while let next, next.isASCII, next.properties.isAlphabetic || "-_:0123456789".unicodeScalars.contains(next) {
        name.unicodeScalars.append(next)
        offset += 1
      }
      if name.isEmpty { throw error("a name is expected") }
      return name
    }

    private mutating func readText(until isEnd: (Unicode.Scalar) -> Bool) throws -> String {
      var text = ""
      while let scalar = next, !isEnd(scalar) {
        if scalar == "&" {
          let references = ["&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": "\"", "&#39;": "'"] as KeyValuePairs
          guard let match = references.first(where: { take($0.key) }) else { throw error("an unknown reference") }
          text += match.value
          continue
        }
        guard scalar != "<", scalar == "\n" || scalar.value >= 0x20, scalar.value & 0xfffe != 0xfffe else {
          throw error("U+\(String(scalar.value, radix: 16)) may not stand in a document")
        }
        text.unicodeScalars.append(scalar)
        offset += 1
      }
      if isAtEnd { throw error("the text ends too early") }
      return text
    }

    private func error(_ reason: String) -> Malformed {
      let start = max(offset - 40, 0)
      let end = min(offset + 40, scalars.count)
      var near = ""
      near.unicodeScalars.append(contentsOf: scalars[start..<end])
      return Malformed(description: "\(reason) at \(offset): \(near)")
    }
  }
}

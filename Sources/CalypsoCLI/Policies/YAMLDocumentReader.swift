import RegistryVerification
import Yams

extension DocumentNode {
  /// Reads a YAML text of one document, and by that JSON too.
  ///
  /// Plain scalars have the types of YAML 1.2's core schema: `yes`, `1:30` and `2026-11-23` are texts. Anchors and aliases
  /// are refused, since a few lines of them stand for any amount of data.
  ///
  /// - Throws: ``DocumentError``.
  init(yaml text: String) throws(DocumentError) {
    if let position = YAMLDocumentReader.firstAnchor(in: text) {
      throw DocumentError([
        DocumentProblem(
          "anchors ('&name') are not read", at: position, hint: "write the value out; put a space after a '&' of a text"
        )
      ])
    }
    let root: Node?
    do {
      root = try Parser(yaml: text, encoding: .utf8).singleRoot()
    } catch {
      throw DocumentError([YAMLDocumentReader.problem(error, in: text)])
    }
    guard let root else { throw DocumentError([DocumentProblem("the file is empty", at: .start)]) }
    do {
      self = try YAMLDocumentReader.node(root, depth: 0)
    } catch {
      throw DocumentError([error])
    }
  }
}

/// Turns the nodes of Yams into nodes of a document.
private enum YAMLDocumentReader {
  static func node(_ node: Node, depth: Int) throws(DocumentProblem) -> DocumentNode {
    let position = node.mark.map { DocumentPosition($0) } ?? .start
    guard depth <= DocumentNode.maximumDepth else {
      throw DocumentProblem("lists and mappings are nested deeper than \(DocumentNode.maximumDepth)", at: position)
    }
    switch node {
    case .scalar(let scalar):
      return DocumentNode(scalar.style == .plain ? plain(scalar.string) : .string(scalar.string), at: position)
    case .sequence(let sequence):
      var elements: [DocumentNode] = []
      for element in sequence { elements.append(try self.node(element, depth: depth + 1)) }
      return DocumentNode(.list(elements), at: position)
    case .mapping(let mapping):
      var entries: [DocumentNode.Entry] = []
      for (key, value) in mapping {
        let keyPosition = key.mark.map { DocumentPosition($0) } ?? position
        guard case .scalar(let scalar) = key else {
          throw DocumentProblem("a key is a text, and this is a list or a mapping", at: keyPosition)
        }
        entries.append(
          DocumentNode.Entry(
            key: scalar.string, keyPosition: keyPosition, value: try self.node(value, depth: depth + 1)))
      }
      return DocumentNode(.mapping(entries), at: position)
    case .alias: throw DocumentProblem("an alias ('*name') is not read here", at: position)
    }
  }

  /// The value of a text without quotes.
  ///
  /// Specification: YAML 1.2.2, 10.3.2 (core schema).
  private static func plain(_ text: String) -> DocumentNode.Content {
    switch text {
    case "", "~", "null", "Null", "NULL": .null
    case "true", "True", "TRUE": .bool(true)
    case "false", "False", "FALSE": .bool(false)
    default: isNumber(text) ? .number(text) : .string(text)
    }
  }

  private static func isNumber(_ text: String) -> Bool {
    let digits = text.first == "-" || text.first == "+" ? text.dropFirst() : text[...]
    guard let first = digits.first, first.isASCII, first.isNumber || first == "." else { return false }
    return Double(digits) != nil && digits.allSatisfy { $0.isASCII && ($0.isNumber || ".eE+-".contains($0)) }
  }
}

// MARK: - Mistakes

extension YAMLDocumentReader {
  /// Where something stands that may be an anchor, be it in a comment: refusing too much does less harm than a document
  /// whose aliases stand for more than memory holds.
  static func firstAnchor(in text: String) -> DocumentPosition? {
    guard text.utf8.contains(UInt8(ascii: "&")) else { return nil }
    var position = DocumentPosition.start
    var previous: Unicode.Scalar = " "
    var candidate: DocumentPosition?
    for scalar in text.unicodeScalars {
      let isSpace = scalar.properties.isWhitespace
      if let candidate, !isSpace { return candidate }
      let mayBegin = previous.properties.isWhitespace || "[]{},:-?".unicodeScalars.contains(previous)
      candidate = scalar == "&" && mayBegin ? position : nil
      if scalar == "\n" {
        position = DocumentPosition(line: position.line + 1, column: 1)
      } else {
        position.column += 1
      }
      previous = scalar
    }
    return nil
  }

  static func problem(_ error: any Error, in text: String) -> DocumentProblem {
    guard let error = error as? YamlError else { return DocumentProblem("this is not YAML", at: .start) }
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      if problem.contains("nesting level") {
        return DocumentProblem("lists and mappings are nested too deep", at: DocumentPosition(mark))
      }
      return DocumentProblem("this is not YAML: \(problem)", at: DocumentPosition(mark), hint: hint(for: problem))
    case .duplicatedKeysInMapping(let duplicates, let context):
      return DocumentProblem(
        "the key '\(duplicates.first ?? "")' appears more than once in a mapping", at: DocumentPosition(context.mark))
    case .reader(let problem, let offset, _, _):
      let before = String(decoding: text.utf8.prefix(offset ?? 0), as: UTF8.self)
      let lines = before.split(separator: "\n", omittingEmptySubsequences: false)
      let position = DocumentPosition(line: lines.count, column: (lines.last?.unicodeScalars.count ?? 0) + 1)
      return DocumentProblem("this is not YAML: \(problem)", at: position)
    default: return DocumentProblem("this is not YAML", at: .start)
    }
  }

  /// What people run into with patterns, IPv6 and tabs.
  private static func hint(for problem: String) -> String? {
    if problem.contains("alphabetic or numeric") || problem.contains("undefined alias") {
      return "a pattern that begins with '*' stands in quotes: \"*\""
    }
    if problem.contains("tab character") { return "indent with spaces" }
    if problem.contains("cannot start any token") { return "put special characters in quotes, and indent with spaces" }
    if problem.contains("another document") { return "a policy is one document; leave out '---'" }
    if problem.contains("mapping values") { return "put texts with ': ' in quotes" }
    return nil
  }
}

extension DocumentPosition {
  fileprivate init(_ mark: Mark) { self.init(line: mark.line, column: mark.column) }
}

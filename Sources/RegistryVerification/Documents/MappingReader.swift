import Calypso

/// Reads the entries of a mapping whose keys are known, and reports what does not belong there.
///
/// Everything that is wrong is collected, so that one run shows every mistake.
struct MappingReader {
  let position: DocumentPosition
  /// What the mapping is, for messages: `a caller`.
  let what: String
  private var values: [String: DocumentNode] = [:]

  /// - Parameter keys: The keys that are known; their case counts.
  init(_ node: DocumentNode, as what: String, keys: [String], problems: inout [DocumentProblem]) {
    position = node.position
    self.what = what
    guard let entries = node.entries else {
      problems.append(
        DocumentProblem(
          "\(what) is a mapping, not \(node.summary)", at: node.position,
          hint: "its keys are \(keys.joined(separator: ", "))"))
      return
    }
    var seen: Set<String> = []
    for entry in entries {
      if !keys.contains(entry.key) {
        let nearest = Suggestion.nearest(to: entry.key, among: keys)
        problems.append(
          DocumentProblem(
            "unknown key '\(entry.key)' in \(what)", at: entry.keyPosition,
            hint: nearest.map { "did you mean '\($0)'?" } ?? "the keys are \(keys.joined(separator: ", "))"))
      } else if !seen.insert(entry.key).inserted {
        problems.append(DocumentProblem("the key '\(entry.key)' appears twice in \(what)", at: entry.keyPosition))
      } else if !entry.value.isNull {
        values[entry.key] = entry.value
      }
    }
  }
}

extension MappingReader {
  /// The value of a key; `nil` when the key is not there or has no value.
  subscript(key: String) -> DocumentNode? { values[key] }

  /// The text of a key.
  func text(_ key: String, problems: inout [DocumentProblem]) -> (text: String, position: DocumentPosition)? {
    guard let node = values[key] else { return nil }
    guard let text = node.text else {
      problems.append(DocumentProblem("'\(key)' is a text, not \(node.summary)", at: node.position))
      return nil
    }
    return (text, node.position)
  }

  func bool(_ key: String, problems: inout [DocumentProblem]) -> Bool? {
    guard let node = values[key] else { return nil }
    if node.bool == nil {
      problems.append(DocumentProblem("'\(key)' is true or false, not \(node.summary)", at: node.position))
    }
    return node.bool
  }

  /// The elements of a key that holds a list; none when the key is not there.
  func elements(_ key: String, problems: inout [DocumentProblem]) -> [DocumentNode] {
    guard let node = values[key] else { return [] }
    if node.elements == nil {
      problems.append(
        DocumentProblem("'\(key)' is a list, not \(node.summary)", at: node.position, hint: "write \(key): [ … ]"))
    }
    return node.elements ?? []
  }

  /// The texts of a key that holds a list of them, spaces around each left out.
  func texts(
    _ key: String, problems: inout [DocumentProblem]
  ) -> [(text: String, position: DocumentPosition)] {
    elements(key, problems: &problems).compactMap { node in
      guard let text = node.text else {
        problems.append(
          DocumentProblem(
            "'\(key)' is a list of texts, and this is \(node.summary)", at: node.position,
            hint: node.isNull || node.elements != nil || node.entries != nil ? nil : "put it in quotes"))
        return nil
      }
      if text.allSatisfy(\.isWhitespace) {
        problems.append(DocumentProblem("'\(key)' holds an empty text", at: node.position))
        return nil
      }
      return (text, node.position)
    }
  }
}

@testable import RegistryVerification

/// The part of JSON Schema (draft 2020-12) that the schema of reports uses; any other keyword is an error.
///
/// Stricter than the specification in one thing: members that the schema does not describe are violations, so that the
/// documentation of reports is complete.
struct JSONSchema {
  let root: DocumentNode

  /// What violates the schema, each with the path of the value.
  func violations(of value: DocumentNode) -> [String] { violations(of: value, root, at: "$") }

  private func violations(of value: DocumentNode, _ schema: DocumentNode, at path: String) -> [String] {
    var found: [String] = []
    for entry in schema.entries ?? [] {
      switch entry.key {
      case "$schema", "$defs", "title", "description", "format": break
      case "$ref":
        let name = entry.value.text?.split(separator: "/").last.map(String.init) ?? ""
        guard let definition = root["$defs"]?[name] else { return ["\(path): no definition of '\(name)'"] }
        found += violations(of: value, definition, at: path)
      case "anyOf":
        let branches = (entry.value.elements ?? []).map { violations(of: value, $0, at: path) }
        if !branches.contains(where: \.isEmpty) { found += branches.flatMap { $0 } }
      case "type":
        let names = entry.value.elements?.compactMap(\.text) ?? [entry.value.text ?? ""]
        if !names.contains(where: { Self.isType($0, value) }) {
          found.append("\(path): is \(value.summary), not \(names)")
        }
      case "enum", "const":
        let allowed = entry.value.elements ?? [entry.value]
        if !allowed.contains(where: { $0.content == value.content }) { found.append("\(path): is \(value.summary)") }
      case "minimum":
        if case .number(let text) = value.content, case .number(let least) = entry.value.content,
          let number = Int(text), let minimum = Int(least), number < minimum
        {
          found.append("\(path): is below \(minimum)")
        }
      case "pattern":
        // The one pattern is that of digests.
        if let text = value.text, text.utf8.count != 64 || !text.allSatisfy({ "0123456789abcdef".contains($0) }) {
          found.append("\(path): is no digest")
        }
      case "required":
        let names = Set(value.entries?.map(\.key) ?? [])
        found += (entry.value.elements ?? []).compactMap(\.text).filter { !names.contains($0) }
          .map { "\(path): lacks '\($0)'" }
      case "properties", "additionalProperties": break
      case "items":
        for (index, element) in (value.elements ?? []).enumerated() {
          found += violations(of: element, entry.value, at: "\(path)[\(index)]")
        }
      default: found.append("\(path): the schema has the keyword '\(entry.key)'")
      }
    }
    return found + violations(ofMembers: value, schema, at: path)
  }

  private func violations(ofMembers value: DocumentNode, _ schema: DocumentNode, at path: String) -> [String] {
    guard schema["properties"] != nil || schema["additionalProperties"] != nil else { return [] }
    return (value.entries ?? []).flatMap { member in
      let known = schema["properties"]?.entries?.first { $0.key == member.key }?.value
      guard let definition = known ?? schema["additionalProperties"] else {
        return ["\(path).\(member.key): is not described"]
      }
      return violations(of: member.value, definition, at: "\(path).\(member.key)")
    }
  }

  private static func isType(_ name: String, _ value: DocumentNode) -> Bool {
    switch (name, value.content) {
    case ("null", .null), ("boolean", .bool), ("string", .string), ("array", .list), ("object", .mapping): true
    case ("integer", .number(let text)): Int(text) != nil
    default: false
    }
  }
}

import KQLTypes

/// A path with wildcards: `*` and `?` within a name, `[a-z]` for one character, `**` for any depth of folders.
///
/// Names that begin with a dot are found only by patterns that begin with one.
struct PathPattern {
  private let isAbsolute: Bool
  private let components: [[UInt8]]

  /// `nil` when the path has no wildcard.
  init?(_ path: String) {
    guard path.utf8.contains(where: { "*?[".utf8.contains($0) }) else { return nil }
    isAbsolute = path.utf8.first == UInt8(ascii: "/")
    components = path.utf8.split(separator: UInt8(ascii: "/")).map(Array.init)
  }
}

// MARK: - Finding

extension PathPattern {
  /// The paths that match, in byte order of their components.
  func paths() throws(ExecutionError) -> [String] {
    var found: [String] = []
    try collect(from: 0, in: isAbsolute ? "/" : "", depth: 0, into: &found)
    return found
  }

  private func collect(
    from index: Int, in folder: String, depth: Int, into found: inout [String]
  ) throws(ExecutionError) {
    // Symbolic links can make folders endlessly deep.
    guard depth < 64 else { return }
    guard index < components.count else {
      if !folder.isEmpty, FileSystem.attributes(of: folder) != nil { found.append(folder) }
      return
    }
    let component = components[index]
    if component == Array("**".utf8) {
      try collect(from: index + 1, in: folder, depth: depth + 1, into: &found)
      for name in try names(in: folder) where name.utf8.first != UInt8(ascii: ".") {
        let path = FileSystem.join(folder, name)
        if FileSystem.attributes(of: path)?.kind == .folder {
          try collect(from: index, in: path, depth: depth + 1, into: &found)
        }
      }
      return
    }
    guard component.contains(where: { "*?[".utf8.contains($0) }) else {
      let path = FileSystem.join(folder, String(decoding: component, as: UTF8.self))
      if FileSystem.attributes(of: path) != nil {
        try collect(from: index + 1, in: path, depth: depth + 1, into: &found)
      }
      return
    }
    for name in try names(in: folder) {
      let bytes = Array(name.utf8)
      if bytes.first == UInt8(ascii: "."), component.first != UInt8(ascii: ".") { continue }
      if Self.matches(component, bytes) {
        try collect(from: index + 1, in: FileSystem.join(folder, name), depth: depth + 1, into: &found)
      }
    }
  }

  private func names(in folder: String) throws(ExecutionError) -> [String] {
    let path = folder.isEmpty ? "." : folder
    guard FileSystem.attributes(of: path)?.kind == .folder else { return [] }
    return try FileSystem.names(inFolder: path)
  }
}

// MARK: - Matching

extension PathPattern {
  /// Whether a name matches one component of a pattern.
  ///
  /// - Complexity: O(*pattern* × *name*): only the last `*` is ever reconsidered.
  static func matches(_ pattern: [UInt8], _ name: [UInt8]) -> Bool {
    var patternIndex = 0
    var nameIndex = 0
    var resume: (pattern: Int, name: Int)?
    while nameIndex < name.count {
      if patternIndex < pattern.count, pattern[patternIndex] == UInt8(ascii: "*") {
        patternIndex += 1
        resume = (patternIndex, nameIndex)
        continue
      }
      if patternIndex < pattern.count,
        let next = matchOne(pattern, at: patternIndex, name[nameIndex])
      {
        patternIndex = next
        nameIndex += 1
        continue
      }
      guard let last = resume else { return false }
      resume = (last.pattern, last.name + 1)
      patternIndex = last.pattern
      nameIndex = last.name + 1
    }
    return pattern[patternIndex...].allSatisfy { $0 == UInt8(ascii: "*") }
  }

  /// Matches one byte against what stands at an index of the pattern.
  ///
  /// - Returns: The index behind it; `nil` when the byte does not match.
  private static func matchOne(_ pattern: [UInt8], at index: Int, _ byte: UInt8) -> Int? {
    switch pattern[index] {
    case UInt8(ascii: "?"): return index + 1
    case UInt8(ascii: "["):
      guard let close = pattern[(index + 1)...].dropFirst().firstIndex(of: UInt8(ascii: "]")) else {
        return byte == UInt8(ascii: "[") ? index + 1 : nil
      }
      var members = pattern[(index + 1)..<close]
      let isNegated = members.first == UInt8(ascii: "!") || members.first == UInt8(ascii: "^")
      if isNegated { members = members.dropFirst() }
      var isMember = false
      var position = members.startIndex
      while position < members.endIndex {
        if position + 2 < members.endIndex, members[position + 1] == UInt8(ascii: "-") {
          if members[position] <= byte, byte <= members[position + 2] { isMember = true }
          position += 3
        } else {
          if members[position] == byte { isMember = true }
          position += 1
        }
      }
      return isMember != isNegated ? close + 1 : nil
    default: return pattern[index] == byte ? index + 1 : nil
    }
  }
}

import KQLTypes

/// Finds the files that the inputs of a command line stand for.
///
/// An input is a file, a folder (read with all its subfolders), a pattern, `-` for standard input, or any of
/// these after `NAME=`. The order is that of the inputs, and by bytes of the names within each. A file that is
/// reached twice for the same table is read once.
struct InputDiscovery {
  private(set) var files: [InputFile] = []
  private(set) var skipped: [SkippedFile] = []
  private var seen: [Key: String] = [:]

  private struct Key: Hashable {
    var identity: FileSystem.Identity
    var table: String?
  }

  init(_ inputs: [String]) throws(ExecutionError) {
    for input in inputs { try add(input) }
  }
}

// MARK: - Inputs

extension InputDiscovery {
  private mutating func add(_ input: String) throws(ExecutionError) {
    let (table, path) = Self.split(input)
    if path == "-" {
      let identity = FileSystem.attributes(ofDescriptor: 0)?.identity
      if let identity, seen.updateValue("-", forKey: Key(identity: identity, table: table)) != nil { return }
      files.append(InputFile(origin: .standardInput, displayName: "-", declaredTable: table, isNamed: true))
      return
    }
    if let attributes = FileSystem.attributes(of: path) {
      return try add(path, attributes, table: table, isNamed: true)
    }
    guard let pattern = PathPattern(path) else {
      throw .badInput("\(path): there is no such file or folder")
    }
    let matches = try pattern.paths()
    if matches.isEmpty { throw .badInput("\(path): no file matches") }
    for match in matches {
      guard let attributes = FileSystem.attributes(of: match) else { continue }
      try add(match, attributes, table: table, isNamed: false)
    }
  }

  private mutating func add(
    _ path: String, _ attributes: FileSystem.Attributes, table: String?, isNamed: Bool
  ) throws(ExecutionError) {
    if attributes.kind == .folder {
      let countBefore = files.count
      try addFolder(path, attributes.identity, table: table, above: [])
      if isNamed, files.count == countBefore, skipped.isEmpty {
        throw .badInput("\(path): the folder holds no file to read")
      }
      return
    }
    addFile(path, attributes, table: table, isNamed: isNamed)
  }

  private mutating func addFile(
    _ path: String, _ attributes: FileSystem.Attributes, table: String?, isNamed: Bool
  ) {
    let key = Key(identity: attributes.identity, table: table)
    if let first = seen[key] {
      skipped.append(SkippedFile(path: path, reason: "is the same file as \(first)"))
      return
    }
    seen[key] = path
    files.append(
      InputFile(
        origin: .path(path), displayName: path, declaredTable: table, isNamed: isNamed,
        byteCount: attributes.kind == .file ? attributes.byteCount : 0))
  }

  private mutating func addFolder(
    _ path: String, _ identity: FileSystem.Identity, table: String?, above: Set<FileSystem.Identity>
  ) throws(ExecutionError) {
    var chain = above
    guard chain.insert(identity).inserted else {
      skipped.append(SkippedFile(path: path, reason: "is a symbolic link to a folder that it stands in"))
      return
    }
    guard chain.count <= 256 else { throw .badInput("\(path): folders are nested more than 256 deep") }
    for name in try FileSystem.names(inFolder: path) where name.utf8.first != UInt8(ascii: ".") {
      let child = FileSystem.join(path, name)
      guard let attributes = FileSystem.attributes(of: child) else {
        skipped.append(SkippedFile(path: child, reason: "is a symbolic link to nothing"))
        continue
      }
      switch attributes.kind {
      case .folder: try addFolder(child, attributes.identity, table: table, above: chain)
      case .stream: skipped.append(SkippedFile(path: child, reason: "is not a regular file"))
      case .file:
        if InputFile.looksLikeExport(name) {
          addFile(child, attributes, table: table, isNamed: false)
        } else {
          skipped.append(SkippedFile(path: child, reason: "is not an export by its name"))
        }
      }
    }
  }

  /// Splits `NAME=PATH`; a path that exists as it stands is never split, nor one whose `=` follows a slash.
  static func split(_ input: String) -> (table: String?, path: String) {
    guard let equals = input.firstIndex(of: "="), FileSystem.attributes(of: input) == nil else {
      return (nil, input)
    }
    let name = input[..<equals]
    let path = String(input[input.index(after: equals)...])
    let isName =
      !name.isEmpty && !path.isEmpty
      && name.utf8.allSatisfy { byte in
        (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || byte == 0x5f || byte == 0x2d || byte >= 0x80
      }
    return isName ? (String(name), path) : (nil, input)
  }
}

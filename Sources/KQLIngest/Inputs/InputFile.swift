import KQLTypes

/// One file that a run reads.
struct InputFile: Sendable {
  /// Where the bytes come from.
  enum Origin: Sendable {
    case path(String)
    /// Standard input, which is read where it stands when it is a file, and kept in a nameless temporary file else.
    case standardInput
    /// A file within an archive.
    case archive(ZipEntry)
  }

  var origin: Origin
  /// What messages and the account call it.
  var displayName: String
  /// The table that `NAME=PATH` gave it to.
  var declaredTable: String?
  /// Whether the user named this very file, rather than a folder or pattern that it was found by.
  var isNamed: Bool
  /// Size when it was found; 0 for a pipe.
  var byteCount: Int64 = 0
}

/// A file that was found in a folder and is not read.
package struct SkippedFile: Hashable, Sendable {
  package var path: String
  package var reason: String
  /// Whether its name is that of an export, so that records may be missing.
  package var mayHoldRecords = false
}

// MARK: - Names

extension InputFile {
  /// The file's name without folders and without endings that only tell the format: `events.json.gz` → `events`.
  var tableName: String {
    let name = displayName == "-" ? "stdin" : String(displayName.split(separator: "/").last ?? "")
    var stem = name
    while let dot = stem.lastIndex(of: "."), dot != stem.startIndex,
      Self.formatEndings.contains(stem[stem.index(after: dot)...].lowercased())
    {
      stem = String(stem[..<dot])
    }
    return stem
  }

  static let formatEndings: Set<String> = [
    "json", "jsonl", "ndjson", "log", "csv", "tsv", "txt", "gz", "gzip", "avro", "parquet", "zip",
  ]

  /// Whether the file's name ends as those of exports do.
  var hasExportEnding: Bool {
    let name = displayName.split(separator: "/").last ?? ""
    guard let dot = name.lastIndex(of: ".") else { return false }
    return Self.formatEndings.contains(name[name.index(after: dot)...].lowercased())
  }

  /// Whether a file in a folder looks like an export at all, by its name.
  static func looksLikeExport(_ name: String) -> Bool {
    guard let dot = name.lastIndex(of: ".") else { return true }
    return formatEndings.contains(name[name.index(after: dot)...].lowercased())
  }
}

// MARK: - Access

extension InputFile {
  /// Whether the system lets us read the file at all, whatever it holds.
  var canBeOpened: Bool {
    guard case .path(let path) = origin else { return true }
    return FileSystem.isReadable(path)
  }
}

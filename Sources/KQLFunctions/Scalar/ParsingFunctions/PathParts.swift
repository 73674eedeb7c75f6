import KQLTypes

/// The parts of a file path with slashes of either kind, as `parse_path` names them.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/parse-path-function>
struct PathParts {
  private var scheme = ""
  private var rootPath = ""
  private var directoryPath = ""
  private var directoryName = ""
  private var filename = ""
  private var fileExtension = ""
  private var alternateDataStreamName = ""

  init(_ text: UnsafeBufferPointer<UInt8>) {
    var rest = text[...]
    if let (scheme, behind) = Self.scheme(rest) {
      self.scheme = Self.string(scheme)
      rest = behind
    }
    rootPath = Self.string(Self.drive(rest))
    var file = rest
    var directory = rest.prefix(0)
    if let separator = rest.lastIndex(where: Self.isSeparator) {
      directory = rest[..<separator]
      file = rest[(separator + 1)...]
    } else {
      file = rest.dropFirst(rootPath.utf8.count)
      directory = rest.prefix(rootPath.utf8.count)
    }
    directoryPath = Self.string(directory)
    if let separator = directory.lastIndex(where: Self.isSeparator) {
      directoryName = Self.string(directory[(separator + 1)...])
    } else if directoryPath != rootPath {
      directoryName = directoryPath
    }
    if let colon = file.firstIndex(of: UInt8(ascii: ":")) {
      alternateDataStreamName = Self.string(file[(colon + 1)...])
      file = file[..<colon]
    }
    filename = Self.string(file)
    if let dot = file.lastIndex(of: UInt8(ascii: ".")) { fileExtension = Self.string(file[(dot + 1)...]) }
  }

  var value: DynamicValue {
    .bag(
      DynamicBag([
        ("Scheme", .string(scheme)), ("RootPath", .string(rootPath)), ("DirectoryPath", .string(directoryPath)),
        ("DirectoryName", .string(directoryName)), ("Filename", .string(filename)),
        ("Extension", .string(fileExtension)), ("AlternateDataStreamName", .string(alternateDataStreamName)),
      ]))
  }
}

// MARK: - Details

extension PathParts {
  private typealias Bytes = Slice<UnsafeBufferPointer<UInt8>>

  private static func string(_ bytes: Bytes) -> String { String(decoding: bytes, as: UTF8.self) }

  private static func isSeparator(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "/") || byte == UInt8(ascii: "\\") }

  private static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }

  /// What stands before `://`, and what stands behind it.
  private static func scheme(_ text: Bytes) -> (Bytes, Bytes)? {
    guard let colon = text.firstIndex(of: UInt8(ascii: ":")), colon > text.startIndex,
      text[colon...].starts(with: "://".utf8), text[..<colon].allSatisfy({ isLetter($0) || $0 &- 0x30 < 10 })
    else { return nil }
    return (text[..<colon], text[(colon + 3)...])
  }

  /// The drive, such as `C:`, at the beginning or behind the prefix of a long path (`\\?\`); empty when there is none.
  private static func drive(_ text: Bytes) -> Bytes {
    let path = text.starts(with: "\\\\?\\".utf8) ? text.dropFirst(4) : text
    guard path.count >= 2, let letter = path.first, isLetter(letter), path[path.startIndex + 1] == UInt8(ascii: ":")
    else { return text.prefix(0) }
    return path.prefix(2)
  }
}

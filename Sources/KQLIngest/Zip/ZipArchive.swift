import Deflate
import KQLTypes

/// Finds the inputs within a ZIP archive.
struct ZipArchive {
  private(set) var files: [InputFile] = []
  /// Entries that are not read.
  private(set) var skipped: [SkippedFile] = []

  /// - Parameter archive: The input that the archive is.
  init(_ handle: InputHandle, of archive: InputFile) throws(ExecutionError) {
    let entries = try ZipDirectory(handle).entries.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    var last: String?
    for var entry in entries where !Self.isHidden(entry.name) && entry.name.utf8.last != UInt8(ascii: "/") {
      if entry.name == last { entry.refusal = "stands twice in the archive" }
      last = entry.name
      let path = archive.displayName + "/" + entry.name
      if InputFile.looksLikeExport(String(entry.name.split(separator: "/").last ?? "")) {
        files.append(
          InputFile(
            origin: .archive(entry), displayName: path, declaredTable: archive.declaredTable, isNamed: false,
            byteCount: entry.storedByteCount))
      } else {
        skipped.append(SkippedFile(path: path, reason: "is not an export by its name"))
      }
    }
    if files.isEmpty, skipped.isEmpty, archive.isNamed {
      throw .badInput("\(archive.displayName): the ZIP archive holds no file to read")
    }
  }

  /// Names that begin with a dot are passed over as in folders, and what macOS adds to archives.
  private static func isHidden(_ name: String) -> Bool {
    name.split(separator: "/").contains { $0.utf8.first == UInt8(ascii: ".") || $0 == "__MACOSX" }
  }
}

extension InputHandle {
  /// The bytes of an entry as they are stored.
  static func open(_ entry: ZipEntry, named name: String) throws(ExecutionError) -> InputHandle {
    if let refusal = entry.refusal { throw .badInput("\(name): \(refusal)") }
    let damage = ExecutionError.badInput("\(name): the ZIP archive is damaged: the entry is not where it should be")
    let header = BlockBuffer(capacity: 64)
    guard try entry.archive.read(into: header.base, count: 30, at: entry.headerOffset) == 30,
      ByteScan.load8(header.base) & 0xffff_ffff == 0x0403_4b50
    else { throw damage }
    let lengths = ByteScan.load8(header.base + 26)
    let skipped = Int64(30) + Int64(lengths & 0xffff) + Int64(lengths >> 16 & 0xffff)
    let left = entry.archive.byteCount - entry.headerOffset - skipped
    guard left >= entry.storedByteCount else { throw damage }
    return InputHandle(
      part: (entry.headerOffset + skipped)..<(entry.headerOffset + skipped + entry.storedByteCount), of: entry.archive,
      named: name)
  }
}

/// Bytes that must come to a checksum.
final class ChecksumStream: ByteStream {
  private let source: any ByteStream
  private let expected: UInt32
  private let name: String
  private var checksum = CRC32()

  init(_ source: any ByteStream, expected: UInt32, name: String) {
    self.source = source
    self.expected = expected
    self.name = name
  }

  func read(into target: UnsafeMutablePointer<UInt8>, count: Int) throws(ExecutionError) -> Int {
    let got = try source.read(into: target, count: count)
    if got == 0, count > 0, checksum.value != expected {
      throw .badInput("\(name): the stored data are damaged: the checksum is wrong")
    }
    checksum.add(UnsafeBufferPointer(start: target, count: got))
    return got
  }
}

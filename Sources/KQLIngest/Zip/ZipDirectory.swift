import KQLTypes

/// The list of files at the end of a ZIP archive, which alone is believed.
///
/// Specification: <https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT>
struct ZipDirectory {
  private let archive: InputHandle
  private(set) var entries: [ZipEntry] = []

  /// How an archive begins, the second one when it is empty.
  static let magics: [[UInt8]] = [[0x50, 0x4b, 0x03, 0x04], [0x50, 0x4b, 0x05, 0x06]]
  private static let byteLimit: Int64 = 256 << 20

  init(_ archive: InputHandle) throws(ExecutionError) {
    self.archive = archive
    let place = try findPlace()
    guard place.count <= Self.byteLimit else { throw damage("its directory has more than \(Self.byteLimit >> 20) MiB") }
    let bytes = try read(place.offset, Int(place.count))
    var cursor = ZipCursor(bytes)
    while cursor.left > 0 { entries.append(try entry(&cursor)) }
    guard UInt64(entries.count) == place.entryCount else { throw damage("its directory does not hold all its files") }
  }

  private func damage(_ reason: String) -> ExecutionError {
    .badInput("\(archive.displayName): the ZIP archive is damaged: \(reason)")
  }

  private func read(_ offset: Int64, _ count: Int) throws(ExecutionError) -> [UInt8] {
    guard offset >= 0, Int64(count) <= archive.byteCount, offset <= archive.byteCount - Int64(count) else {
      throw damage("something stands behind its end")
    }
    let buffer = BlockBuffer(capacity: max(count, 64))
    _ = try archive.read(into: buffer.base, count: count, at: offset)
    return Array(UnsafeBufferPointer(start: buffer.base, count: count))
  }
}

// MARK: - The directory's place

extension ZipDirectory {
  private struct Place {
    var offset: Int64
    var count: Int64
    var entryCount: UInt64
  }

  private static let endByteCount = 22
  private static let locatorByteCount = 20

  /// Finds the record at the very end, behind which only a comment may stand.
  private func findPlace() throws(ExecutionError) -> Place {
    let count = Int(min(archive.byteCount, Int64(Self.endByteCount + 0xffff)))
    let start = archive.byteCount - Int64(count)
    let tail = try read(start, count)
    var index = count - Self.endByteCount
    while index >= 0 {
      if tail[index...].starts(with: [0x50, 0x4b, 0x05, 0x06]) {
        var cursor = ZipCursor(Array(tail[index...]))
        cursor.skip(20)
        let commentCount = cursor.number(2)
        if index + Self.endByteCount + Int(commentCount) == count {
          return try place(Array(tail[index...]), at: start + Int64(index))
        }
      }
      index -= 1
    }
    throw damage("it does not end with a directory; it is cut off")
  }

  private func place(_ end: [UInt8], at offset: Int64) throws(ExecutionError) -> Place {
    var cursor = ZipCursor(end)
    cursor.skip(4)
    let disk = cursor.number(2)
    guard disk == cursor.number(2) || disk == 0xffff else { throw spansDisks }
    cursor.skip(2)
    let entryCount = cursor.number(2)
    let count = cursor.number(4)
    let start = cursor.number(4)
    if entryCount != 0xffff, count != 0xffff_ffff, start != 0xffff_ffff {
      guard disk == 0 else { throw spansDisks }
      return Place(offset: Int64(start), count: Int64(count), entryCount: entryCount)
    }
    // The numbers do not fit, so they stand in a longer record, to which another one leads.
    guard offset >= Int64(Self.locatorByteCount) else { throw damage("its directory cannot be found") }
    var locator = ZipCursor(try read(offset - Int64(Self.locatorByteCount), Self.locatorByteCount))
    guard locator.number(4) == 0x0706_4b50 else {
      return Place(offset: Int64(start), count: Int64(count), entryCount: entryCount)
    }
    locator.skip(4)
    let longer = try large(locator.number(8))
    var record = ZipCursor(try read(longer, 56))
    guard record.number(4) == 0x0606_4b50 else { throw damage("its directory cannot be found") }
    record.skip(28)
    let longEntryCount = record.number(8)
    let longCount = try large(record.number(8))
    return Place(offset: try large(record.number(8)), count: longCount, entryCount: longEntryCount)
  }

  private var spansDisks: ExecutionError {
    .badInput("\(archive.displayName): the ZIP archive is one of several parts, which is not supported")
  }

  private func large(_ number: UInt64) throws(ExecutionError) -> Int64 {
    guard let value = Int64(exactly: number) else { throw damage("a number is too large") }
    return value
  }
}

// MARK: - Entries

extension ZipDirectory {
  private func entry(_ cursor: inout ZipCursor) throws(ExecutionError) -> ZipEntry {
    guard cursor.left >= 46, cursor.number(4) == 0x0201_4b50 else { throw damage("its directory is not valid") }
    cursor.skip(4)
    let flags = cursor.number(2)
    let method = cursor.number(2)
    cursor.skip(4)
    let checksum = UInt32(cursor.number(4))
    var stored = cursor.number(4)
    var byteCount = cursor.number(4)
    let nameCount = Int(cursor.number(2))
    let extraCount = Int(cursor.number(2))
    let commentCount = Int(cursor.number(2))
    cursor.skip(8)
    var offset = cursor.number(4)
    guard cursor.left >= nameCount + extraCount + commentCount else { throw damage("its directory is not valid") }
    let name = cursor.bytes(nameCount)
    var extra = ZipCursor(cursor.bytes(extraCount))
    cursor.skip(commentCount)
    while extra.left >= 4 {
      let id = extra.number(2)
      let count = min(Int(extra.number(2)), extra.left)
      var field = ZipCursor(extra.bytes(count))
      guard id == 1 else { continue }
      // Only those that did not fit are here.
      if byteCount == 0xffff_ffff, field.left >= 8 { byteCount = field.number(8) }
      if stored == 0xffff_ffff, field.left >= 8 { stored = field.number(8) }
      if offset == 0xffff_ffff, field.left >= 8 { offset = field.number(8) }
    }
    var entry = ZipEntry(
      archive: archive, name: Self.text(name), method: nil, refusal: nil, checksum: checksum,
      byteCount: try large(byteCount), storedByteCount: try large(stored), headerOffset: try large(offset))
    if flags & 1 != 0 {
      entry.refusal = "is encrypted, which is not supported; unpack the archive first"
    } else if method == 0 {
      entry.method = .stored
      if entry.byteCount != entry.storedByteCount {
        entry.refusal = "has two different lengths in the archive's directory"
      }
    } else if method == 8 {
      entry.method = .deflated
      // Deflate makes nothing smaller than a thousandth.
      if entry.byteCount / 1040 > entry.storedByteCount { entry.refusal = "cannot be as long as the archive says" }
    } else {
      let names: [UInt64: String] = [9: "Deflate64", 12: "bzip2", 14: "LZMA", 93: "Zstandard", 95: "xz", 98: "PPMd"]
      entry.refusal =
        "is compressed with \(names[method] ?? "method \(method)"), which is not supported; unpack the archive first"
    }
    return entry
  }

  /// Names are UTF-8, or an older encoding whose other characters cannot be told.
  private static func text(_ bytes: [UInt8]) -> String {
    String(validating: bytes, as: UTF8.self)
      ?? String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
  }
}

/// Reads numbers of some bytes, the lowest first.
private struct ZipCursor {
  private let all: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) { all = bytes }

  var left: Int { all.count - position }

  mutating func skip(_ count: Int) { position = min(all.count, position + count) }

  /// Bytes that are not there count as zeros.
  mutating func number(_ count: Int) -> UInt64 {
    bytes(count).reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  mutating func bytes(_ count: Int) -> [UInt8] {
    let end = min(all.count, position + count)
    defer { position = end }
    return Array(all[position..<end])
  }
}

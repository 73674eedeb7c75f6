import KQLTypes

/// Reads the values of a column in a row group, some rows at a time.
final class ParquetColumnReader {
  let column: ParquetColumn
  /// The fields of the rows read last; they point into pages until more are read.
  let values: UnsafeMutablePointer<RawValue>
  private let pages: ParquetPageReader
  /// Texts of the rows read last, and those of the dictionary.
  private let arena = TextArena()
  private let dictionaryArena = TextArena()
  private let converter: ParquetValueConverter
  private let dictionaryConverter: ParquetValueConverter
  private var dictionary: [RawValue] = []
  private var dictionaryBuffer: BlockBuffer?
  private var page: Page?
  /// Pages that the rows read last point into.
  private var buffers: [BlockBuffer] = []
  private let levels: UnsafeMutablePointer<UInt32>
  private let scratch: UnsafeMutablePointer<UInt32>
  private let fields: UnsafeMutablePointer<RawValue>
  /// The levels of an element that was looked at and not taken.
  private var peeked: (repetition: UInt32, definition: UInt32)?

  private struct Page {
    var left: Int
    var repetitions: ParquetRuns
    var definitions: ParquetRuns
    var values: ParquetPageValues
    var buffer: BlockBuffer
  }

  /// Rows that are read at once at most.
  private let rowLimit: Int
  private static let dictionaryLimit = 1 << 21
  /// Bytes of the lists of the rows that are read at once.
  private static let listByteLimit = 256 << 20

  /// - Parameters:
  ///   - target: The type that is asked for; `nil` for whatever reads best.
  ///   - rowLimit: Rows that are read at once at most.
  init(
    _ handle: InputHandle, _ chunk: ParquetFile.Chunk, _ column: ParquetColumn, target: ScalarType?, rowLimit: Int
  ) throws(ExecutionError) {
    self.column = column
    self.rowLimit = rowLimit
    pages = try ParquetPageReader(handle, chunk, column)
    let target = column.list == nil ? target : nil
    converter = ParquetValueConverter(column, target: target, arena: arena)
    dictionaryConverter = ParquetValueConverter(column, target: target, arena: dictionaryArena)
    values = .allocate(capacity: rowLimit)
    values.initialize(repeating: .absent, count: rowLimit)
    fields = .allocate(capacity: rowLimit)
    fields.initialize(repeating: .absent, count: rowLimit)
    levels = .allocate(capacity: rowLimit)
    levels.initialize(repeating: 0, count: rowLimit)
    scratch = .allocate(capacity: rowLimit)
    scratch.initialize(repeating: 0, count: rowLimit)
  }

  deinit {
    values.deallocate()
    fields.deallocate()
    levels.deallocate()
    scratch.deallocate()
  }
}

// MARK: - Rows

extension ParquetColumnReader {
  /// Reads the next rows into ``values``.
  ///
  /// - Parameter count: No more than the limit.
  func read(_ count: Int) throws(ExecutionError) {
    arena.removeAll()
    buffers.removeAll(keepingCapacity: true)
    if let page { buffers.append(page.buffer) }
    if column.list == nil { try readFlat(count) } else { try readLists(count) }
  }

  private func readFlat(_ count: Int) throws(ExecutionError) {
    var done = 0
    while done < count {
      guard var page = try currentPage() else { throw pages.damage("the column has fewer values than its row group") }
      self.page = nil
      let step = min(page.left, count - done)
      if column.definitionLevel == 0 {
        try decode(step, of: &page, into: values + done)
      } else {
        try pages.checked { () throws(ParquetDamage) in try page.definitions.next(step, into: levels) }
        let level = UInt32(column.definitionLevel)
        var presentCount = 0
        for index in 0..<step where levels[index] == level { presentCount += 1 }
        if presentCount == step {
          try decode(step, of: &page, into: values + done)
        } else {
          try decode(presentCount, of: &page, into: fields)
          var next = fields
          for index in 0..<step {
            guard levels[index] == level else {
              values[done + index] = RawValue(word: 0, byteCount: 0, kind: .null)
              continue
            }
            values[done + index] = next.pointee
            next += 1
          }
        }
      }
      page.left -= step
      done += step
      self.page = page
    }
  }

  private func decode(
    _ count: Int, of page: inout Page, into target: UnsafeMutablePointer<RawValue>
  ) throws(ExecutionError) {
    var values = page.values
    try pages.checked { () throws(ParquetDamage) in
      try dictionary.withUnsafeBufferPointer { (dictionary) throws(ParquetDamage) -> Void in
        try values.next(
          count, into: target, converter, dictionary: dictionary, scratch: scratch, arena: arena)
      }
    }
    page.values = values
  }
}

// MARK: - Pages

extension ParquetColumnReader {
  /// The page that the next value stands in; `nil` at the end of the column.
  private func currentPage() throws(ExecutionError) -> Page? {
    while page == nil || page?.left == 0 {
      guard let next = try pages.next() else { return nil }
      if case .dictionary = next.content {
        try readDictionary(next)
        continue
      }
      let repetitionBits = column.list == nil ? 0 : 1
      let definitionBits = Int.bitWidth - column.definitionLevel.leadingZeroBitCount
      page = Page(
        left: next.valueCount, repetitions: ParquetRuns(next.repetitionLevels, bitCount: repetitionBits),
        definitions: ParquetRuns(next.definitionLevels, bitCount: definitionBits),
        values: try pages.checked { () throws(ParquetDamage) in try ParquetPageValues(next, column) },
        buffer: next.buffer)
      buffers.append(next.buffer)
    }
    return page
  }

  private func readDictionary(_ page: ParquetPage) throws(ExecutionError) {
    guard dictionaryBuffer == nil else { throw pages.damage("there is a second dictionary") }
    // Each entry takes at least a bit.
    guard page.valueCount <= min(Self.dictionaryLimit, page.values.count * 8) else {
      throw pages.damage("a dictionary has more entries than bytes")
    }
    var plain = page
    plain.encoding = 0
    var values = try pages.checked { () throws(ParquetDamage) in try ParquetPageValues(plain, column) }
    var entries: [RawValue] = []
    while entries.count < page.valueCount {
      let step = min(rowLimit, page.valueCount - entries.count)
      try pages.checked { () throws(ParquetDamage) in
        try values.next(
          step, into: fields, dictionaryConverter, dictionary: UnsafeBufferPointer(start: nil, count: 0),
          scratch: scratch, arena: dictionaryArena)
      }
      entries.append(contentsOf: UnsafeBufferPointer(start: fields, count: step))
    }
    dictionary = entries
    dictionaryBuffer = page.buffer
  }
}

// MARK: - Lists

extension ParquetColumnReader {
  private func readLists(_ count: Int) throws(ExecutionError) {
    var text: [UInt8] = []
    var byteCount = 0
    for row in 0..<count {
      text.removeAll(keepingCapacity: true)
      let isNull = try readList(into: &text)
      if isNull {
        values[row] = RawValue(word: 0, byteCount: 0, kind: .null)
        continue
      }
      byteCount += text.count
      guard byteCount <= Self.listByteLimit else {
        throw pages.damage("the lists of \(count) rows have more than \(Self.listByteLimit >> 20) MiB together")
      }
      let bytes = arena.append(capacity: text.count) { target in
        text.withUnsafeBufferPointer { source in
          if let start = source.baseAddress { target.update(from: start, count: source.count) }
        }
        return text.count
      }
      values[row] = RawValue(.array, bytes)
    }
  }

  /// Writes the next list as JSON.
  ///
  /// - Returns: Whether it is null.
  private func readList(into text: inout [UInt8]) throws(ExecutionError) -> Bool {
    guard let list = column.list else { return true }
    guard let first = try nextLevels() else { throw pages.damage("the column has fewer values than its row group") }
    text.append(UInt8(ascii: "["))
    var levels = first
    while true {
      if levels.definition >= UInt32(list.elementLevel) {
        if text.count > 1 { text.append(UInt8(ascii: ",")) }
        try appendElement(isPresent: levels.definition == UInt32(column.definitionLevel), to: &text)
        guard text.count <= Self.listByteLimit else { throw pages.damage("a list is too long") }
      }
      guard let next = try nextLevels() else { break }
      if next.repetition == 0 {
        peeked = next
        break
      }
      levels = next
    }
    text.append(UInt8(ascii: "]"))
    return list.isOptional && first.definition + 1 < UInt32(list.elementLevel)
  }

  private func nextLevels() throws(ExecutionError) -> (repetition: UInt32, definition: UInt32)? {
    if let peeked {
      self.peeked = nil
      return peeked
    }
    guard var page = try currentPage() else { return nil }
    try pages.checked { () throws(ParquetDamage) in
      try page.repetitions.next(1, into: levels)
      try page.definitions.next(1, into: scratch)
    }
    page.left -= 1
    self.page = page
    return (levels[0], scratch[0])
  }

  private func appendElement(isPresent: Bool, to text: inout [UInt8]) throws(ExecutionError) {
    guard isPresent else { return text.append(contentsOf: "null".utf8) }
    guard var page else { return }
    try decode(1, of: &page, into: fields)
    self.page = page
    let field = fields[0]
    if field.kind == .text {
      JSONText.appendQuoted(field.bytes, to: &text)
    } else {
      text.append(contentsOf: field.bytes)
    }
  }
}

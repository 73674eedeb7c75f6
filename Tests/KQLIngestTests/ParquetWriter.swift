import Deflate
import DeflateTestSupport

@testable import KQLIngest

/// Writes Parquet files for tests.
struct ParquetWriter {
  enum Codec: Int64, CaseIterable {
    case none
    case snappy
    case gzip
  }

  /// How the values of a column are written.
  enum Coding {
    case plain
    case dictionary
    case delta
    case deltaLength
    case deltaBytes
    case split
  }

  enum Values {
    case bools([Bool?])
    case int32s([Int32?])
    case int64s([Int64?])
    case doubles([Double?])
    case texts([String?])
    case fixed([[UInt8]?])
    /// Lists of optional numbers; `nil` for no list.
    case lists([[Int64?]?])
  }

  struct Column {
    var name: String
    var values: Values
    var coding = Coding.plain
    /// `ConvertedType`, such as 0 for text.
    var converted: Int64?
    /// The fields of `LogicalType`.
    var logical: [UInt8]?
    var scale = 0
    var precision = 0
  }

  var codec = Codec.none
  var isSecondVersion = false
  var hasChecksums = true
  var rowsPerGroup = 1000
  var rowsPerPage = 10
  var columns: [Column] = []

  private static let marker = Array("PAR1".utf8)
}

// MARK: - Files

extension ParquetWriter {
  func bytes() -> [UInt8] {
    var output = Self.marker
    var groups: [[UInt8]] = []
    let rowCount = columns.first?.values.count ?? 0
    for start in stride(from: 0, to: rowCount, by: rowsPerGroup) {
      let rows = start..<min(rowCount, start + rowsPerGroup)
      let chunks = columns.map { chunk($0, rows, into: &output) }
      groups.append(
        Thrift.list(.structure, chunks, field: 1) + Thrift.int64(Int64(rows.count), field: 3, after: 1) + [0])
    }
    var root = Thrift.binary(Array("schema".utf8), field: 4) + Thrift.int32(Int64(columns.count), field: 5, after: 4)
    root.append(0)
    var footer = Thrift.int32(2, field: 1)
    footer += Thrift.list(.structure, [root] + columns.flatMap(elements), field: 2, after: 1)
    footer +=
      Thrift.int64(Int64(rowCount), field: 3, after: 2) + Thrift.list(.structure, groups, field: 4, after: 3) + [0]
    output += footer + Self.little(UInt64(footer.count), 4) + Self.marker
    return output
  }

  static func little(_ value: UInt64, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> UInt64(8 * $0)) }
  }

  private func elements(_ column: Column) -> [[UInt8]] {
    func leaf(_ name: String) -> [UInt8] {
      var bytes = Thrift.int32(column.values.physical, field: 1)
      if case .fixed(let values) = column.values {
        bytes += Thrift.int32(Int64(values.compactMap { $0?.count }.first ?? 1), field: 2, after: 1)
        bytes += Thrift.int32(1, field: 3, after: 2)
      } else {
        bytes += Thrift.int32(1, field: 3, after: 1)
      }
      bytes += Thrift.binary(Array(name.utf8), field: 4, after: 3)
      var last = 4
      if let converted = column.converted {
        bytes += Thrift.int32(converted, field: 6, after: 4)
        bytes += Thrift.int32(Int64(column.scale), field: 7, after: 6)
        bytes += Thrift.int32(Int64(column.precision), field: 8, after: 7)
        last = 8
      }
      if let logical = column.logical { bytes += Thrift.header(.structure, field: 10, after: last) + logical + [0] }
      return bytes + [0]
    }
    guard case .lists = column.values else { return [leaf(column.name)] }
    func group(_ name: String, _ repetition: Int64, _ converted: Int64?) -> [UInt8] {
      var bytes = Thrift.int32(repetition, field: 3) + Thrift.binary(Array(name.utf8), field: 4, after: 3)
      bytes += Thrift.int32(1, field: 5, after: 4)
      if let converted { bytes += Thrift.int32(converted, field: 6, after: 5) }
      return bytes + [0]
    }
    return [group(column.name, 1, 3), group("list", 2, nil), leaf("element")]
  }
}

// MARK: - Pages

extension ParquetWriter {
  /// Writes the pages of a column.
  ///
  /// - Returns: The chunk's metadata.
  private func chunk(_ column: Column, _ rows: Range<Int>, into output: inout [UInt8]) -> [UInt8] {
    let start = output.count
    var dictionary: [[UInt8]] = []
    if column.coding == .dictionary {
      var seen: Set<[UInt8]> = []
      for value in rows.flatMap(column.values.plain) { if seen.insert(value).inserted { dictionary.append(value) } }
      let header = Thrift.int32(Int64(dictionary.count), field: 1) + Thrift.int32(0, field: 2, after: 1) + [0]
      appendPage(2, Array(dictionary.joined()), header, field: 7, to: &output)
    }
    let dataStart = output.count
    var valueCount = 0
    for first in stride(from: rows.lowerBound, to: rows.upperBound, by: rowsPerPage) {
      let page = Array(first..<min(rows.upperBound, first + rowsPerPage))
      valueCount += appendData(column, page, dictionary, to: &output)
    }
    var metadata = Thrift.int32(column.values.physical, field: 1)
    metadata += Thrift.int32(codec.rawValue, field: 4, after: 1) + Thrift.int64(Int64(valueCount), field: 5, after: 4)
    metadata += Thrift.int64(Int64(output.count - start), field: 7, after: 5)
    metadata += Thrift.int64(Int64(dataStart), field: 9, after: 7)
    var last = 9
    if column.coding == .dictionary {
      metadata += Thrift.int64(Int64(start), field: 11, after: 9)
      last = 11
    }
    if let (lowest, highest) = column.values.bounds(rows) {
      metadata += Thrift.header(.structure, field: 12, after: last)
      metadata += Thrift.binary(highest, field: 5) + Thrift.binary(lowest, field: 6, after: 5) + [0]
    }
    return Thrift.int64(Int64(start), field: 2) + Thrift.header(.structure, field: 3, after: 2) + metadata + [0, 0]
  }

  private func appendData(
    _ column: Column, _ rows: [Int], _ dictionary: [[UInt8]], to output: inout [UInt8]
  ) -> Int {
    let levels = rows.flatMap(column.values.levels)
    let maximum = if case .lists = column.values { 3 } else { 1 }
    let values = encode(column, rows.flatMap(column.values.plain), dictionary)
    let definitions = Self.runs(levels.map(\.definition), bitCount: maximum == 3 ? 2 : 1)
    let repetitions = maximum == 3 ? Self.runs(levels.map(\.repetition), bitCount: 1) : []
    let encoding: Int64 =
      switch column.coding {
      case .plain: 0
      case .dictionary: 8
      case .delta: 5
      case .deltaLength: 6
      case .deltaBytes: 7
      case .split: 9
      }
    let count = Thrift.int32(Int64(levels.count), field: 1)
    if isSecondVersion {
      let nullCount = levels.count { $0.definition < maximum }
      var header =
        count + Thrift.int32(Int64(nullCount), field: 2, after: 1) + Thrift.int32(Int64(rows.count), field: 3, after: 2)
      header += Thrift.int32(encoding, field: 4, after: 3) + Thrift.int32(Int64(definitions.count), field: 5, after: 4)
      header += Thrift.int32(Int64(repetitions.count), field: 6, after: 5) + [0]
      appendPage(3, values, header, field: 8, levels: repetitions + definitions, to: &output)
    } else {
      var header = count + Thrift.int32(encoding, field: 2, after: 1) + Thrift.int32(3, field: 3, after: 2)
      header += Thrift.int32(3, field: 4, after: 3) + [0]
      var content: [UInt8] = []
      if maximum == 3 { content += Self.little(UInt64(repetitions.count), 4) + repetitions }
      content += Self.little(UInt64(definitions.count), 4) + definitions + values
      appendPage(0, content, header, field: 5, to: &output)
    }
    return levels.count
  }

  private func appendPage(
    _ kind: Int64, _ content: [UInt8], _ header: [UInt8], field: Int, levels: [UInt8] = [], to output: inout [UInt8]
  ) {
    let compressed: [UInt8] =
      switch codec {
      case .none: content
      case .snappy: Snappy.compress(content)
      case .gzip: Zlib.compress(content, level: 6)
      }
    let stored = levels + compressed
    var page = Thrift.int32(kind, field: 1) + Thrift.int32(Int64(levels.count + content.count), field: 2, after: 1)
    page += Thrift.int32(Int64(stored.count), field: 3, after: 2)
    var last = 3
    if hasChecksums {
      let checksum = stored.withUnsafeBufferPointer { CRC32.of($0) }
      page += Thrift.int32(Int64(Int32(bitPattern: checksum)), field: 4, after: 3)
      last = 4
    }
    output += page + Thrift.header(.structure, field: field, after: last) + header + [0] + stored
  }
}

// MARK: - Encodings

extension ParquetWriter {
  private func encode(_ column: Column, _ values: [[UInt8]], _ dictionary: [[UInt8]]) -> [UInt8] {
    switch column.coding {
    case .plain:
      if case .bools = column.values {
        var bytes = [UInt8](repeating: 0, count: (values.count + 7) / 8)
        for (index, value) in values.enumerated() { bytes[index / 8] |= value[0] << UInt8(index % 8) }
        return bytes
      }
      return Array(values.joined())
    case .dictionary:
      let codes = values.map { value in dictionary.firstIndex(of: value)! }
      let bitCount = max(1, Int.bitWidth - max(0, dictionary.count - 1).leadingZeroBitCount)
      return [UInt8(bitCount)] + Self.runs(codes, bitCount: bitCount)
    case .delta:
      return Self.deltas(
        values.map { value in
          let word = value.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
          return value.count == 4 ? Int64(Int32(truncatingIfNeeded: word)) : Int64(bitPattern: word)
        })
    case .deltaLength:
      let texts = values.map { $0.dropFirst(4) }
      return Self.deltas(texts.map { Int64($0.count) }) + Array(texts.joined())
    case .deltaBytes:
      var last: [UInt8] = []
      var prefixes: [Int64] = []
      var rests: [[UInt8]] = []
      for value in values {
        let text = Array(value.dropFirst(4))
        let prefix = zip(text, last).prefix { $0 == $1 }.count
        prefixes.append(Int64(prefix))
        rests.append(Array(text[prefix...]))
        last = text
      }
      return Self.deltas(prefixes) + Self.deltas(rests.map { Int64($0.count) }) + Array(rests.joined())
    case .split:
      guard let width = values.first?.count else { return [] }
      return (0..<width).flatMap { place in values.map { $0[place] } }
    }
  }

  /// Runs of equal numbers where there are eight of them, packed ones elsewhere.
  static func runs(_ values: [Int], bitCount: Int) -> [UInt8] {
    var output: [UInt8] = []
    var index = 0
    while index < values.count {
      let equal = values[index...].prefix { $0 == values[index] }.count
      // A packed run must be whole groups of eight but at the end.
      if equal >= 8 || values.count - index < 8 {
        output += Thrift.varint(UInt64(equal) << 1) + little(UInt64(values[index]), (bitCount + 7) / 8)
        index += equal
        continue
      }
      output += Thrift.varint(3)
      var word: UInt64 = 0
      for offset in 0..<8 { word |= UInt64(values[index + offset]) << UInt64(offset * bitCount) }
      output += little(word, bitCount)
      index += 8
    }
    return output
  }

  static func deltas(_ values: [Int64]) -> [UInt8] {
    var output =
      Thrift.varint(128) + Thrift.varint(4) + Thrift.varint(UInt64(values.count)) + Thrift.zigzag(values.first ?? 0)
    let deltas = zip(values.dropFirst(), values).map { $0 &- $1 }
    for start in stride(from: 0, to: deltas.count, by: 128) {
      let block = Array(deltas[start..<min(deltas.count, start + 128)])
      let lowest = block.min()!
      let rests = block.map { UInt64(bitPattern: $0 &- lowest) } + [UInt64](repeating: 0, count: 128 - block.count)
      output += Thrift.zigzag(lowest)
      let widths = (0..<4).map { part in 64 - rests[(part * 32)..<(part * 32 + 32)].reduce(0, |).leadingZeroBitCount }
      output += widths.map { UInt8($0) }
      for (part, width) in widths.enumerated() {
        var bits = [UInt8](repeating: 0, count: width * 4)
        for index in 0..<32 {
          for bit in 0..<width where rests[part * 32 + index] >> UInt64(bit) & 1 == 1 {
            bits[(index * width + bit) / 8] |= 1 << UInt8((index * width + bit) % 8)
          }
        }
        output += bits
      }
    }
    return output
  }
}

// MARK: - Values

extension ParquetWriter.Values {
  var count: Int {
    switch self {
    case .bools(let values): values.count
    case .int32s(let values): values.count
    case .int64s(let values): values.count
    case .doubles(let values): values.count
    case .texts(let values): values.count
    case .fixed(let values): values.count
    case .lists(let values): values.count
    }
  }

  var physical: Int64 {
    switch self {
    case .bools: 0
    case .int32s: 1
    case .int64s, .lists: 2
    case .doubles: 5
    case .texts: 6
    case .fixed: 7
    }
  }

  /// The values of a row that are not null, as PLAIN writes them; a truth value as a byte.
  func plain(_ row: Int) -> [[UInt8]] {
    typealias W = ParquetWriter
    switch self {
    case .bools(let values): return values[row].map { [[$0 ? 1 : 0]] } ?? []
    case .int32s(let values): return values[row].map { [W.little(UInt64(UInt32(bitPattern: $0)), 4)] } ?? []
    case .int64s(let values): return values[row].map { [W.little(UInt64(bitPattern: $0), 8)] } ?? []
    case .doubles(let values): return values[row].map { [W.little($0.bitPattern, 8)] } ?? []
    case .texts(let values): return values[row].map { [W.little(UInt64($0.utf8.count), 4) + Array($0.utf8)] } ?? []
    case .fixed(let values): return values[row].map { [$0] } ?? []
    case .lists(let values):
      return (values[row] ?? []).compactMap { $0.map { W.little(UInt64(bitPattern: $0), 8) } }
    }
  }

  func levels(_ row: Int) -> [(repetition: Int, definition: Int)] {
    guard case .lists(let values) = self else { return [(0, plain(row).isEmpty ? 0 : 1)] }
    guard let list = values[row] else { return [(0, 0)] }
    if list.isEmpty { return [(0, 1)] }
    return list.enumerated().map { ($0.offset == 0 ? 0 : 1, $0.element == nil ? 2 : 3) }
  }

  func bounds(_ rows: Range<Int>) -> (lowest: [UInt8], highest: [UInt8])? {
    switch self {
    case .int64s(let values):
      let present = values[rows].compactMap { $0 }
      guard let lowest = present.min(), let highest = present.max() else { return nil }
      return (ParquetWriter.little(UInt64(bitPattern: lowest), 8), ParquetWriter.little(UInt64(bitPattern: highest), 8))
    case .texts(let values):
      let present = values[rows].compactMap { $0.map { Array($0.utf8) } }
      guard let lowest = present.min(by: { $0.lexicographicallyPrecedes($1) }),
        let highest = present.max(by: { $0.lexicographicallyPrecedes($1) })
      else { return nil }
      return (lowest, highest)
    default: return nil
    }
  }
}

/// Thrift's compact protocol, written.
enum Thrift {
  static func varint(_ value: UInt64) -> [UInt8] {
    var rest = value
    var bytes: [UInt8] = []
    while rest >= 0x80 {
      bytes.append(UInt8(rest & 0x7f | 0x80))
      rest >>= 7
    }
    return bytes + [UInt8(rest)]
  }

  static func zigzag(_ value: Int64) -> [UInt8] { varint(UInt64(bitPattern: value << 1 ^ value >> 63)) }

  static func header(_ kind: ThriftReader.Kind, field: Int, after last: Int = 0) -> [UInt8] {
    [UInt8(field - last) << 4 | kind.rawValue]
  }

  static func int32(_ value: Int64, field: Int, after last: Int = 0) -> [UInt8] {
    header(.int32, field: field, after: last) + zigzag(value)
  }

  static func int64(_ value: Int64, field: Int, after last: Int = 0) -> [UInt8] {
    header(.int64, field: field, after: last) + zigzag(value)
  }

  static func binary(_ bytes: [UInt8], field: Int, after last: Int = 0) -> [UInt8] {
    header(.binary, field: field, after: last) + varint(UInt64(bytes.count)) + bytes
  }

  static func list(_ kind: ThriftReader.Kind, _ elements: [[UInt8]], field: Int, after last: Int = 0) -> [UInt8] {
    let count =
      elements.count < 15
      ? [UInt8(elements.count) << 4 | kind.rawValue] : [0xf0 | kind.rawValue] + varint(UInt64(elements.count))
    return header(.list, field: field, after: last) + count + Array(elements.joined())
  }
}

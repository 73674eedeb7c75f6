import KQLColumnar
import KQLTypes

/// Finds the rows of a table that repeat earlier ones.
///
/// Rows with an `_ItemId`, which Azure gives to each record, are the same when it is; of others every column counts.
/// A row is known by 128 bits of SHA-256, so that nobody can make an event look like the copy of another.
struct RowFingerprints {
  /// Rows of each segment that repeat earlier ones, ascending.
  let duplicates: [[Int32]]

  private struct Fingerprint: Hashable {
    var first: UInt64
    var second: UInt64

    init(_ digest: [UInt8]) {
      (first, second) = digest.withUnsafeBytes {
        ($0.loadUnaligned(as: UInt64.self), $0.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
      }
    }
  }

  init(of table: StoreTable, threadCount: Int) throws(StoreError) {
    let found = ParallelLoop.map(table.segments, threadCount: threadCount) {
      ()
    } body: { _, segment in
      Result { () throws(StoreError) in try Self.fingerprints(segment, table) }
    }
    var seen: Set<Fingerprint> = []
    seen.reserveCapacity(table.rowCount)
    var duplicates: [[Int32]] = []
    for result in found {
      var rows: [Int32] = []
      for (row, fingerprint) in try result.get().enumerated() where !seen.insert(fingerprint).inserted {
        rows.append(Int32(truncatingIfNeeded: row))
      }
      duplicates.append(rows)
    }
    self.duplicates = duplicates
  }
}

// MARK: - Rows

extension RowFingerprints {
  /// What a column adds to the form of each row: the digest of its value.
  private struct ColumnForm {
    /// A digest of 16 bytes of each distinct value.
    var digests: [[UInt8]] = []
    /// The distinct value of each row.
    var codes: [UInt32] = []
  }

  private static func fingerprints(
    _ segment: StoreTable.Segment, _ table: StoreTable
  ) throws(StoreError) -> [Fingerprint] {
    var reader = SegmentReader(segment, of: table.store, schema: table.schema)
    let items = try itemIDs(&reader, segment, table.schema)
    var forms: [ColumnForm] = []
    for index in table.schema.fields.indices {
      // A column that the segment does not have is null, as it is in rows of segments that have it.
      guard segment.positions[index] != nil else {
        forms.append(ColumnForm(digests: [nullDigest(table.schema[index].type)], codes: []))
        continue
      }
      forms.append(try form(&reader, index, table.schema[index].type))
    }
    var fingerprints: [Fingerprint] = []
    fingerprints.reserveCapacity(segment.description.rowCount)
    var bytes: [UInt8] = []
    for row in 0..<segment.description.rowCount {
      bytes.removeAll(keepingCapacity: true)
      if let item = items?[row], !item.isEmpty {
        bytes.append(1)
        bytes += item
      } else {
        bytes.append(0)
        for form in forms { bytes += form.digests[form.codes.isEmpty ? 0 : Int(form.codes[row])] }
      }
      fingerprints.append(Fingerprint(SHA256.digest(of: bytes)))
    }
    return fingerprints
  }

  private static func form(
    _ reader: inout SegmentReader, _ index: Int, _ type: ScalarType
  ) throws(StoreError) -> ColumnForm {
    let column = try reader.column(index)
    if case .string(let strings) = column.values {
      return ColumnForm(
        digests: (0..<strings.heap.count).map { digest(Array(strings.heap[$0])) }, codes: strings.codes ?? [])
    }
    var form = ColumnForm()
    var known: [ScalarValue: UInt32] = [:]
    for row in 0..<column.count {
      let value = column[row]
      if let code = known[value] {
        form.codes.append(code)
        continue
      }
      let code = UInt32(form.digests.count)
      known[value] = code
      form.digests.append(value.isNull ? nullDigest(type) : digest(Array("\(value)".utf8)))
      form.codes.append(code)
    }
    return form
  }

  private static func digest(_ bytes: [UInt8]) -> [UInt8] { Array(SHA256.digest(of: bytes).prefix(16)) }

  private static func nullDigest(_ type: ScalarType) -> [UInt8] {
    type == .string ? digest([]) : [UInt8](repeating: 0, count: 16)
  }

  /// The `_ItemId` of each row, from a column of that name or from the bag of fields that have no column; empty where a
  /// row has none, `nil` where no row has.
  private static func itemIDs(
    _ reader: inout SegmentReader, _ segment: StoreTable.Segment, _ schema: Schema
  ) throws(StoreError) -> [[UInt8]]? {
    if let index = schema.index(of: "_ItemId"), segment.positions[index] != nil, schema[index].type == .string {
      let strings = try reader.column(index).strings
      return (0..<segment.description.rowCount).map { Array(strings[$0]) }
    }
    guard let index = schema.index(of: "_Extra"), segment.positions[index] != nil, schema[index].type == .dynamic,
      let summary = segment.summary(index), summary.nullCount < segment.description.rowCount
    else { return nil }
    return try reader.column(index).dynamics.map { value in
      if case .string(let text)? = value.bag?["_ItemId"] { Array(text.utf8) } else { [] }
    }
  }
}

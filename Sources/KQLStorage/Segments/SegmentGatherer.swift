import KQLColumnar
import KQLTypes

/// Collects rows of a table until there are enough for a segment. Where segments end depends on the rows alone, not on
/// the batches that they come in.
struct SegmentGatherer {
  let table: String
  let schema: Schema
  private(set) var rowCount = 0
  private var columns: [ColumnGatherer]
  /// The origin of the rows, in their order.
  private var origins: [SegmentDescription.Origin] = []

  /// Rows after which it is looked whether a segment has grown large.
  private static let stepRowCount = 1024
  /// Bytes of distinct texts that a segment may hold before it ends early.
  private static let textByteLimit = 64 << 20

  init(table: String, schema: Schema) {
    self.table = table
    self.schema = schema
    columns = schema.fields.map { ColumnGatherer($0.type) }
  }
}

extension SegmentGatherer {
  /// Takes rows of a batch, up to where the segment is full.
  ///
  /// - Parameters:
  ///   - batch: Columns of the schema, without selection.
  ///   - row: The first row to take.
  /// - Returns: The row behind the last one that was taken.
  mutating func append(_ batch: RecordBatch, from row: Int, source: Int) throws(BlobError) -> Int {
    let room = Self.stepRowCount - rowCount % Self.stepRowCount
    let end = min(batch.physicalRowCount, row + room)
    guard end > row else { return row }
    for index in columns.indices { try columns[index].append(batch.columns[index].slice(row..<end)) }
    rowCount += end - row
    if let last = origins.indices.last, origins[last].source == source {
      origins[last].rowCount += end - row
    } else {
      origins.append(SegmentDescription.Origin(source: source, rowCount: end - row))
    }
    return end
  }

  var isFull: Bool {
    if rowCount >= SegmentDescription.maximumRowCount { return true }
    guard rowCount % Self.stepRowCount == 0 else { return false }
    return columns.reduce(0) { $0 + $1.byteCount } > Self.textByteLimit
  }

  /// The segment of the rows so far; the gatherer begins anew.
  mutating func takeSegment(threadCount: Int) -> EncodedSegment {
    let gathered = columns.map { $0.finish() }
    let encoded = ParallelLoop.map(gathered, threadCount: rowCount < 4096 ? 1 : threadCount) {
      ColumnEncoder()
    } body: {
      $0.encode($1)
    }
    let named = zip(schema.fields, encoded).map {
      SegmentDescription.NamedColumn(name: $0.name, summary: $1.summary)
    }
    let description = SegmentDescription(table: table, rowCount: rowCount, origins: origins, columns: named)
    self = SegmentGatherer(table: table, schema: schema)
    return EncodedSegment(description: description, columns: encoded)
  }
}

/// A segment ready to be stored.
struct EncodedSegment: Sendable {
  var description: SegmentDescription
  var columns: [EncodedColumn]
}

import KQLCatalog
import KQLColumnar
import KQLTypes

/// Reads columns of one segment, each once.
struct SegmentReader {
  private let segment: StoreTable.Segment
  private let store: Store
  private let schema: Schema
  private var blobs: [Int: ColumnBlob] = [:]
  private var columns: [Int: Column] = [:]

  init(_ segment: StoreTable.Segment, of store: Store, schema: Schema) {
    self.segment = segment
    self.store = store
    self.schema = schema
  }

  var rowCount: Int { segment.description.rowCount }
}

/// A stored column and what was read of it.
private final class ColumnBlob {
  let bytes: UnsafeRawBufferPointer
  let decoder: ColumnDecoder

  init(_ source: [UInt8], type: ScalarType, rowCount: Int) throws(BlobError) {
    let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: source.count, alignment: 8)
    copy.copyBytes(from: source)
    bytes = UnsafeRawBufferPointer(copy)
    do throws(BlobError) {
      decoder = try ColumnDecoder(UnsafeRawBufferPointer(copy), type: type, rowCount: rowCount)
    } catch {
      copy.deallocate()
      throw error
    }
  }

  deinit { bytes.deallocate() }
}

// MARK: - Columns

extension SegmentReader {
  /// The values of a column of the table's schema; nulls, or empty texts, where the segment does not have it.
  mutating func column(_ index: Int) throws(StoreError) -> Column {
    if let known = columns[index] { return known }
    let type = schema[index].type
    guard let position = segment.positions[index] else { return .nulls(type, count: rowCount) }
    let blob = try self.blob(position)
    do throws(BlobError) {
      let column = try blob.decoder.column()
      columns[index] = column
      return column
    } catch {
      throw damage(position, error)
    }
  }

  /// The distinct texts of a string column, without its rows; `nil` where the segment does not have the column.
  mutating func texts(_ index: Int) throws(StoreError) -> StringHeap? {
    guard let position = segment.positions[index] else { return nil }
    return try blob(position).decoder.entries
  }

  private mutating func blob(_ position: Int) throws(StoreError) -> ColumnBlob {
    if let known = blobs[position] { return known }
    let column = segment.description.columns[position]
    let bytes = try store.blob(
      StoreLayout.blob(segment: segment.id, column: position), byteCount: column.summary.byteCount,
      digest: column.summary.digest
    ) { name(position) }
    do throws(BlobError) {
      let blob = try ColumnBlob(bytes, type: column.summary.type, rowCount: rowCount)
      blobs[position] = blob
      return blob
    } catch {
      throw damage(position, error)
    }
  }

  /// The term index of a column; empty when there is none.
  func index(_ index: Int) throws(StoreError) -> [UInt8] {
    guard let position = segment.positions[index] else { return [] }
    let summary = segment.description.columns[position].summary
    guard summary.indexByteCount > 0 else { return [] }
    return try store.blob(
      StoreLayout.indexBlob(segment: segment.id, column: position), byteCount: summary.indexByteCount,
      digest: summary.indexDigest
    ) { "the term index of " + name(position) }
  }

  private func name(_ position: Int) -> String {
    let description = segment.description
    return "column '\(description.columns[position].name)' of segment \(segment.id) of table '\(description.table)'"
  }

  private func damage(_ position: Int, _ error: BlobError) -> StoreError {
    StoreError(.damaged, "\(store.path): the store is damaged: \(name(position)) cannot be read: \(error.reason)")
  }
}

// MARK: - Batches

extension SegmentReader {
  /// The rows that pass a filter, as far as it decides rows; `nil` when none does.
  mutating func batch(_ wanted: [Int], filter: SegmentFilter) throws(StoreError) -> RecordBatch? {
    guard rowCount > 0, let rows = try filter.rows(of: &self, in: segment) else { return nil }
    var found: [Column] = []
    for index in wanted {
      let column = try self.column(index)
      switch rows {
      case .all: found.append(column)
      case .range(let range): found.append(column.slice(range))
      case .some(let indexes): found.append(column.gathered(indexes))
      }
    }
    return RecordBatch(columns: found, rowCount: rows.count(of: rowCount))
  }
}

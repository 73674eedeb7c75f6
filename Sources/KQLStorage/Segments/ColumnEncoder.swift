import KQLColumnar
import KQLTypes

/// A column of a segment as it is stored.
struct EncodedColumn: Sendable {
  var bytes: [UInt8]
  var summary: ColumnSummary
  /// The term index; empty when there is none.
  var index: [UInt8]
}

/// Codes one column of a segment.
///
/// Layout of a column: `u8` 1 when there are nulls, else 0; then, if so, the coded validity (0 or 1 a row); then of a
/// numeric type the coded numbers (reals by their bits), of other types `u32` count of distinct byte strings, the coded
/// byte strings, and the coded place of each row's among them.
struct ColumnEncoder {
  private let integers: IntegerCoder
  private let texts: TextCoder

  init() {
    integers = IntegerCoder(byteStrings: ByteStringCoder())
    texts = TextCoder(integers: integers)
  }
}

extension ColumnEncoder {
  func encode(_ column: GatheredColumn) -> EncodedColumn {
    var writer = BlobWriter()
    writer.append(UInt8(column.validity == nil ? 0 : 1))
    if let validity = column.validity {
      let flags = (0..<column.count).map { validity[$0] ? Int64(1) : 0 }
      flags.withUnsafeBufferPointer { _ = integers.append($0, to: &writer) }
    }
    var summary = ColumnSummary(column)
    var index: [UInt8] = []
    switch column.contents {
    case .numbers(let numbers):
      summary.coding = numbers.withUnsafeBufferPointer { integers.append($0, to: &writer).name }
    case .byteStrings(let heap, let codes):
      writer.append(UInt32(truncatingIfNeeded: heap.count))
      let form = texts.append(heap, isText: column.type == .string, to: &writer)
      let codeForm = codes.withUnsafeBufferPointer { integers.append($0, to: &writer, isNested: false) }
      summary.coding = (form == .digits ? "digits, " : "texts, ") + codeForm.name
      if column.type == .string { index = TermIndex.bytes(of: heap) }
    }
    summary.byteCount = writer.bytes.count
    summary.digest = SHA256.digest(of: writer.bytes)
    if !index.isEmpty {
      summary.indexByteCount = index.count
      summary.indexDigest = SHA256.digest(of: index)
    }
    return EncodedColumn(bytes: writer.bytes, summary: summary, index: index)
  }
}

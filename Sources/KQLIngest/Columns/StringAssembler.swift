import KQLColumnar
import KQLTypes

/// Builds string columns: over a dictionary as long as values repeat, row by row when they do not.
///
/// The dictionary's heap is shared by all batches, and replaced when it has grown large.
final class StringAssembler: ColumnAssembler {
  private var texts: ColumnTexts
  /// `nil` since values did not repeat.
  private var dictionary: TextDictionary? = TextDictionary()
  private var codes: [UInt32] = []
  /// Values that went through the dictionary.
  private var codedCount = 0
  private var plain = StringHeap(isDistinct: false)

  /// Rows after which it shows whether values repeat.
  private static let probeCount = 1024
  /// Bytes of a dictionary that is worth keeping.
  private static let heapLimit = 8 << 20

  init(_ source: ColumnSource) { texts = ColumnTexts(source) }
}

extension StringAssembler {
  func append(_ rows: RawRows) {
    texts.with(rows) { texts in
      guard let dictionary else { return plain.append(contentsOf: texts) }
      let count = codes.count
      codes.append(contentsOf: repeatElement(0, count: texts.count))
      codes.withUnsafeMutableBufferPointer { codes in
        if let target = codes.baseAddress { dictionary.code(texts, into: target + count) }
      }
      codedCount += texts.count
    }
  }

  func finish() -> Column {
    guard let dictionary else {
      let heap = plain
      plain = StringHeap(isDistinct: false, capacity: heap.count)
      return .string(StringColumn(heap: heap))
    }
    let column = Column.string(StringColumn(heap: dictionary.heap, codes: codes))
    let capacity = codes.count
    codes = []
    codes.reserveCapacity(capacity)
    if codedCount >= Self.probeCount, dictionary.count > codedCount / 2 {
      self.dictionary = nil
    } else if dictionary.heap.byteCount > Self.heapLimit {
      self.dictionary = TextDictionary()
      codedCount = 0
    }
    return column
  }
}

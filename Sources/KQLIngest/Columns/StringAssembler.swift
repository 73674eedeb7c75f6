import KQLColumnar
import KQLTypes

/// Builds string columns: over a dictionary as long as values repeat, row by row when they do not.
///
/// The dictionary's heap is shared by all batches, and replaced when it has grown large.
final class StringAssembler: ColumnAssembler {
  private let source: ColumnSource
  private var dictionary: StringDictionary? = StringDictionary()
  private var codes: [UInt32] = []
  /// Codes of values that are not written the way they read: by the form in which they stand in the input.
  private var forms = StringDictionary()
  private var codeOfForm: [UInt32] = []
  private var lastCode: UInt32?
  /// Values that went through the dictionary.
  private var codedCount = 0
  private var plain = StringHeap(isDistinct: false)

  /// Rows after which it shows whether values repeat.
  private static let probeCount = 1024
  /// Bytes of a dictionary that is worth keeping.
  private static let heapLimit = 8 << 20

  init(_ source: ColumnSource) { self.source = source }
}

// MARK: - Appending

extension StringAssembler {
  func append(_ rows: RawRows) {
    if dictionary == nil {
      for row in 0..<rows.count {
        source.withText(in: rows.start + row * rows.stride) { text in _ = plain.append(text) }
      }
      return
    }
    guard var dictionary = dictionary.take() else { return }
    codes.reserveCapacity(codes.count + rows.count)
    var last = lastCode
    for row in 0..<rows.count {
      let value = source.value(in: rows.start + row * rows.stride)
      let code: UInt32
      if value.kind == .text, !source.isLowercased {
        let bytes = value.bytes
        if let last, ByteHash.equal(dictionary.heap[Int(last)], bytes) {
          code = last
        } else {
          code = dictionary.code(of: bytes)
        }
      } else {
        code = codeOfOther(value, rows.start + row * rows.stride, &dictionary)
      }
      codes.append(code)
      last = code
    }
    lastCode = last
    codedCount += rows.count
    self.dictionary = dictionary
  }

  private func codeOfOther(
    _ value: RawValue, _ row: UnsafePointer<RawValue>, _ dictionary: inout StringDictionary
  ) -> UInt32 {
    // One kind of value alone, since equal bytes of different kinds may be different text.
    guard value.kind == (source.isLowercased ? .text : .escapedText) else { return source.withText(in: row) { dictionary.code(of: $0) } }
    let form = Int(forms.code(of: value.bytes))
    if form < codeOfForm.count { return codeOfForm[form] }
    let code = source.withText(in: row) { dictionary.code(of: $0) }
    codeOfForm.append(code)
    return code
  }
}

// MARK: - Finishing

extension StringAssembler {
  func finish() -> Column {
    guard let dictionary else {
      let heap = plain
      plain = StringHeap(isDistinct: false, capacity: heap.count)
      return .string(StringColumn(heap: heap))
    }
    let column = Column.string(StringColumn(heap: dictionary.heap, codes: codes))
    codes = []
    if codedCount >= Self.probeCount, dictionary.count > codedCount / 2 {
      self.dictionary = nil
      forget()
    } else if dictionary.heap.byteCount + forms.heap.byteCount > Self.heapLimit {
      self.dictionary = StringDictionary()
      forget()
    }
    return column
  }

  private func forget() {
    forms = StringDictionary()
    codeOfForm = []
    lastCode = nil
    codedCount = 0
  }
}

import KQLColumnar

/// The texts that a column's values stand for, each followed by bytes that may be read.
///
/// Most are the input's own bytes. Values that are not written the way they read are put together once for each form
/// in which they stand in the input, as long as there are not too many forms.
struct ColumnTexts {
  typealias Text = UnsafeBufferPointer<UInt8>

  private let source: ColumnSource
  /// Takes the place of a missing value.
  private let constant: Text
  private var texts: [Text] = []
  private var forms = TextDictionary()
  private var textOfForm: [Text] = []
  /// Holds the texts of the forms, and the constant.
  private let heap = StringHeap(isDistinct: false)
  /// Holds texts of forms that are not remembered.
  private let arena = TextArena()

  private static let formLimit = 4096
  private static let padding = [UInt8](repeating: 0, count: 16)

  init(_ source: ColumnSource) {
    self.source = source
    constant = Self.store(source.constant, in: heap)
  }
}

extension ColumnTexts {
  /// Calls a function with the text of each row.
  mutating func with(_ rows: RawRows, _ body: (UnsafeBufferPointer<Text>) -> Void) {
    texts.removeAll(keepingCapacity: true)
    texts.reserveCapacity(rows.count)
    var texts = texts
    self.texts = []
    var row = rows.start
    for _ in 0..<rows.count {
      let value = source.value(in: row)
      if value.kind == .text, !source.isLowercased {
        texts.append(value.bytes)
      } else {
        texts.append(text(value, row))
      }
      row += rows.stride
    }
    texts.withUnsafeBufferPointer(body)
    self.texts = texts
    arena.removeAll()
  }

  @inline(never)
  private mutating func text(_ value: RawValue, _ row: UnsafePointer<RawValue>) -> Text {
    switch value.kind {
    case .absent, .null, .converted: return constant
    case .text where !source.isLowercased, .number, .true, .false: return value.bytes
    // One kind of form alone is remembered, since equal bytes of different kinds may be different text.
    case .text, .escapedText:
      guard value.kind == .text || !source.isLowercased, forms.count < Self.formLimit else { break }
      let form = Int(forms.code(of: value.bytes))
      if form < textOfForm.count { return textOfForm[form] }
      let text = source.withText(in: row) { Self.store($0, in: heap) }
      textOfForm.append(text)
      return text
    case .doubledText, .object, .array: break
    }
    return source.withText(in: row) { text in
      arena.append(capacity: text.count) { target in
        if let start = text.baseAddress { target.update(from: start, count: text.count) }
        return text.count
      }
    }
  }

  private static func store(_ text: some Collection<UInt8>, in heap: StringHeap) -> Text {
    let entry = heap.append(capacity: text.count + padding.count) { target in
      var end = target
      for byte in text {
        end.initialize(to: byte)
        end += 1
      }
      end.update(from: padding, count: padding.count)
      return text.count + padding.count
    }
    return Text(rebasing: heap[entry].dropLast(padding.count))
  }
}

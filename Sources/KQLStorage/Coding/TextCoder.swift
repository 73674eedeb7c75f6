import KQLColumnar

/// Codes the distinct byte strings of a column.
///
/// Layout: `u8` form, then by form
/// - 0 plain: the coded sizes, byte string of all bytes one after the other
/// - 1 digits: the ``DigitTemplate``, `u32` count of texts of that shape, the coded flags (1 where a text has the
///   shape), byte string of their digits, then the other texts in form 0
struct TextCoder {
  enum Form: UInt8 {
    case plain
    case digits
  }

  let integers: IntegerCoder
  private var byteStrings: ByteStringCoder { integers.byteStrings }

  init(integers: IntegerCoder) { self.integers = integers }
}

extension TextCoder {
  /// - Parameter isText: Whether the bytes are text, among which templates are looked for.
  @discardableResult
  func append(_ heap: StringHeap, isText: Bool, to writer: inout BlobWriter) -> Form {
    guard isText, heap.count >= 16, let template = DigitTemplate(heap) else {
      writer.append(Form.plain.rawValue)
      appendPlain((0..<heap.count).lazy.map { heap[$0] }, to: &writer)
      return .plain
    }
    var flags: [Int64] = []
    var digits: [UInt8] = []
    var others: [UnsafeBufferPointer<UInt8>] = []
    flags.reserveCapacity(heap.count)
    digits.reserveCapacity(heap.count * template.packedByteCount)
    for entry in 0..<heap.count {
      let hasShape = template.pack(heap[entry], into: &digits)
      flags.append(hasShape ? 1 : 0)
      if !hasShape { others.append(heap[entry]) }
    }
    writer.append(Form.digits.rawValue)
    template.write(to: &writer)
    writer.append(UInt32(truncatingIfNeeded: heap.count - others.count))
    flags.withUnsafeBufferPointer { _ = integers.append($0, to: &writer, isNested: true) }
    digits.withUnsafeBytes { byteStrings.append($0, to: &writer) }
    appendPlain(others, to: &writer)
    return .digits
  }

  private func appendPlain(_ texts: some Collection<UnsafeBufferPointer<UInt8>>, to writer: inout BlobWriter) {
    var sizes: [Int64] = []
    sizes.reserveCapacity(texts.count)
    var bytes: [UInt8] = []
    for text in texts {
      sizes.append(Int64(text.count))
      bytes.append(contentsOf: text)
    }
    sizes.withUnsafeBufferPointer { _ = integers.append($0, to: &writer, isNested: true) }
    bytes.withUnsafeBytes { byteStrings.append($0, to: &writer) }
  }
}

// MARK: - Reading

/// Reads what ``TextCoder`` wrote.
enum TextDecoder {
  /// Entries of a distinct heap in their order.
  ///
  /// - Parameter isText: Whether the bytes must be UTF-8.
  static func read(_ count: Int, isText: Bool, from reader: inout BlobReader) throws(BlobError) -> StringHeap {
    let heap = StringHeap(isDistinct: true, capacity: count)
    guard let form = TextCoder.Form(rawValue: try reader.byte()) else { throw BlobError("a form of texts is unknown") }
    switch form {
    case .plain:
      let plain = try Plain(count, isText: isText, from: &reader)
      plain.append(to: heap)
    case .digits:
      let template = try DigitTemplate(from: &reader)
      let shapedCount = try reader.count(limit: count)
      let flags = try IntegerDecoder.read(count, from: &reader)
      guard flags.reduce(0, { $0 &+ ($1 == 1 ? 1 : 0) }) == shapedCount else { throw BlobError("flags do not add up") }
      let digits = try ByteStringCoder.read(from: &reader)
      guard digits.count == shapedCount * template.packedByteCount else {
        throw BlobError("digits have the wrong size")
      }
      let plain = try Plain(count - shapedCount, isText: isText, from: &reader)
      append(flags, digits, template, plain, to: heap)
    }
    return heap
  }

  private static func append(
    _ flags: [Int64], _ digits: [UInt8], _ template: DigitTemplate, _ plain: Plain, to heap: StringHeap
  ) {
    digits.withUnsafeBufferPointer { digits in
      plain.withTexts { others in
        var shaped = 0
        var other = 0
        for flag in flags {
          if flag == 1 {
            heap.append(capacity: template.byteCount) { target in
              if let start = digits.baseAddress {
                template.unpack(start + shaped * template.packedByteCount, into: target)
              }
              return template.byteCount
            }
            shaped += 1
          } else {
            heap.append(others[other])
            other += 1
          }
        }
      }
    }
  }

  /// Texts one after the other.
  private struct Plain {
    private let sizes: [Int64]
    private let bytes: [UInt8]

    init(_ count: Int, isText: Bool, from reader: inout BlobReader) throws(BlobError) {
      let sizes = try IntegerDecoder.read(count, from: &reader)
      let bytes = try ByteStringCoder.read(from: &reader)
      var total: Int64 = 0
      for size in sizes {
        guard size >= 0, size <= Int64(bytes.count) - total else { throw BlobError("sizes of texts do not add up") }
        total += size
      }
      guard total == bytes.count else { throw BlobError("sizes of texts do not add up") }
      if isText, bytes.contains(where: { $0 >= 0x80 }) { try Self.validate(bytes, sizes) }
      self.sizes = sizes
      self.bytes = bytes
    }

    private static func validate(_ bytes: [UInt8], _ sizes: [Int64]) throws(BlobError) {
      var start = 0
      for size in sizes {
        let text = bytes[start..<start + Int(size)]
        guard String(validating: text, as: UTF8.self) != nil else { throw BlobError("a text is not UTF-8") }
        start += Int(size)
      }
    }

    func withTexts<Result>(_ body: ([UnsafeBufferPointer<UInt8>]) -> Result) -> Result {
      bytes.withUnsafeBufferPointer { bytes in
        var start = 0
        var texts: [UnsafeBufferPointer<UInt8>] = []
        texts.reserveCapacity(sizes.count)
        for size in sizes {
          texts.append(UnsafeBufferPointer(rebasing: bytes[start..<start &+ Int(size)]))
          start &+= Int(size)
        }
        return body(texts)
      }
    }

    func append(to heap: StringHeap) {
      withTexts { texts in texts.withUnsafeBufferPointer { heap.append(contentsOf: $0) } }
    }
  }
}

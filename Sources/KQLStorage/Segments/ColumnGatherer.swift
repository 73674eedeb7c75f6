import KQLColumnar
import KQLTypes

/// Collects the values of one column of a segment, batch by batch, in the form in which they are coded: 64-bit numbers,
/// or codes of a dictionary of byte strings.
struct ColumnGatherer {
  let type: ScalarType
  private(set) var count = 0
  /// The numbers of a column that is held as numbers; a null repeats the value before it, which codes best.
  private var numbers: [Int64] = []
  private var codes: [Int64] = []
  private var interner = StringInterner()
  private var validity = Bitmap(repeating: true, count: 0)
  private var nullCount = 0

  init(_ type: ScalarType) { self.type = type }

  static func isNumeric(_ type: ScalarType) -> Bool {
    switch type {
    case .bool, .int, .long, .datetime, .timespan, .real: true
    case .decimal, .guid, .string, .dynamic: false
    }
  }

  /// Bytes held, for deciding when a segment is large enough; depends on the values alone.
  var byteCount: Int { interner.dictionary.heap.byteCount }
}

// MARK: - Appending

extension ColumnGatherer {
  /// - Precondition: The column has this gatherer's type.
  mutating func append(_ column: Column) throws(BlobError) {
    precondition(column.type == type)
    count += column.count
    if type != .string, column.validity != nil || nullCount > 0 { append(column.validity, count: column.count) }
    switch column.values {
    case .bool(let values): append(values, column.validity) { $0 ? 1 : 0 }
    case .int64(let values): append(values, column.validity) { $0 }
    case .real(let values): append(values, column.validity) { Int64(bitPattern: $0.bitPattern) }
    case .string(let strings): codes.append(contentsOf: interner.codes(of: strings).lazy.map { Int64($0) })
    case .decimal(let values):
      try append(values, column.validity) { (value, writer) throws(BlobError) in
        DynamicCoder.append(value, to: &writer)
      }
    case .guid(let values):
      try append(values, column.validity) { (value, writer) throws(BlobError) in writer.append(value.bigEndian) }
    case .dynamic(let values):
      try append(values, column.validity) { (value, writer) throws(BlobError) in
        try DynamicCoder.append(value, to: &writer)
      }
    }
  }

  private mutating func append(_ added: Bitmap?, count addedCount: Int) {
    if validity.count < count - addedCount {
      validity = Bitmap(repeating: true, count: count - addedCount)
    }
    let bits = added ?? Bitmap(repeating: true, count: addedCount)
    validity.append(contentsOf: bits)
    nullCount += addedCount - bits.setCount
  }

  @inline(__always)
  private mutating func append<Value>(_ values: [Value], _ validity: Bitmap?, _ number: (Value) -> Int64) {
    guard let validity else { return numbers.append(contentsOf: values.lazy.map(number)) }
    for row in values.indices {
      numbers.append(validity[row] ? number(values[row]) : numbers.last ?? 0)
    }
  }

  private mutating func append<Value>(
    _ values: [Value], _ validity: Bitmap?, _ write: (Value, inout BlobWriter) throws(BlobError) -> Void
  ) throws(BlobError) {
    for row in values.indices {
      if validity.isValid(row) {
        var writer = BlobWriter()
        try write(values[row], &writer)
        codes.append(Int64(writer.bytes.withUnsafeBufferPointer { interner.code(of: $0) }))
      } else if let last = codes.last {
        codes.append(last)
      } else {
        codes.append(Int64(interner.code(of: UnsafeBufferPointer(start: nil, count: 0))))
      }
    }
  }
}

// MARK: - Handing over

extension ColumnGatherer {
  /// The values, ready to be coded.
  func finish() -> GatheredColumn {
    let contents: GatheredColumn.Contents =
      Self.isNumeric(type) ? .numbers(numbers) : .byteStrings(interner.dictionary.heap, codes: codes)
    return GatheredColumn(
      type: type, count: count, contents: contents, validity: nullCount > 0 ? validity : nil, nullCount: nullCount)
  }
}

/// The values of one column of a segment.
struct GatheredColumn: Sendable {
  enum Contents: Sendable {
    case numbers([Int64])
    /// Distinct byte strings, and the entry of each row.
    case byteStrings(StringHeap, codes: [Int64])
  }

  var type: ScalarType
  var count: Int
  var contents: Contents
  /// `nil` when no row is null.
  var validity: Bitmap?
  var nullCount: Int
}

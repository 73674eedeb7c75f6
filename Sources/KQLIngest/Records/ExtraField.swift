/// A field of a record that no column has, where it stands in the input.
struct ExtraField {
  var name: UnsafeBufferPointer<UInt8>
  /// Whether the name may hold JSON escapes.
  var isEscaped: Bool
  var value: RawValue
  var context: FieldContext
}

/// The extra fields of one record.
final class ExtraFields {
  private var base: UnsafeMutablePointer<ExtraField>
  private var capacity = 16
  private var count = 0

  init() { base = .allocate(capacity: capacity) }

  deinit { base.deallocate() }

  var fields: UnsafeBufferPointer<ExtraField> { UnsafeBufferPointer(start: base, count: count) }

  func removeAll() { count = 0 }

  func append(_ field: ExtraField) {
    if count == capacity {
      let grown = UnsafeMutablePointer<ExtraField>.allocate(capacity: capacity * 2)
      grown.moveInitialize(from: base, count: count)
      base.deallocate()
      base = grown
      capacity *= 2
    }
    (base + count).initialize(to: field)
    count += 1
  }
}

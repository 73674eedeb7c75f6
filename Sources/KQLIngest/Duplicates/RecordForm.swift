import KQLTypes

/// Writes records in a form that two of them share exactly when they count as the same record.
///
/// A record that has an `_ItemId`, which Azure gives to each, is known by that alone. Of others every field counts, as
/// its text stands but for escapes, doubled quotes and white space between the tokens of JSON: two copies may be laid
/// out differently. Fields that are null count as missing ones do. The order of fields that are columns does not
/// matter, that of others does.
final class RecordForm {
  private var base: UnsafeMutablePointer<UInt8>
  private var capacity = 4096
  private var count = 0
  /// The slot of a column `_ItemId`; -1 when it is none.
  private let itemSlot: Int
  private let slotCount: Int

  private static let itemName = Array("_ItemId".utf8)

  init(_ layout: RowLayout) {
    let column = layout.schema.index(of: "_ItemId")
    itemSlot = column.map { layout.slotOfColumn[$0] } ?? -1
    slotCount = layout.slotCount
    base = .allocate(capacity: capacity)
  }

  deinit { base.deallocate() }
}

extension RecordForm {
  /// The form's 128 bits.
  func fingerprint(
    _ row: UnsafePointer<RawValue>, _ extras: UnsafeBufferPointer<ExtraField>
  ) -> (UInt64, UInt64) {
    count = 0
    if let item = item(row, extras) {
      append(item, as: 1)
    } else {
      for slot in 0..<slotCount where !row[slot].isMissing {
        append(row[slot], as: UInt64(truncatingIfNeeded: slot) << 8)
      }
      for field in extras where !field.value.isMissing {
        append(number: 2 | UInt64(field.context.rawValue) << 8 | UInt64(truncatingIfNeeded: field.name.count) << 16)
        append(field.name)
        append(field.value, as: 3)
      }
    }
    // Any key does; this one is the digits of pi.
    let key: (UInt64, UInt64) = (0x243f_6a88_85a3_08d3, 0x1319_8a2e_0370_7344)
    return SipHash.hash(UnsafeBufferPointer(start: base, count: count), key: key)
  }

  private func item(_ row: UnsafePointer<RawValue>, _ extras: UnsafeBufferPointer<ExtraField>) -> RawValue? {
    if itemSlot >= 0 { return row[itemSlot].isText && !row[itemSlot].isBlank ? row[itemSlot] : nil }
    for field in extras where field.name.count == Self.itemName.count && field.context == .record {
      guard field.name.elementsEqual(Self.itemName) else { continue }
      return field.value.isText && !field.value.isBlank ? field.value : nil
    }
    return nil
  }
}

// MARK: - Values

extension RecordForm {
  @inline(__always)
  private func reserve(_ byteCount: Int) {
    if count &+ byteCount > capacity { grow(byteCount) }
  }

  @inline(never)
  private func grow(_ byteCount: Int) {
    let larger = (count + byteCount) * 2
    let grown = UnsafeMutablePointer<UInt8>.allocate(capacity: larger)
    grown.update(from: base, count: count)
    base.deallocate()
    base = grown
    capacity = larger
  }

  @inline(__always)
  private func append(number: UInt64) {
    reserve(8)
    UnsafeMutableRawPointer(base + count).storeBytes(of: number.littleEndian, as: UInt64.self)
    count &+= 8
  }

  @inline(__always)
  private func append(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let source = bytes.baseAddress else { return }
    reserve(bytes.count)
    (base + count).update(from: source, count: bytes.count)
    count &+= bytes.count
  }

  /// A value behind its kind and its length, so that what follows cannot be taken for a part of it.
  ///
  /// - Parameter label: What the value is of; its lowest byte but two bits is the kind's.
  @inline(__always)
  private func append(_ value: RawValue, as label: UInt64) {
    let start = count
    append(number: 0)
    var kind: UInt64
    switch value.kind {
    case .text:
      kind = 1
      append(value.bytes)
    case .escapedText, .doubledText:
      kind = 1
      RawText.with(value) { append($0) }
    case .number, .true, .false:
      kind = 2
      append(value.bytes)
    case .object, .array:
      kind = 3
      appendPacked(value.bytes)
    case .converted:
      kind = 4
      append(number: value.word)
    case .absent, .null: kind = 0
    }
    kind = kind << 4 | label
    let head = kind | UInt64(truncatingIfNeeded: count &- start) << 32
    UnsafeMutableRawPointer(base + start).storeBytes(of: head.littleEndian, as: UInt64.self)
  }

  /// JSON without the white space between its tokens.
  private func appendPacked(_ json: UnsafeBufferPointer<UInt8>) {
    reserve(json.count)
    var isWithinString = false
    var isEscaped = false
    for byte in json {
      if isWithinString {
        if isEscaped {
          isEscaped = false
        } else if byte == 0x5c {
          isEscaped = true
        } else if byte == 0x22 {
          isWithinString = false
        }
      } else if byte == 0x22 {
        isWithinString = true
      } else if byte <= 0x20 {
        continue
      }
      base[count] = byte
      count &+= 1
    }
  }
}

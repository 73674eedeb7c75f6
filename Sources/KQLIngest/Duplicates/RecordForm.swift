import KQLTypes

/// Writes records in a form that two of them share exactly when they count as the same record.
///
/// A record that has an `_ItemId`, which Azure gives to each, is known by that alone. Of others every field counts, as
/// its text stands but for escapes, doubled quotes and white space between the tokens of JSON: two copies may be laid
/// out differently. Fields that are null count as missing ones do. The order of fields that are columns does not
/// matter, that of others does.
struct RecordForm {
  private var bytes: [UInt8] = []
  /// The slot of a column `_ItemId`; -1 when it is none.
  private let itemSlot: Int
  private let slotCount: Int

  private static let itemName = Array("_ItemId".utf8)

  init(_ layout: RowLayout) {
    let column = layout.schema.index(of: "_ItemId")
    itemSlot = column.map { layout.slotOfColumn[$0] } ?? -1
    slotCount = layout.slotCount
  }
}

extension RecordForm {
  /// The form's 128 bits.
  mutating func fingerprint(
    _ row: UnsafePointer<RawValue>, _ extras: UnsafeBufferPointer<ExtraField>
  ) -> (UInt64, UInt64) {
    bytes.removeAll(keepingCapacity: true)
    if let item = item(row, extras) {
      bytes.append(1)
      append(item)
    } else {
      bytes.append(0)
      for slot in 0..<slotCount where !row[slot].isMissing {
        append(number: UInt32(truncatingIfNeeded: slot))
        append(row[slot])
      }
      for field in extras where !field.value.isMissing {
        append(number: 0x8000_0000 | UInt32(field.context.rawValue))
        append(number: UInt32(truncatingIfNeeded: field.name.count))
        bytes.append(contentsOf: field.name)
        append(field.value)
      }
    }
    // Any key does; this one is the digits of pi.
    return bytes.withUnsafeBufferPointer { SipHash.hash($0, key: (0x243f_6a88_85a3_08d3, 0x1319_8a2e_0370_7344)) }
  }

  private func item(_ row: UnsafePointer<RawValue>, _ extras: UnsafeBufferPointer<ExtraField>) -> RawValue? {
    if itemSlot >= 0 { return row[itemSlot].isText && !row[itemSlot].isBlank ? row[itemSlot] : nil }
    for field in extras where field.context == .record && field.name.elementsEqual(Self.itemName) {
      return field.value.isText && !field.value.isBlank ? field.value : nil
    }
    return nil
  }
}

// MARK: - Values

extension RecordForm {
  private mutating func append(number: UInt32) {
    withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
  }

  /// A value with its kind and its length, so that what follows cannot be taken for a part of it.
  private mutating func append(_ value: RawValue) {
    let start = bytes.count
    append(number: 0)
    switch value.kind {
    case .absent, .null: bytes.append(0)
    case .text, .escapedText, .doubledText:
      bytes.append(1)
      RawText.with(value) { bytes.append(contentsOf: $0) }
    case .number, .true, .false:
      bytes.append(2)
      bytes.append(contentsOf: value.bytes)
    case .object, .array:
      bytes.append(3)
      appendPacked(value.bytes)
    case .converted:
      bytes.append(4)
      withUnsafeBytes(of: value.word.littleEndian) { bytes.append(contentsOf: $0) }
    }
    let count = UInt32(truncatingIfNeeded: bytes.count - start)
    withUnsafeBytes(of: count.littleEndian) { for (index, byte) in $0.enumerated() { bytes[start + index] = byte } }
  }

  /// JSON without the white space between its tokens.
  private mutating func appendPacked(_ json: UnsafeBufferPointer<UInt8>) {
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
      bytes.append(byte)
    }
  }
}

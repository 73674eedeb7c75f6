import KQLColumnar
import KQLTypes

/// Makes bags of the fields that no column has, but for those that are null.
///
/// Such fields mostly hold the same values in record after record, so the last bag is kept together with the bytes
/// it was made of.
struct ExtraBags {
  private var lastForm: [UInt8] = []
  private var lastBag = DynamicValue.null
  private var form: [UInt8] = []

  mutating func bag(_ fields: UnsafeBufferPointer<ExtraField>) -> DynamicValue {
    if fields.isEmpty { return .null }
    form.removeAll(keepingCapacity: true)
    for field in fields where field.value.kind != .null {
      form.append(field.context.rawValue)
      form.append(field.value.kind.rawValue)
      // A length before each part makes the form unambiguous.
      withUnsafeBytes(of: UInt32(truncatingIfNeeded: field.name.count)) { form.append(contentsOf: $0) }
      form.append(contentsOf: field.name)
      withUnsafeBytes(of: field.value.byteCount) { form.append(contentsOf: $0) }
      form.append(contentsOf: field.value.bytes)
    }
    if form == lastForm { return lastBag }
    lastBag = Self.make(fields)
    swap(&form, &lastForm)
    return lastBag
  }

  private static func make(_ fields: UnsafeBufferPointer<ExtraField>) -> DynamicValue {
    var bag = DynamicBag()
    var nested = DynamicBag()
    for field in fields where field.value.kind != .null {
      let name = field.isEscaped ? JSONUnescaping.string(field.name) : String(decoding: field.name, as: UTF8.self)
      let value = RawText.dynamic(field.value, readsText: false)
      if field.context == .nested { nested[name] = value } else { bag[name] = value }
    }
    if !nested.isEmpty { bag["properties"] = .bag(nested) }
    return bag.isEmpty ? .null : .bag(bag)
  }
}

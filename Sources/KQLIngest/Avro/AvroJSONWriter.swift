import KQLTypes

/// Writes Avro values as JSON, each record on a line of its own.
///
/// Times are `datetime` texts, times of day and the like `timespan` texts, bytes and fixed values base64, decimals
/// numbers as long as they have no more than 15 digits and text otherwise, unions the value alone.
struct AvroJSONWriter {
  typealias Damage = AvroCursor.Damage

  private let schema: AvroSchema
  private(set) var output: [UInt8] = []
  /// How many more elements of arrays and maps a record may have, so that elements without bytes cannot go on forever.
  private var elementBudget = 0

  private static let depthLimit = 128

  init(_ schema: AvroSchema) { self.schema = schema }

  mutating func removeAll() { output.removeAll(keepingCapacity: true) }
}

// MARK: - Records

extension AvroJSONWriter {
  /// Writes a value of the file's type.
  mutating func appendLine(_ cursor: inout AvroCursor) throws(Damage) {
    elementBudget = cursor.left + 4096
    let start = output.count
    do throws(Damage) {
      try append(schema.root, &cursor, depth: 0)
    } catch {
      output.removeSubrange(start...)
      throw error
    }
    output.append(0x0a)
  }

  /// Writes the content of a message, which is JSON, on a line.
  mutating func appendLine(
    message fields: [AvroType.Field], body index: Int, _ cursor: inout AvroCursor
  ) throws(Damage) {
    guard let body = try body(fields, index, &cursor) else { return }
    var text = body[...]
    if text.starts(with: [0xef, 0xbb, 0xbf]) { text = text.dropFirst(3) }
    while let last = text.last, last <= 0x20 { text = text.dropLast() }
    text = text.drop { $0 <= 0x20 }
    guard let first = text.first else { return }
    // An array of records is an envelope without a name.
    if first == UInt8(ascii: "[") { output += Array("{\"records\":".utf8) }
    appendUnwrapped(text)
    if first == UInt8(ascii: "[") { output.append(UInt8(ascii: "}")) }
    output.append(0x0a)
  }

  /// The content of a message; `nil` when it has none.
  mutating func body(
    _ fields: [AvroType.Field], _ index: Int, _ cursor: inout AvroCursor
  ) throws(Damage) -> UnsafeBufferPointer<UInt8>? {
    elementBudget = cursor.left + 4096
    var body: UnsafeBufferPointer<UInt8>?
    let start = output.count
    for (number, field) in fields.enumerated() {
      if number == index {
        body = try bytes(field.type, &cursor)
      } else {
        try append(field.type, &cursor, depth: 1)
        output.removeSubrange(start...)
      }
    }
    return body
  }

  /// The value of a type that is bytes, or a union with bytes.
  private mutating func bytes(
    _ type: AvroType, _ cursor: inout AvroCursor
  ) throws(Damage) -> UnsafeBufferPointer<UInt8>? {
    var type = schema.resolved(type)
    if case .union(let types) = type { type = schema.resolved(try branch(types, &cursor)) }
    if type == .bytes || type == .string { return try cursor.counted() }
    let start = output.count
    try append(type, &cursor, depth: 1)
    output.removeSubrange(start...)
    return nil
  }

  /// Puts text that may be laid out over lines on one, but for line ends between records.
  private mutating func appendUnwrapped(_ text: Slice<UnsafeBufferPointer<UInt8>>) {
    var last: UInt8 = 0
    var rest = text
    while let lineEnd = rest.firstIndex(where: { $0 == 0x0a || $0 == 0x0d }) {
      output.append(contentsOf: rest[..<lineEnd])
      if let end = rest[..<lineEnd].last(where: { $0 > 0x20 }) { last = end }
      rest = rest[lineEnd...].drop { $0 <= 0x20 }
      let isBetween = last == UInt8(ascii: "}") && rest.first == UInt8(ascii: "{")
      output.append(isBetween ? 0x0a : 0x20)
    }
    output.append(contentsOf: rest)
  }
}

// MARK: - Values

extension AvroJSONWriter {
  private mutating func append(_ type: AvroType, _ cursor: inout AvroCursor, depth: Int) throws(Damage) {
    guard depth < Self.depthLimit else { throw Damage(reason: "values are nested more than \(Self.depthLimit) deep") }
    switch type {
    case .null: append("null")
    case .boolean:
      switch try cursor.byte() {
      case 0: append("false")
      case 1: append("true")
      default: throw Damage(reason: "a boolean is neither 0 nor 1")
      }
    case .int: append(.long(Int64(try cursor.int())))
    case .long: append(.long(try cursor.long()))
    case .float: append(.real(Double(Float(bitPattern: try cursor.bits32()))))
    case .double: append(.real(Double(bitPattern: try cursor.bits64())))
    case .bytes: appendBase64(try cursor.counted())
    case .fixed(let count): appendBase64(try cursor.take(count))
    case .string: JSONText.appendQuoted(try cursor.counted(), to: &output)
    case .enumeration(let symbols):
      let index = try cursor.int()
      guard symbols.indices.contains(Int(index)) else { throw Damage(reason: "there is no symbol \(index) of an enum") }
      append(.string(symbols[Int(index)]))
    case .array(let element):
      try appendBlocks("[", "]", &cursor) { (writer, cursor) throws(Damage) in
        try writer.append(element, &cursor, depth: depth + 1)
      }
    case .map(let element):
      try appendBlocks("{", "}", &cursor) { (writer, cursor) throws(Damage) in
        JSONText.appendQuoted(try cursor.counted(), to: &writer.output)
        writer.append(":")
        try writer.append(element, &cursor, depth: depth + 1)
      }
    case .union(let types): try append(try branch(types, &cursor), &cursor, depth: depth + 1)
    case .record(let fields):
      append("{")
      for (index, field) in fields.enumerated() {
        if index > 0 { append(",") }
        JSONText.appendQuoted(field.name, to: &output)
        append(":")
        try append(field.type, &cursor, depth: depth + 1)
      }
      append("}")
    case .named(let name):
      guard let type = schema.named[name] else { throw Damage(reason: "type '\(name)' is not described") }
      try append(type, &cursor, depth: depth + 1)
    case .logical(let meaning, let type): try append(meaning, of: type, &cursor)
    }
  }

  private func branch(_ types: [AvroType], _ cursor: inout AvroCursor) throws(Damage) -> AvroType {
    let index = try cursor.long()
    guard index >= 0, index < Int64(types.count) else { throw Damage(reason: "there is no type \(index) of a union") }
    return types[Int(index)]
  }

  /// Writes the elements of an array or map, which come in blocks.
  private mutating func appendBlocks(
    _ opening: StaticString, _ closing: StaticString, _ cursor: inout AvroCursor,
    _ appendElement: (inout Self, inout AvroCursor) throws(Damage) -> Void
  ) throws(Damage) {
    append(opening)
    var isFirst = true
    while true {
      var count = try cursor.long()
      if count == 0 { break }
      if count < 0 {
        // The size of the block follows, for those who pass over it.
        _ = try cursor.long()
        count = count == .min ? .max : -count
      }
      guard count <= Int64(elementBudget) else { throw Damage(reason: "an array or map has more elements than bytes") }
      elementBudget -= Int(count)
      for _ in 0..<count {
        if !isFirst { append(",") }
        isFirst = false
        try appendElement(&self, &cursor)
      }
    }
    append(closing)
  }

  private mutating func append(
    _ meaning: AvroType.Logical, of type: AvroType, _ cursor: inout AvroCursor
  ) throws(Damage) {
    switch meaning {
    case .date: appendTime(Int64(try cursor.int()), .days)
    case .timestamp(let unit): appendTime(try cursor.long(), unit)
    case .time(let unit):
      let value = type == .int ? Int64(try cursor.int()) : try cursor.long()
      append(EpochTime.span(value, unit).map { .timespan($0) } ?? .long(value))
    case .decimal(let precision, let scale):
      let bytes: UnsafeBufferPointer<UInt8>
      if case .fixed(let count) = type { bytes = try cursor.take(count) } else { bytes = try cursor.counted() }
      guard let decimal = KQLDecimal(bigEndian: bytes, scale: scale) else {
        throw Damage(reason: "a decimal has more than 38 digits")
      }
      if precision <= 15 {
        output += Array(decimal.description.utf8)
      } else {
        append(.string(decimal.description))
      }
    case .duration:
      append("{")
      for (index, name) in ["\"months\":", "\"days\":", "\"milliseconds\":"].enumerated() {
        if index > 0 { append(",") }
        output += Array(name.utf8)
        append(.long(Int64(try cursor.bits32())))
      }
      append("}")
    }
  }

  private mutating func appendTime(_ value: Int64, _ unit: EpochTime.Unit) {
    append(EpochTime.ticks(value, unit).map { .datetime($0) } ?? .long(value))
  }

  private mutating func append(_ value: DynamicValue) { JSONText.append(value, to: &output) }

  private mutating func append(_ text: StaticString) {
    output.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  private mutating func appendBase64(_ bytes: UnsafeBufferPointer<UInt8>) {
    append("\"")
    Base64Text.append(bytes, to: &output)
    append("\"")
  }
}

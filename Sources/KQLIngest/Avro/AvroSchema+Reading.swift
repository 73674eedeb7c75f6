import KQLTypes

extension AvroSchema {
  /// What is wrong with a schema.
  struct Flaw: Error {
    var reason: String
  }

  /// Reads a schema in JSON.
  init(parsing text: UnsafeBufferPointer<UInt8>) throws(Flaw) {
    let json: DynamicValue
    do { json = try JSONText.parse(text) } catch { throw Flaw(reason: "it is not valid JSON") }
    var reader = SchemaReader()
    root = try reader.type(json, namespace: "", depth: 0)
    named = reader.named
    for name in reader.references where named[name] == nil { throw Flaw(reason: "type '\(name)' is not described") }
  }
}

/// Turns JSON into types.
private struct SchemaReader {
  var named: [String: AvroType] = [:]
  /// Names that were used.
  var references: Set<String> = []

  private static let depthLimit = 64
  private static let primitives: [String: AvroType] = [
    "null": .null, "boolean": .boolean, "int": .int, "long": .long, "float": .float, "double": .double,
    "bytes": .bytes, "string": .string,
  ]

  mutating func type(_ json: DynamicValue, namespace: String, depth: Int) throws(AvroSchema.Flaw) -> AvroType {
    guard depth < Self.depthLimit else { throw flaw("types are nested more than \(Self.depthLimit) deep") }
    switch json {
    case .string(let name):
      if let type = Self.primitives[name] { return type }
      return reference(name, namespace)
    case .array(let branches):
      var types: [AvroType] = []
      for branch in branches { types.append(try type(branch, namespace: namespace, depth: depth + 1)) }
      if types.isEmpty { throw flaw("a union has no types") }
      return .union(types)
    case .bag(let bag): return try described(bag, namespace: namespace, depth: depth)
    default: throw flaw("a type must be a name, a list or an object")
    }
  }

  private mutating func described(
    _ bag: DynamicBag, namespace: String, depth: Int
  ) throws(AvroSchema.Flaw) -> AvroType {
    guard let kind = bag["type"] else { throw flaw("a type lacks 'type'") }
    guard case .string(let kind) = kind else { return try type(kind, namespace: namespace, depth: depth + 1) }
    switch kind {
    case "array": return .array(try type(part("items", of: bag), namespace: namespace, depth: depth + 1))
    case "map": return .map(try type(part("values", of: bag), namespace: namespace, depth: depth + 1))
    case "record", "error": return try record(bag, namespace, depth)
    case "enum":
      guard case .array(let symbols) = bag["symbols"] else { throw flaw("an enum lacks 'symbols'") }
      var names: [String] = []
      for case .string(let name) in symbols { names.append(name) }
      guard names.count == symbols.count else { throw flaw("a symbol of an enum is no text") }
      return try define(bag, namespace, .enumeration(names))
    case "fixed":
      guard case .long(let size) = bag["size"], (0...1 << 20).contains(size) else {
        throw flaw("a fixed type lacks a 'size' up to 1 MiB")
      }
      let plain = AvroType.fixed(byteCount: Int(size))
      return try define(bag, namespace, logical(bag, plain).map { .logical($0, plain) } ?? plain)
    default:
      guard let plain = Self.primitives[kind] else { return reference(kind, namespace) }
      return logical(bag, plain).map { .logical($0, plain) } ?? plain
    }
  }

  private mutating func record(
    _ bag: DynamicBag, _ namespace: String, _ depth: Int
  ) throws(AvroSchema.Flaw) -> AvroType {
    guard case .array(let list) = bag["fields"] else { throw flaw("a record lacks 'fields'") }
    let name = try fullName(bag, namespace)
    var fields: [AvroType.Field] = []
    let inner = name.lastIndex(of: ".").map { String(name[..<$0]) } ?? ""
    for field in list {
      guard case .bag(let field) = field, case .string(let fieldName) = field["name"] else {
        throw flaw("a field of '\(name)' lacks a name")
      }
      let type = try type(part("type", of: field), namespace: inner, depth: depth + 1)
      fields.append(AvroType.Field(name: fieldName, type: type))
    }
    return try define(bag, namespace, .record(fields))
  }

  private mutating func define(
    _ bag: DynamicBag, _ namespace: String, _ type: AvroType
  ) throws(AvroSchema.Flaw) -> AvroType {
    let name = try fullName(bag, namespace)
    guard named.updateValue(type, forKey: name) == nil else { throw flaw("type '\(name)' is described twice") }
    return .named(name)
  }

  private mutating func reference(_ name: String, _ namespace: String) -> AvroType {
    let full = name.contains(".") || namespace.isEmpty ? name : namespace + "." + name
    // Older writers leave the namespace out where it is the enclosing one's.
    let found = named[full] == nil && named[name] != nil ? name : full
    references.insert(found)
    return .named(found)
  }

  private func fullName(_ bag: DynamicBag, _ namespace: String) throws(AvroSchema.Flaw) -> String {
    guard case .string(let name) = bag["name"] else { throw flaw("a named type lacks its name") }
    if name.contains(".") { return name }
    var own = namespace
    if case .string(let given) = bag["namespace"] { own = given }
    return own.isEmpty ? name : own + "." + name
  }

  private func part(_ name: String, of bag: DynamicBag) throws(AvroSchema.Flaw) -> DynamicValue {
    guard let value = bag[name] else { throw flaw("a type lacks '\(name)'") }
    return value
  }

  /// The meaning of a type; one that is not known or does not fit is ignored, as the specification wants.
  private func logical(_ bag: DynamicBag, _ type: AvroType) -> AvroType.Logical? {
    guard case .string(let name) = bag["logicalType"] else { return nil }
    switch (name, type) {
    case ("date", .int): return .date
    case ("time-millis", .int): return .time(.milliseconds)
    case ("time-micros", .long): return .time(.microseconds)
    case ("timestamp-millis", .long), ("local-timestamp-millis", .long): return .timestamp(.milliseconds)
    case ("timestamp-micros", .long), ("local-timestamp-micros", .long): return .timestamp(.microseconds)
    case ("timestamp-nanos", .long), ("local-timestamp-nanos", .long): return .timestamp(.nanoseconds)
    case ("duration", .fixed(12)): return .duration
    case ("decimal", .bytes), ("decimal", .fixed):
      guard case .long(let precision) = bag["precision"] else { return nil }
      var scale: Int64 = 0
      if case .long(let given) = bag["scale"] { scale = given }
      guard (1...38).contains(precision), (0...precision).contains(scale) else { return nil }
      return .decimal(precision: Int(precision), scale: Int(scale))
    default: return nil
    }
  }

  private func flaw(_ reason: String) -> AvroSchema.Flaw { AvroSchema.Flaw(reason: reason) }
}

/// What a value in an Avro file is.
///
/// Specification: <https://avro.apache.org/docs/1.12.0/specification/>
indirect enum AvroType: Hashable, Sendable {
  case null
  case boolean
  case int
  case long
  case float
  case double
  case bytes
  case string
  case fixed(byteCount: Int)
  case enumeration([String])
  case array(AvroType)
  case map(AvroType)
  case union([AvroType])
  case record([Field])
  /// A named type that is described elsewhere in the schema, by its full name.
  case named(String)
  case logical(Logical, AvroType)

  struct Field: Hashable, Sendable {
    var name: String
    var type: AvroType
  }

  /// What the value of another type means.
  enum Logical: Hashable, Sendable {
    case date
    case time(EpochTime.Unit)
    case timestamp(EpochTime.Unit)
    case decimal(precision: Int, scale: Int)
    /// Months, days and milliseconds, in 12 bytes.
    case duration
  }
}

/// The schema that an Avro file brings along.
struct AvroSchema: Hashable, Sendable {
  var root: AvroType
  /// Records, enumerations and fixed types by full name.
  var named: [String: AvroType] = [:]
}

// MARK: - Questions

extension AvroSchema {
  func resolved(_ type: AvroType) -> AvroType {
    if case .named(let name) = type { return named[name] ?? type }
    return type
  }

  /// The fields of the records that the file holds; `nil` when it holds something else.
  var fields: [AvroType.Field]? {
    if case .record(let fields) = resolved(root) { return fields }
    return nil
  }

  /// The field with the content of a message, when the file is one of Event Hubs Capture.
  ///
  /// Azure documentation: <https://learn.microsoft.com/azure/event-hubs/explore-captured-avro-files>
  var messageBody: Int? {
    guard let fields, fields.contains(where: { $0.name == "EnqueuedTimeUtc" }),
      fields.contains(where: { $0.name == "SequenceNumber" })
    else { return nil }
    return fields.firstIndex { field in
      guard field.name == "Body" else { return false }
      switch resolved(field.type) {
      case .bytes: return true
      case .union(let types): return types.contains(.bytes)
      default: return false
      }
    }
  }
}

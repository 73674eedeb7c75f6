import KQLTypes

/// A column of a Parquet file: of single values, or of lists of them.
struct ParquetColumn: Sendable {
  /// How values are stored.
  enum Physical: Int32, Sendable {
    case boolean = 0
    case int32
    case int64
    case int96
    case float
    case double
    case byteArray
    case fixedByteArray
  }

  /// What values mean.
  enum Meaning: Hashable, Sendable {
    case plain
    case unsigned
    case text
    case json
    case date
    case time(EpochTime.Unit)
    case timestamp(EpochTime.Unit)
    case decimal(scale: Int)
    case guid
    case float16
  }

  struct List: Sendable {
    /// The definition level of an element, null or not; below it a list is empty, and null two below.
    var elementLevel: Int
    /// Whether the list as a whole may be null.
    var isOptional: Bool
  }

  var name: String
  /// Position among the file's chunks of a row group.
  var index: Int
  var physical: Physical
  var meaning: Meaning
  /// Bytes of a value of ``Physical/fixedByteArray``.
  var byteCount: Int
  /// The definition level of values that are not null.
  var definitionLevel: Int
  var list: List?
}

extension ParquetColumn {
  /// The type of the values themselves.
  var elementType: ScalarType {
    switch meaning {
    case .text: .string
    case .json: .dynamic
    case .date, .timestamp: .datetime
    case .time: .timespan
    case .decimal: .decimal
    case .guid: .guid
    case .float16: .real
    case .unsigned: physical == .int64 ? .decimal : .long
    case .plain:
      switch physical {
      case .boolean: .bool
      case .int32: .int
      case .int64: .long
      case .int96: .datetime
      case .float, .double: .real
      // What is not known to be text is read as such where it can be.
      case .byteArray, .fixedByteArray: .string
      }
    }
  }

  /// The type that a table has for the column unless another one is declared.
  var type: ScalarType { list == nil ? elementType : .dynamic }

  /// Whether a value is kept in 64 bits, rather than as bytes.
  var isNumeric: Bool {
    switch physical {
    case .boolean, .int32, .int64, .float, .double: true
    case .int96, .byteArray, .fixedByteArray: false
    }
  }
}

import KQLColumnar
import KQLTypes

/// Hashes keys by their values: keys that ``KeyEncoder`` packs alike have the same hash, whichever batch they are in.
enum KeyHash {
  /// The hash of each row's key; all bits are mixed.
  static func make(_ columns: [Column], rowCount: Int) -> [UInt64] {
    var hashes = [UInt64](repeating: 0x2545_f491_4f6c_dd1d, count: rowCount)
    for column in columns { add(column, to: &hashes) }
    for row in hashes.indices { hashes[row] = ByteHash.mix(hashes[row]) }
    return hashes
  }

  private static func add(_ column: Column, to hashes: inout [UInt64]) {
    let validity = column.validity
    @inline(__always) func combine(_ word: (Int) -> UInt64) {
      for row in hashes.indices {
        // Any number will do for null.
        hashes[row] = ByteHash.combine(hashes[row], validity.isValid(row) ? word(row) : 0x6e75_6c6c)
      }
    }
    switch column.values {
    case .bool(let values): combine { values[$0] ? 1 : 2 }
    case .int64(let values): combine { UInt64(bitPattern: values[$0]) }
    case .real(let values): combine { KeyEncoder.word(values[$0]) }
    case .guid(let values):
      combine { UInt64(truncatingIfNeeded: values[$0]) ^ ByteHash.mix(UInt64(truncatingIfNeeded: values[$0] >> 64)) }
    case .string(let values): combine { ByteHash.hash(values[$0]) }
    case .decimal(let values): combine { UInt64(bitPattern: Int64(values[$0].normalized.hashValue)) }
    case .dynamic(let values): combine { UInt64(bitPattern: Int64(values[$0].hashValue)) }
    }
  }
}

/// A share of all keys: those whose hashes begin with the same bits.
struct KeyPartition: Sendable {
  /// Four bits a level.
  private static let bitCount: UInt64 = 4
  static let count = 1 << Int(bitCount)
  /// Keys that are still together so far down are the same key, or so many that no memory holds them.
  static let lowestLevel = 6

  /// 0 for all keys.
  let level: Int
  private let prefix: UInt64

  static let all = KeyPartition(level: 0, prefix: 0)
}

extension KeyPartition {
  /// The parts into which the keys fall one level down, by ``part(of:)``.
  func part(_ number: Int) -> KeyPartition {
    KeyPartition(level: level + 1, prefix: prefix << Self.bitCount | UInt64(number))
  }

  /// The number of the part to which a key of this partition belongs.
  @inline(__always)
  func part(of hash: UInt64) -> Int {
    Int(truncatingIfNeeded: hash >> (64 - Self.bitCount * UInt64(level + 1))) & (Self.count - 1)
  }

  func contains(_ hash: UInt64) -> Bool { level == 0 || hash >> (64 - Self.bitCount * UInt64(level)) == prefix }

  var canBeSplit: Bool { level < Self.lowestLevel }
}

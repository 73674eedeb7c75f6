import KQLTypes

/// Estimates how many different values were added, from their hashes.
///
/// Up to 1,024 values it keeps the hashes themselves and counts exactly; beyond, one small register for each of
/// 2^`precision` parts of them. Its state is a function of the set of hashes alone.
struct HyperLogLog {
  /// Two to this power is the number of registers.
  let precision: Int
  /// The hashes seen, open addressing by linear probing, 0 when free; empty once there are registers.
  private var hashes: [UInt64] = []
  private var hashCount = 0
  /// For each part, the longest run of leading zeros in a hash, plus one; empty while hashes are kept.
  private var registers: [UInt8] = []

  init(precision: Int) { self.precision = precision }

  /// How many hashes are kept.
  static let exactCount = 1024
  static let precisions = 4...18

  /// The precision that stands for Kusto's accuracy levels 0 to 4.
  static func precision(accuracy: Int64) -> Int? {
    let precisions = [12, 14, 16, 17, 18]
    return accuracy >= 0 && accuracy < Int64(precisions.count) ? precisions[Int(accuracy)] : nil
  }
  static let defaultPrecision = 14
}

// MARK: - Adding

extension HyperLogLog {
  @inline(__always)
  mutating func insert(_ hash: UInt64) {
    // 0 marks a free slot.
    let hash = hash == 0 ? 1 : hash
    if registers.isEmpty {
      keep(hash)
    } else {
      Self.register(hash, in: &registers, precision: precision)
    }
  }

  mutating func insert(contentsOf hashes: [UInt64]) {
    var next = 0
    while registers.isEmpty, next < hashes.count {
      insert(hashes[next])
      next += 1
    }
    let precision = self.precision
    registers.withUnsafeMutableBufferPointer { registers in
      for index in next..<hashes.count {
        let (place, run) = Self.place(of: hashes[index] == 0 ? 1 : hashes[index], precision: precision)
        // Written in any case: which registers grow cannot be predicted.
        registers[place] = max(registers[place], run)
      }
    }
  }

  /// Adds what the other sketch has seen. The result has the lower of both precisions.
  mutating func merge(_ other: HyperLogLog) {
    if other.precision < precision { self = reduced(to: other.precision) }
    if other.registers.isEmpty {
      for hash in other.hashes where hash != 0 { insert(hash) }
      return
    }
    densify()
    let others = other.reduced(to: precision).registers
    for index in registers.indices { registers[index] = max(registers[index], others[index]) }
  }

  private mutating func keep(_ hash: UInt64) {
    if (hashCount + 1) * 4 > hashes.count * 3 {
      let old = hashes
      hashes = [UInt64](repeating: 0, count: max(4, old.count * 2))
      for value in old where value != 0 { Self.place(value, in: &hashes) }
    }
    guard Self.place(hash, in: &hashes) else { return }
    hashCount += 1
    if hashCount > Self.exactCount { densify() }
  }

  private mutating func densify() {
    guard registers.isEmpty else { return }
    registers = [UInt8](repeating: 0, count: 1 << precision)
    for hash in hashes where hash != 0 { Self.register(hash, in: &registers, precision: precision) }
    hashes = []
    hashCount = 0
  }

  /// - Returns: Whether the hash was not in before.
  @discardableResult
  private static func place(_ hash: UInt64, in hashes: inout [UInt64]) -> Bool {
    let mask = hashes.count - 1
    var slot = Int(truncatingIfNeeded: hash) & mask
    while hashes[slot] != 0 {
      if hashes[slot] == hash { return false }
      slot = (slot + 1) & mask
    }
    hashes[slot] = hash
    return true
  }

  @inline(__always)
  private static func register(_ hash: UInt64, in registers: inout [UInt8], precision: Int) {
    let (index, run) = place(of: hash, precision: precision)
    if run > registers[index] { registers[index] = run }
  }

  /// A hash's register and the value that it must have at least.
  @inline(__always)
  private static func place(of hash: UInt64, precision: Int) -> (index: Int, run: UInt8) {
    // The bit set below the hash ends a run of zeros at the register's largest value.
    let bits = UInt64(truncatingIfNeeded: precision)
    let rest = hash &<< bits | 1 &<< (bits &- 1)
    return (
      Int(truncatingIfNeeded: hash &>> (64 &- bits)), UInt8(truncatingIfNeeded: rest.leadingZeroBitCount &+ 1)
    )
  }

  /// The sketch that the same hashes would give at a lower precision.
  private func reduced(to lower: Int) -> HyperLogLog {
    if lower >= precision { return self }
    var result = HyperLogLog(precision: lower)
    if registers.isEmpty {
      result.hashes = hashes
      result.hashCount = hashCount
      return result
    }
    result.registers = [UInt8](repeating: 0, count: 1 << lower)
    let extraBits = precision - lower
    for index in registers.indices where registers[index] > 0 {
      // The bits of the index that are no longer part of it come before the run that was counted.
      let extra = index & ((1 << extraBits) - 1)
      let zeros = extra == 0 ? extraBits : extraBits - (Int.bitWidth - extra.leadingZeroBitCount)
      let run = extra == 0 ? zeros + Int(registers[index]) : zeros + 1
      let target = index >> extraBits
      result.registers[target] = max(result.registers[target], UInt8(truncatingIfNeeded: run))
    }
    return result
  }
}

// MARK: - Queries

extension HyperLogLog {
  var isEmpty: Bool { registers.isEmpty && hashCount == 0 }

  /// Exact while hashes are kept; then with a standard error of 1.04 / √2^`precision`.
  var estimate: Int64 {
    registers.isEmpty ? Int64(hashCount) : Int64(Self.estimate(registers, precision: precision).rounded())
  }

  /// The hashes of all values, as long as they are kept.
  var keptHashes: [UInt64]? { registers.isEmpty ? hashes.filter { $0 != 0 } : nil }

  var heapByteCount: Int { hashes.capacity * 8 + registers.capacity }

  /// The estimator of O. Ertl (arXiv:1702.01284), which needs no corrections at either end.
  private static func estimate(_ registers: [UInt8], precision: Int) -> Double {
    let largest = 64 - precision
    var counts = [Int](repeating: 0, count: largest + 2)
    for register in registers { counts[min(Int(register), largest + 1)] += 1 }
    let m = Double(registers.count)
    var z = m * tau(1 - Double(counts[largest + 1]) / m)
    for run in stride(from: largest, through: 1, by: -1) { z = 0.5 * (z + Double(counts[run])) }
    z += m * sigma(Double(counts[0]) / m)
    return 0.721_347_520_444_481_7 * m * m / z
  }

  private static func sigma(_ start: Double) -> Double {
    if start == 1 { return .infinity }
    var x = start
    var y = 1.0
    var z = start
    while true {
      x *= x
      let previous = z
      z += x * y
      y += y
      if z == previous { return z }
    }
  }

  private static func tau(_ start: Double) -> Double {
    if start == 0 || start == 1 { return 0 }
    var x = start
    var y = 1.0
    var z = 1 - start
    while true {
      x = x.squareRoot()
      let previous = z
      y *= 0.5
      z -= (1 - x) * (1 - x) * y
      if z == previous { return z / 3 }
    }
  }
}

// MARK: - As a value

extension HyperLogLog {
  /// The sketch as a value that can be stored: `[[1024, precision], [hashes], [registers]]`, hashes as texts and
  /// registers as one text with a letter for each.
  var value: DynamicValue {
    let hashList = hashes.filter { $0 != 0 }.map { Int64(bitPattern: $0) }.sorted()
      .map { DynamicValue.string(String($0)) }
    let letters = registers.map { Self.letters[Int($0)] }
    let registerList = letters.isEmpty ? [] : [DynamicValue.string(String(decoding: letters, as: UTF8.self))]
    let header = [DynamicValue.long(Int64(Self.exactCount)), .long(Int64(precision))]
    return .array([.array(header), .array(hashList), .array(registerList)])
  }

  /// Reads what ``value`` gives; `nil` for anything else.
  init?(_ value: DynamicValue) {
    guard let parts = value.array, parts.count == 3, let header = parts[0].array, header.count == 2,
      case .long(let precision) = header[1], Self.precisions.contains(Int(clamping: precision)),
      let hashes = parts[1].array, let letters = parts[2].array, hashes.isEmpty || letters.isEmpty,
      letters.count <= 1
    else { return nil }
    self.init(precision: Int(precision))
    for hash in hashes {
      switch hash {
      case .string(let text):
        guard let number = Int64(text) else { return nil }
        insert(UInt64(bitPattern: number))
      case .long(let number): insert(UInt64(bitPattern: number))
      default: return nil
      }
    }
    if let first = letters.first {
      guard case .string(let text) = first, text.utf8.count == 1 << self.precision else { return nil }
      var numbers: [UInt8] = []
      numbers.reserveCapacity(text.utf8.count)
      for letter in text.utf8 {
        let number = Self.numbers[Int(letter)]
        guard Int(number) <= 65 - self.precision else { return nil }
        numbers.append(number)
      }
      self.registers = numbers
    }
  }

  private static let letters = [UInt8]("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  private static let numbers: [UInt8] = {
    var numbers = [UInt8](repeating: .max, count: 256)
    for (number, letter) in letters.enumerated() { numbers[Int(letter)] = UInt8(number) }
    return numbers
  }()
}

import KQLColumnar
import KQLTypes

/// What the catalogue knows of a column of a segment: its digest, and what lets queries do without it.
struct ColumnSummary: Sendable, Equatable {
  /// The lowest or highest value that is not null.
  enum Bound: Sendable, Equatable {
    /// Of columns that are held as whole numbers; `bool` counts as 0 and 1.
    case number(Int64)
    case real(Double)
    /// Compared by code points.
    case text(String)
  }

  var type: ScalarType
  /// How the column is coded, in words.
  var coding = ""
  var byteCount = 0
  var digest: [UInt8] = []
  var nullCount: Int
  /// Distinct values that are not null; `nil` when they were not counted.
  var distinctCount: Int?
  /// Both or none: `nil` where all rows are null, values have no order, or texts are long.
  var lowest: Bound?
  var highest: Bound?
  /// Bytes of the term index; 0 when there is none.
  var indexByteCount = 0
  var indexDigest: [UInt8] = []
}

// MARK: - Summing up

extension ColumnSummary {
  /// Longer texts are not quoted in the catalogue.
  private static let longestText = 64

  init(_ column: GatheredColumn) {
    type = column.type
    nullCount = column.nullCount
    guard nullCount < column.count else {
      distinctCount = 0
      return
    }
    switch column.contents {
    case .numbers(let numbers): sumUp(numbers, column.validity)
    case .byteStrings(let heap, _):
      // A null in front of all values stands on an entry of its own.
      if nullCount == 0 { distinctCount = heap.count }
      if type == .string { sumUp(heap) }
    }
  }

  private mutating func sumUp(_ numbers: [Int64], _ validity: Bitmap?) {
    if nullCount == 0 {
      distinctCount = numbers.withUnsafeBufferPointer { DistinctIntegers($0, limit: $0.count)?.values.count }
    }
    if type == .real {
      let reals = numbers.indices.lazy.filter { validity.isValid($0) }.map {
        Double(bitPattern: UInt64(bitPattern: numbers[$0]))
      }
      guard reals.allSatisfy(\.isFinite), let lowest = reals.min(), let highest = reals.max() else { return }
      (self.lowest, self.highest) = (.real(lowest), .real(highest))
      return
    }
    var (lowest, highest) = (Int64.max, Int64.min)
    for row in numbers.indices where validity.isValid(row) {
      lowest = min(lowest, numbers[row])
      highest = max(highest, numbers[row])
    }
    (self.lowest, self.highest) = (.number(lowest), .number(highest))
  }

  private mutating func sumUp(_ heap: StringHeap) {
    guard heap.count > 0 else { return }
    var (lowest, highest) = (heap[0], heap[0])
    for entry in 1..<max(heap.count, 1) {
      let text = heap[entry]
      if ByteHash.compare(text, lowest) < 0 { lowest = text }
      if ByteHash.compare(text, highest) > 0 { highest = text }
    }
    guard lowest.count <= Self.longestText, highest.count <= Self.longestText else { return }
    self.lowest = .text(String(decoding: lowest, as: UTF8.self))
    self.highest = .text(String(decoding: highest, as: UTF8.self))
  }
}

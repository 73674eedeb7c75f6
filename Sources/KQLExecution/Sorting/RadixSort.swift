/// Sorts numbers digit by digit, from the least significant one.
enum RadixSort {
  private static let digitBits = 11

  /// Sorts by the bits of a range only; numbers that agree in them keep their order.
  ///
  /// - Complexity: O(*n* × *digits*), with room for as many numbers again.
  static func sort(_ values: inout [UInt64], bits: Range<Int>) {
    var scratch = [UInt64](repeating: 0, count: values.count)
    var lower = bits.lowerBound
    while lower < bits.upperBound {
      let width = min(digitBits, bits.upperBound - lower)
      pass(values, into: &scratch, shift: UInt64(lower), mask: (1 << UInt64(width)) - 1)
      swap(&values, &scratch)
      lower += width
    }
  }

  private static func pass(_ source: [UInt64], into target: inout [UInt64], shift: UInt64, mask: UInt64) {
    var starts = [Int](repeating: 0, count: Int(mask) + 1)
    source.withUnsafeBufferPointer { source in
      starts.withUnsafeMutableBufferPointer { starts in
        target.withUnsafeMutableBufferPointer { target in
          for value in source { starts[Int(truncatingIfNeeded: value &>> shift & mask)] &+= 1 }
          var sum = 0
          for digit in starts.indices {
            let count = starts[digit]
            starts[digit] = sum
            sum &+= count
          }
          for value in source {
            let digit = Int(truncatingIfNeeded: value &>> shift & mask)
            target[starts[digit]] = value
            starts[digit] &+= 1
          }
        }
      }
    }
  }
}

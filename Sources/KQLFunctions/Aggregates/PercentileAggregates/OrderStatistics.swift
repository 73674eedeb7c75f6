/// Finds single places of a sorted sequence without sorting all of it.
enum OrderStatistics {
  /// Puts at each of the given places the element that sorting would put there.
  ///
  /// - Parameter ranks: Ascending places in `elements`.
  /// - Complexity: O(*n*) on average for each rank, and never worse than sorting.
  static func place(_ ranks: [Int], in elements: inout [Int64]) {
    elements.withUnsafeMutableBufferPointer { elements in
      var start = 0
      for rank in ranks where rank >= start {
        select(rank, in: elements, from: start)
        start = rank + 1
      }
    }
  }

  private static func select(_ rank: Int, in elements: UnsafeMutableBufferPointer<Int64>, from start: Int) {
    var low = start
    var high = elements.count - 1
    // Halving each time takes log₂ n rounds; input that takes many more is sorted.
    var roundsLeft = 2 * (Int.bitWidth - elements.count.leadingZeroBitCount)
    while high - low > 32 {
      roundsLeft -= 1
      if roundsLeft < 0 { break }
      let pivot = median(elements[low], elements[low + (high - low) / 2], elements[high])
      var left = low
      var right = high
      while left <= right {
        while elements[left] < pivot { left += 1 }
        while elements[right] > pivot { right -= 1 }
        if left <= right {
          elements.swapAt(left, right)
          left += 1
          right -= 1
        }
      }
      if rank <= right {
        high = right
      } else if rank >= left {
        low = left
      } else {
        return
      }
    }
    var rest = UnsafeMutableBufferPointer(rebasing: elements[low...high])
    rest.sort()
  }

  private static func median(_ a: Int64, _ b: Int64, _ c: Int64) -> Int64 {
    max(min(a, b), min(max(a, b), c))
  }
}

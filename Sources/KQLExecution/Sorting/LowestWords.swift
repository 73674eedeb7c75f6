/// Finds a bound of the lowest words without sorting them all.
enum LowestWords {
  /// The word that would come last of the `count` lowest ones.
  ///
  /// - Parameter rows: Where the words stand that are looked at.
  /// - Precondition: There are at least `count` rows, and `count` is positive.
  /// - Complexity: O(*rows* × log *count*), mostly one comparison a row.
  static func last(of count: Int, among words: [UInt64], rows: [Int32]) -> UInt64 {
    // The lowest words seen so far as a heap, the highest of them first.
    var heap = rows[..<count].map { words[Int($0)] }
    heap.sort(by: >)
    for row in rows[count...] {
      let word = words[Int(row)]
      if word < heap[0] { replaceFirst(of: &heap, with: word) }
    }
    return heap[0]
  }

  private static func replaceFirst(of heap: inout [UInt64], with word: UInt64) {
    var place = 0
    while true {
      var child = 2 * place + 1
      guard child < heap.count else { break }
      if child + 1 < heap.count, heap[child + 1] > heap[child] { child += 1 }
      if heap[child] <= word { break }
      heap[place] = heap[child]
      place = child
    }
    heap[place] = word
  }
}

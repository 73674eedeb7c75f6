import KQLCatalog
import Synchronization

/// Work on many things by several threads.
enum ParallelLoop {
  private final class Job<Element: Sendable, Result: Sendable>: Sendable {
    let elements: [Element]
    let next = Atomic<Int>(0)
    let results: Mutex<[Result?]>

    init(_ elements: [Element]) {
      self.elements = elements
      results = Mutex([Result?](repeating: nil, count: elements.count))
    }
  }

  /// The result of each element, in order.
  ///
  /// - Parameter makeState: Makes what one thread needs for its part.
  static func map<Element: Sendable, State, Result: Sendable>(
    _ elements: [Element], threadCount: Int, _ makeState: @escaping @Sendable () -> State,
    body: @escaping @Sendable (inout State, Element) -> Result
  ) -> [Result] {
    let job = Job<Element, Result>(elements)
    WorkerThread.runAll(max(1, min(threadCount, elements.count))) { _ in
      var state = makeState()
      while true {
        let index = job.next.add(1, ordering: .relaxed).oldValue
        guard index < job.elements.count else { return }
        let result = body(&state, job.elements[index])
        job.results.withLock { $0[index] = result }
      }
    }
    return job.results.withLock { $0.map { $0! } }
  }
}

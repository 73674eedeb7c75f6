import Glibc
import Synchronization

/// Work on many things by several threads.
enum ParallelLoop {
  private final class Job<Element: Sendable, Result: Sendable>: @unchecked Sendable {
    let elements: [Element]
    let work: @Sendable (Job<Element, Result>) -> Void
    let next = Atomic<Int>(0)
    let results: Mutex<[Result?]>

    init(_ elements: [Element], _ work: @escaping @Sendable (Job<Element, Result>) -> Void) {
      self.elements = elements
      self.work = work
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
    let job = Job<Element, Result>(elements) { job in
      var state = makeState()
      while true {
        let index = job.next.add(1, ordering: .relaxed).oldValue
        guard index < job.elements.count else { return }
        let result = body(&state, job.elements[index])
        job.results.withLock { $0[index] = result }
      }
    }
    var threads: [pthread_t] = []
    for _ in 1..<max(1, min(threadCount, elements.count)) {
      var thread = pthread_t()
      let context = Unmanaged.passRetained(Box { job.work(job) })
      let status = pthread_create(
        &thread, nil,
        { context in
          guard let context else { return nil }
          Unmanaged<Box>.fromOpaque(context).takeRetainedValue().run()
          return nil
        }, context.toOpaque())
      if status == 0 { threads.append(thread) } else { context.release() }
    }
    job.work(job)
    for thread in threads { pthread_join(thread, nil) }
    return job.results.withLock { $0.map { $0! } }
  }

  private final class Box: Sendable {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }
}

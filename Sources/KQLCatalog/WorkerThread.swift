import CThreads
import Glibc

/// A thread of the operating system; starts on another processor than its maker's, if there is one.
package struct WorkerThread: Sendable {
  private let handle: pthread_t

  private final class Body {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }

  /// Starts a thread; `nil` when the system gives no more.
  package init?(_ body: @escaping @Sendable () -> Void) {
    var handle = pthread_t()
    let box = Unmanaged.passRetained(Body(body))
    let status = thread_create_elsewhere(
      &handle,
      { argument in
        guard let argument else { return nil }
        Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run()
        return nil
      }, box.toOpaque())
    guard status == 0 else {
      box.release()
      return nil
    }
    self.handle = handle
  }

  /// Waits until the thread is done. Must be called once.
  package func join() { pthread_join(handle, nil) }
}

extension WorkerThread {
  /// Runs the body once for each number below `count`, in as many threads as there are; returns when all are done.
  package static func runAll(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
    var threads: [WorkerThread] = []
    var started = 1
    while started < count {
      let number = started
      guard let thread = WorkerThread({ body(number) }) else { break }
      threads.append(thread)
      started += 1
    }
    body(0)
    for number in started..<max(count, started) { body(number) }
    for thread in threads { thread.join() }
  }
}

import Glibc
import KQLCatalog
import KQLTypes
import Synchronization
import Testing

@testable import KQLIngest

/// A reader that comes while another one opens a part waits, since it may take part in it.
@Suite struct OpeningGateTests {
  private final class Flag: Sendable {
    private let isSet = Atomic(false)
    var value: Bool { isSet.load(ordering: .sequentiallyConsistent) }
    func set() { isSet.store(true, ordering: .sequentiallyConsistent) }
  }

  @Test func `who waits goes on once nobody is opening a part`() throws {
    let gate = OpeningGate()
    gate.wait()
    let flag = Flag()
    let waiting = try gate.open { () throws(ExecutionError) -> WorkerThread? in
      try gate.open { () throws(ExecutionError) in }
      let thread = WorkerThread {
        gate.wait()
        flag.set()
      }
      for _ in 0..<1000 { sched_yield() }
      #expect(!flag.value)
      return thread
    }
    try #require(waiting).join()
    #expect(flag.value)
  }

  @Test func `a part that cannot be opened keeps nobody waiting`() {
    let gate = OpeningGate()
    #expect(throws: ExecutionError.self) {
      try gate.open { () throws(ExecutionError) in throw .badInput("no such file") }
    }
    gate.wait()
  }
}

import KQLCatalog
import KQLTypes
import Synchronization

/// Memory that somebody holds on behalf of the query; given back when the reservation goes.
final class MemoryReservation: Sendable {
  private let control: QueryControl
  private let byteCount = Atomic<Int>(0)

  init(_ control: QueryControl) {
    self.control = control
  }

  deinit { control.release(byteCount: byteCount.load(ordering: .relaxed)) }
}

extension MemoryReservation {
  /// Reserves so many bytes more.
  func add(_ bytes: Int) throws(ExecutionError) {
    byteCount.add(bytes, ordering: .relaxed)
    try control.reserve(byteCount: bytes)
  }

  /// Makes the reservation as large as what is held now; for owners that know their size.
  func set(to bytes: Int) throws(ExecutionError) {
    let difference = bytes - byteCount.load(ordering: .relaxed)
    if difference > 0 { try add(difference) }
  }
}

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

  /// Makes the reservation as large as what is held now; for owners that know their size, one thread at a time.
  func set(to bytes: Int) throws(ExecutionError) {
    let difference = bytes - byteCount.load(ordering: .relaxed)
    if difference > 0 {
      try add(difference)
    } else if difference < 0 {
      byteCount.add(difference, ordering: .relaxed)
      control.release(byteCount: -difference)
    }
  }

  /// Takes over what another one holds.
  func take(over other: MemoryReservation) throws(ExecutionError) {
    let bytes = other.byteCount.load(ordering: .relaxed)
    try other.set(to: 0)
    try add(bytes)
  }
}

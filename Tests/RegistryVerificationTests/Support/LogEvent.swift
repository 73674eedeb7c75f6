import Calypso

/// An event of a registry's logs, as tests make it.
struct LogEvent: Hashable {
  enum Table: String, CaseIterable {
    case repository = "ContainerRegistryRepositoryEvents"
    case login = "ContainerRegistryLoginEvents"
  }

  var table: Table
  /// `nil` for a record without a time.
  var time: Timestamp?
  var registry = "contosoacr.azurecr.io"
  var address = "203.0.113.10"
  var identity = "22222222-2222-4222-8222-222222222222"
  var userAgent = "containerd/1.7.22"
  var operation: String
  var status = "200"
  var repository = "shop/web"
  /// What makes records of one caller and time different.
  var correlation = 0
}

extension LogEvent {
  static func pull(_ time: Timestamp) -> LogEvent { LogEvent(table: .repository, time: time, operation: "Pull") }

  static func login(_ time: Timestamp) -> LogEvent { LogEvent(table: .login, time: time, operation: "Login") }

  func by(_ address: String, _ identity: String, _ userAgent: String) -> LogEvent {
    var event = self
    event.address = address
    event.identity = identity
    event.userAgent = userAgent
    return event
  }

  func with(_ change: (inout LogEvent) -> Void) -> LogEvent {
    var event = self
    change(&event)
    return event
  }
}

extension Timestamp {
  static func + (time: Timestamp, minutes: Double) -> Timestamp {
    Timestamp(ticks: time.ticks + Int64((minutes * 600_000_000).rounded()))
  }

  static func - (time: Timestamp, minutes: Double) -> Timestamp { time + -minutes }
}

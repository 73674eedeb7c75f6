import Calypso
import Glibc

/// What the process tells its caller.
enum CommandExit: Int32 {
  case done = 0
  case queryIsWrong = 1
  case usage = 2
  case badInput = 3
  case limitReached = 4
  case outputFailed = 5
  /// Something contradicts the claim.
  case verificationFailed = 10
  /// The claim is neither contradicted nor proven.
  case verificationInconclusive = 11
  /// As of a process that SIGINT ended.
  case interrupted = 130

  init(_ error: QueryError) {
    switch error.kind {
    case .invalidQuery, .unsupported, .invalidArgument: self = .queryIsWrong
    case .badInput: self = .badInput
    case .limitExceeded: self = .limitReached
    case .cancelled: self = .interrupted
    case .outputFailed: self = .outputFailed
    }
  }

  func exit() -> Never { Glibc.exit(rawValue) }
}

/// Ends a command about which everything was said.
struct CommandFailure: Error {
  var exitCode: CommandExit
}

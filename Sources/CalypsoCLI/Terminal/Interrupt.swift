import Calypso
import Glibc

/// Turns SIGINT and SIGTERM into a clean stop of the running query.
enum Interrupt {
  /// Must be called before other threads are started, which inherit the blocked signals.
  static func cancels(_ monitor: QueryMonitor) {
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGINT)
    sigaddset(&signals, SIGTERM)
    pthread_sigmask(SIG_BLOCK, &signals, nil)
    let context = Unmanaged.passRetained(Waiter(monitor, signals)).toOpaque()
    var thread = pthread_t()
    let status = pthread_create(
      &thread, nil,
      { context in
        guard let context else { return nil }
        Unmanaged<Waiter>.fromOpaque(context).takeRetainedValue().wait()
        return nil
      }, context)
    if status == 0 {
      pthread_detach(thread)
    } else {
      // Without a thread to wait for them the signals end the process, as they do by default.
      pthread_sigmask(SIG_UNBLOCK, &signals, nil)
      Unmanaged<Waiter>.fromOpaque(context).release()
    }
  }

  private final class Waiter {
    let monitor: QueryMonitor
    var signals: sigset_t

    init(_ monitor: QueryMonitor, _ signals: sigset_t) {
      self.monitor = monitor
      self.signals = signals
    }

    /// The first signal cancels; a second one ends the process at once.
    func wait() {
      var received: Int32 = 0
      sigwait(&signals, &received)
      monitor.cancel()
      sigwait(&signals, &received)
      CommandExit.interrupted.exit()
    }
  }
}

/// SIGPIPE.
enum BrokenPipe {
  static func ignoreSignal() { signal(SIGPIPE, SIG_IGN) }
}

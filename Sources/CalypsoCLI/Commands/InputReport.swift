import Calypso

/// Says what was skipped while reading, if anything was.
enum InputReport {
  static func show(_ session: Session, on console: Console) {
    for line in session.inputWarnings() { console.say("warning: \(line)") }
  }
}

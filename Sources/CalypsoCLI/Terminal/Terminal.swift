import Glibc

/// What is at the other end of a descriptor.
enum Terminal {
  static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

  /// Whether to style: on a terminal that can, unless NO_COLOR asks not to.
  static func allowsColor(_ descriptor: Int32) -> Bool {
    guard isTerminal(descriptor) else { return false }
    if let value = getenv("NO_COLOR"), value.pointee != 0 { return false }
    if let value = getenv("TERM"), String(cString: value) == "dumb" { return false }
    return true
  }

  /// Columns of the window; `nil` when there is none.
  static func width(_ descriptor: Int32) -> Int? {
    guard isTerminal(descriptor) else { return nil }
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }
}

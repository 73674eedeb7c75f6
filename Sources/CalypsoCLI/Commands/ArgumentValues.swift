import ArgumentParser
import Calypso

extension QueryTime: ExpressibleByArgument {
  public init?(argument: String) {
    switch argument {
    case "wall": self = .wall
    case "latest": self = .latest
    default:
      guard let timestamp = Timestamp(argument) else { return nil }
      self = .fixed(timestamp)
    }
  }

  public var defaultValueDescription: String { self == .wall ? "wall" : "latest" }
}

extension OutputFormat: ExpressibleByArgument {}

/// A number of bytes: `1000`, `64KB`, `512MB`, `2GB`; units count by 1,024.
struct ByteCount: ExpressibleByArgument {
  var bytes: Int

  init(bytes: Int) { self.bytes = bytes }

  init?(argument: String) {
    let text = argument.uppercased()
    let digits = text.prefix { $0.isNumber }
    let units = ["": 1, "B": 1, "K": 1 << 10, "KB": 1 << 10, "M": 1 << 20, "MB": 1 << 20, "G": 1 << 30, "GB": 1 << 30]
    guard let number = Int(digits), number > 0, let unit = units[String(text.dropFirst(digits.count))] else {
      return nil
    }
    let (bytes, overflow) = number.multipliedReportingOverflow(by: unit)
    guard !overflow else { return nil }
    self.bytes = bytes
  }

  var defaultValueDescription: String { "\(bytes >> 20)MB" }
}

/// A length of time: seconds, or a number with `ms`, `s`, `m` or `h`.
struct TimeLimit: ExpressibleByArgument {
  var duration: Duration

  init?(argument: String) {
    let digits = argument.prefix { $0.isNumber || $0 == "." }
    guard let number = Double(digits), number > 0, number < 1e9 else { return nil }
    let units = ["": 1.0, "ms": 0.001, "s": 1, "m": 60, "h": 3600]
    guard let unit = units[String(argument.dropFirst(digits.count))] else { return nil }
    duration = .seconds(number * unit)
  }
}

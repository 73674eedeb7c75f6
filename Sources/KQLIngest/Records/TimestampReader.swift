import KQLTypes

/// Reads the times of events, in the forms that exports write them.
///
/// Remembers the last date, since neighbouring events mostly share it.
struct TimestampReader {
  private var dateLow: UInt64 = 0
  private var dateHigh: UInt16 = 0
  private var dateTicks: Int64 = 0

  /// - Parameter text: Followed by readable bytes.
  /// - Returns: Ticks since 0001-01-01T00:00:00Z; `nil` when the text is not a time.
  @inline(__always)
  mutating func ticks(_ text: UnsafeBufferPointer<UInt8>) -> Int64? {
    // 2026-11-22T05:10:00.1200340Z is what Azure writes.
    if text.count == Self.azureByteCount, let start = text.baseAddress, let ticks = azureForm(UnsafeRawPointer(start)) {
      return ticks
    }
    return otherForm(text)
  }

  /// Bytes of a time as Azure writes it.
  static let azureByteCount = 28

  /// The ticks of a time as Azure writes it, every byte of which is checked.
  ///
  /// - Parameter text: That many readable bytes, and some behind them.
  @inline(__always)
  mutating func azureForm(_ text: UnsafeRawPointer) -> Int64? {
    let low = text.loadUnaligned(as: UInt64.self)
    let high = text.loadUnaligned(fromByteOffset: 8, as: UInt16.self)
    if low != dateLow || high != dateHigh {
      guard let ticks = Self.date(text.assumingMemoryBound(to: UInt8.self)) else { return nil }
      (dateLow, dateHigh, dateTicks) = (low, high, ticks)
    }
    // THH:MM:SS, then .FFFFFFFZ: digits are read eight bytes at a time, punctuation compared.
    let clock = text.loadUnaligned(fromByteOffset: 11, as: UInt64.self)
    let fraction = text.loadUnaligned(fromByteOffset: 20, as: UInt64.self)
    let isPunctuated =
      text.load(fromByteOffset: 10, as: UInt8.self) == UInt8(ascii: "T")
      && text.load(fromByteOffset: 19, as: UInt8.self) == UInt8(ascii: ".")
      && clock & 0x0000_ff00_00ff_0000 == 0x0000_3a00_003a_0000
      && fraction >> 56 == UInt64(UInt8(ascii: "Z"))
    let clockDigits = (clock & 0xffff_00ff_ff00_ffff | 0x0000_3000_0030_0000) ^ 0x3030_3030_3030_3030
    // Seven digits behind a zero make eight.
    let fractionDigits = (fraction << 8 | 0x30) ^ 0x3030_3030_3030_3030
    let isNumeric =
      (clockDigits | (clockDigits &+ 0x7676_7676_7676_7676)
        | fractionDigits | (fractionDigits &+ 0x7676_7676_7676_7676)) & 0x8080_8080_8080_8080 == 0
    guard isPunctuated, isNumeric else { return nil }
    @inline(__always) func pair(_ shift: UInt64) -> Int64 {
      let digits = clockDigits >> shift
      return Int64(digits & 0xf) &* 10 &+ Int64(digits >> 8 & 0xf)
    }
    let (hour, minute, second) = (pair(0), pair(24), pair(48))
    guard hour < 24, minute < 60, second < 60 else { return nil }
    var pairs = fractionDigits &* 10 &+ fractionDigits >> 8
    pairs =
      ((pairs & 0x0000_00ff_0000_00ff) &* 0x000f_4240_0000_0064
        &+ (pairs >> 16 & 0x0000_00ff_0000_00ff) &* 0x0000_2710_0000_0001) >> 32
    return dateTicks &+ ((hour &* 60 &+ minute) &* 60 &+ second) &* Ticks.perSecond &+ Int64(pairs & 0xffff_ffff)
  }

  /// The ticks of a date as Azure writes it: digits where digits are, and two dashes.
  @inline(never)
  private static func date(_ text: UnsafePointer<UInt8>) -> Int64? {
    for index in 0..<10 {
      let isInPlace = index == 4 || index == 7 ? text[index] == UInt8(ascii: "-") : text[index] &- 0x30 < 10
      guard isInPlace else { return nil }
    }
    return DatetimeText.parse(UnsafeBufferPointer(start: text, count: 10))
  }

  @inline(never)
  private func otherForm(_ text: UnsafeBufferPointer<UInt8>) -> Int64? {
    // A date in a language's own form must not be taken for another language's; who knows it rewrites the date.
    if let time = PortalDatetime(text) { return time.isYearFirst ? time.ticks(nil) : nil }
    return DatetimeText.parse(text)
  }
}

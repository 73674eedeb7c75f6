/// Finds the ends of the fields and rows of delimited text (RFC 4180).
///
/// A quote opens a quoted field only where a field begins; a quoted field may hold delimiters, line ends and doubled
/// quotes. The text must be followed by a line end.
struct DelimitedScanner {
  typealias Bytes = UnsafePointer<UInt8>

  let delimiter: UInt8
  /// Whether quotes mean anything; in tab-separated text they often do not.
  let hasQuotes: Bool
}

// MARK: - Fields

extension DelimitedScanner {
  /// Passes over the field that begins here and checks it.
  ///
  /// - Returns: The delimiter or line end behind it; the fault and its place otherwise.
  @inline(__always)
  func scanField(_ start: Bytes, into value: inout RawValue, fault: inout RecordFault) -> (end: Bytes, isValid: Bool) {
    if hasQuotes, start.pointee == 0x22 { return scanQuoted(start, into: &value, fault: &fault) }
    var position = start
    while true {
      position = endOfPlainText(position)
      let byte = position.pointee
      if byte == delimiter || byte == 0x0a { break }
      guard let next = passOver(position, &fault) else { return (position, false) }
      if next == position { break }
      position = next
    }
    value = RawValue(.text, start, position)
    return (position, true)
  }

  /// Passes over a byte of an unquoted field that needs a look.
  ///
  /// - Returns: The position itself when the field ends here; `nil` for a fault.
  @inline(never)
  private func passOver(_ position: Bytes, _ fault: inout RecordFault) -> Bytes? {
    switch position.pointee {
    case 0x0d: return position[1] == 0x0a ? position : position + 1
    case 0x22:
      if !hasQuotes { return position + 1 }
      fault = .quoteInField
      return nil
    case 0:
      fault = .unexpected(0)
      return nil
    case 0x80...:
      guard let end = ByteScan.endOfScalar(position) else {
        fault = .invalidUTF8
        return nil
      }
      return end
    default: return position + 1
    }
  }

  private func scanQuoted(
    _ start: Bytes, into value: inout RawValue, fault: inout RecordFault
  ) -> (end: Bytes, isValid: Bool) {
    var position = start + 1
    var hasDoubled = false
    while true {
      position = ByteScan.endOfPlainText(position)
      switch position.pointee {
      case 0x22:
        if position[1] == 0x22 {
          hasDoubled = true
          position += 2
          continue
        }
        value = RawValue(hasDoubled ? .doubledText : .text, start + 1, position)
        let end = position + 1
        let isEnd = end.pointee == delimiter || end.pointee == 0x0a || end.pointee == 0x0d && end[1] == 0x0a
        if !isEnd { fault = .textAfterQuote }
        return (end, isEnd)
      case 0:
        fault = .unexpected(0)
        return (position, false)
      case 0x80...:
        guard let end = ByteScan.endOfScalar(position) else {
          fault = .invalidUTF8
          return (position, false)
        }
        position = end
      default: position += 1
      }
    }
  }

  /// The first byte that an unquoted field cannot pass over without a look.
  @inline(__always)
  private func endOfPlainText(_ start: Bytes) -> Bytes {
    // As signed numbers, the line end, NUL and bytes outside ASCII are below 0x0e.
    ByteScan.endOfText(start, before: delimiter, 0x22, below: 0x0e)
  }
}

// MARK: - Rows

extension DelimitedScanner {
  enum RowEnd {
    /// Behind the line end.
    case found(UnsafePointer<UInt8>)
    /// The text ends within a row.
    case missing
    /// The text ends within a quoted field, whose quote stands here.
    case unclosed(UnsafePointer<UInt8>)
  }

  /// Finds the end of the row that goes on here.
  ///
  /// - Parameter isFieldStart: Whether a quote here would open a field.
  func endOfRow(_ start: Bytes, _ end: Bytes, isFieldStart: Bool) -> RowEnd {
    var position = start
    while true {
      let quote = hasQuotes ? ByteScan.first(0x22, from: position, to: end) : nil
      let lineEnd = ByteScan.first(0x0a, from: position, to: quote ?? end)
      if let lineEnd { return .found(lineEnd + 1) }
      guard let quote else { return .missing }
      let opens = quote == start ? isFieldStart : quote[-1] == delimiter || quote[-1] == 0x0a
      position = quote + 1
      guard opens else { continue }
      guard let close = closingQuote(position, end) else { return .unclosed(quote) }
      position = close + 1
    }
  }

  /// Finds where the last whole row of a text ends.
  ///
  /// - Returns: The text's start when it holds no whole row, and the quote that is open at its end, if any.
  func endOfLastRow(_ start: Bytes, _ end: Bytes) -> (end: Bytes, open: Bytes?) {
    guard hasQuotes else {
      return (ByteScan.last(0x0a, from: start, to: end).map { $0 + 1 } ?? start, nil)
    }
    var position = start
    // Line ends before this are not within quotes, but for those the last search went over.
    var rowEnd = start
    while true {
      let quote = ByteScan.first(0x22, from: position, to: end)
      if let lineEnd = ByteScan.last(0x0a, from: position, to: quote ?? end) { rowEnd = lineEnd + 1 }
      guard let quote else { return (rowEnd, nil) }
      let opens = quote == start || quote[-1] == delimiter || quote[-1] == 0x0a
      position = quote + 1
      guard opens else { continue }
      guard let close = closingQuote(position, end) else { return (rowEnd, quote) }
      position = close + 1
    }
  }

  /// The quote that ends a field; `nil` when it cannot be told for lack of text.
  private func closingQuote(_ start: Bytes, _ end: Bytes) -> Bytes? {
    var position = start
    while let quote = ByteScan.first(0x22, from: position, to: end) {
      guard quote + 1 < end else { return nil }
      if quote[1] != 0x22 { return quote }
      position = quote + 2
    }
    return nil
  }
}

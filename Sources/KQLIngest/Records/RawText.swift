import KQLTypes

/// Gives the text that a field stands for in a column of strings.
enum RawText {
  /// Calls a function with the text of a value: a missing one is empty, and one that is no text is its JSON form.
  @inline(__always)
  static func with<Result>(_ value: RawValue, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    switch value.kind {
    case .text, .number, .true, .false: body(value.bytes)
    default: withOther(value, body)
    }
  }

  @inline(never)
  private static func withOther<Result>(
    _ value: RawValue, _ body: (UnsafeBufferPointer<UInt8>) -> Result
  ) -> Result {
    switch value.kind {
    case .escapedText, .doubledText:
      let source = value.bytes
      return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: max(source.count, 1)) { target in
        let count =
          value.kind == .escapedText
          ? JSONUnescaping.write(source, to: target.baseAddress!) : undouble(source, to: target.baseAddress!)
        return body(UnsafeBufferPointer(start: target.baseAddress, count: count))
      }
    case .object, .array:
      var text: [UInt8] = []
      JSONText.append(dynamic(value, readsText: false), to: &text)
      return text.withUnsafeBufferPointer(body)
    case .absent, .null, .converted, .text, .number, .true, .false:
      return body(UnsafeBufferPointer(start: nil, count: 0))
    }
  }

  static func string(_ value: RawValue) -> String {
    with(value) { String(decoding: $0, as: UTF8.self) }
  }

  /// Writes a CSV field's content with single quotes in place of doubled ones.
  static func undouble(
    _ source: UnsafeBufferPointer<UInt8>, to target: UnsafeMutablePointer<UInt8>
  ) -> Int {
    var written = 0
    var index = 0
    while index < source.count {
      target[written] = source[index]
      written += 1
      index += source[index] == 0x22 ? 2 : 1
    }
    return written
  }

  /// The value of a field in a `dynamic` column.
  ///
  /// - Parameter readsText: Whether text that is JSON counts as what it says, as in CSV, where all is text.
  static func dynamic(_ value: RawValue, readsText: Bool) -> DynamicValue {
    switch value.kind {
    case .absent, .null, .converted: .null
    case .true: .bool(true)
    case .false: .bool(false)
    case .number, .object, .array: (try? JSONText.parse(value.bytes)) ?? .string(string(value))
    case .text, .escapedText, .doubledText:
      if readsText {
        with(value) { text -> DynamicValue in
          if text.isEmpty { return .null }
          return (try? JSONText.parse(text)) ?? .string(String(decoding: text, as: UTF8.self))
        }
      } else {
        .string(string(value))
      }
    }
  }
}

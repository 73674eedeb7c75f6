/// Tells answers of query interfaces, which hold tables of rows, from records that happen to be written in JSON.
struct AnswerDetector {
  /// Bytes at the start of the decompressed input, and whether they are all of it.
  let head: [UInt8]
  let isWhole: Bool

  /// A field at the top of an object, and the first bytes of its value.
  private struct Member {
    var name: String
    var value: ArraySlice<UInt8>

    func begins(_ text: StaticString) -> Bool {
      text.withUTF8Buffer { value.filter { $0 > 0x20 }.starts(with: $0) }
    }
  }

  /// - Parameter start: Index of the first byte that is no space.
  func kind(from start: Int) -> AnswerLayout.Kind? {
    var start = start
    let isArray = head[start] == UInt8(ascii: "[")
    if isArray {
      guard let element = firstIndex(behind: start + 1), head[element] == UInt8(ascii: "{") else { return nil }
      start = element
    }
    let (members, isEnded) = members(ofObjectAt: start)
    if isArray, members.contains(where: { $0.name == "FrameType" }) { return .kustoV2 }
    for member in members {
      switch member.name {
      case "tables" where Self.isTable(member): return .rest
      case "Tables" where Self.isTable(member): return .kustoV1
      case "responses"
      where member.begins("[{\"id\":") || member.begins("[{\"body\":{\"") || member.begins("[{\"status\":"):
        return .rest
      default: break
      }
    }
    // All that the service had to say.
    let isError = isEnded && isWhole && members.count == 1 && members[0].name == "error"
    return isError && members[0].begins("{\"code\":") ? .rest : nil
  }

  private static func isTable(_ member: Member) -> Bool {
    if member.begins("[]") { return true }
    let openings: [StaticString] = [
      "[{\"name\":", "[{\"columns\":[", "[{\"rows\":[", "[{\"TableName\":", "[{\"Columns\":[", "[{\"Rows\":[",
    ]
    return openings.contains { member.begins($0) }
  }

  private func firstIndex(behind start: Int) -> Int? {
    head[min(start, head.count)...].firstIndex { $0 > 0x20 }
  }

  /// The members at the top of an object, as far as the head goes, and whether the object ends within it.
  private func members(ofObjectAt start: Int) -> ([Member], isEnded: Bool) {
    var bytes = head
    bytes.append(contentsOf: repeatElement(0, count: BlockBuffer.slack))
    return bytes.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return ([], false) }
      let end = base + head.count
      var scanner = JSONScanner(spansLines: true)
      var members: [Member] = []
      var position = scanner.skipSpace(base + start + 1)
      while position < end, position.pointee == 0x22, members.count < 64 {
        var isEscaped = false
        guard let nameEnd = scanner.scanString(position + 1, &isEscaped), let value = scanner.scanColon(nameEnd + 1),
          value < end
        else { break }
        let name = UnsafeBufferPointer(start: position + 1, count: nameEnd - position - 1)
        let first = value - base
        members.append(Member(name: JSONUnescaping.string(name), value: head[first..<min(first + 256, head.count)]))
        guard let valueEnd = DocumentFeed.endOfValue(value, end) else { break }
        position = scanner.skipSpace(valueEnd)
        if position < end, position.pointee == UInt8(ascii: "}") { return (members, true) }
        guard position < end, position.pointee == UInt8(ascii: ",") else { break }
        position = scanner.skipSpace(position + 1)
      }
      return (members, false)
    }
  }
}

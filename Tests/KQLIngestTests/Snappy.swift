/// Makes Snappy data for tests, with literals and copies of all three kinds.
enum Snappy {
  static func compress(_ bytes: [UInt8]) -> [UInt8] {
    var output: [UInt8] = []
    var count = bytes.count
    while count >= 0x80 {
      output.append(UInt8(count & 0x7f | 0x80))
      count >>= 7
    }
    output.append(UInt8(count))
    var literalStart = 0
    var index = 0
    var lastPlaces: [UInt32: Int] = [:]
    while index + 4 <= bytes.count {
      let key = (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[index + $1]) << UInt32(8 * $1) }
      let earlier = lastPlaces.updateValue(index, forKey: key)
      guard let earlier, index - earlier < 1 << 20 else {
        index += 1
        continue
      }
      var length = 4
      while length < 60, index + length < bytes.count, bytes[earlier + length] == bytes[index + length] { length += 1 }
      appendLiteral(bytes[literalStart..<index], to: &output)
      let distance = index - earlier
      if distance < 2048, length <= 11 {
        output += [UInt8(1 | (length - 4) << 2 | (distance >> 8) << 5), UInt8(distance & 0xff)]
      } else if distance < 65536 {
        output += [UInt8(2 | (length - 1) << 2), UInt8(distance & 0xff), UInt8(distance >> 8)]
      } else {
        output.append(UInt8(3 | (length - 1) << 2))
        output += (0..<4).map { UInt8(distance >> (8 * $0) & 0xff) }
      }
      index += length
      literalStart = index
    }
    appendLiteral(bytes[literalStart...], to: &output)
    return output
  }

  private static func appendLiteral(_ literal: ArraySlice<UInt8>, to output: inout [UInt8]) {
    guard !literal.isEmpty else { return }
    let count = literal.count - 1
    if count < 60 {
      output.append(UInt8(count << 2))
    } else {
      let width = count < 256 ? 1 : count < 65536 ? 2 : 3
      output.append(UInt8((59 + width) << 2))
      output += (0..<width).map { UInt8(count >> (8 * $0) & 0xff) }
    }
    output += literal
  }
}

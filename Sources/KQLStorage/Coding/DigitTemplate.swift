import KQLColumnar

/// The shape of texts that are the same but for hexadecimal digits in the same places, such as identifiers
/// (`8-4-4-4-12` digits) and digests (`sha256:` and 64 digits); each digit then takes half a byte.
///
/// Layout: `u16` length, then a byte a place: 0 for a digit, else the ASCII character; `u8` 1 for upper-case digits.
struct DigitTemplate {
  /// 0 where a digit stands, else the character.
  private let places: [UInt8]
  private let isUppercase: Bool
  private let digitCount: Int

  var byteCount: Int { places.count }
  /// Bytes that the digits of one text take.
  var packedByteCount: Int { (digitCount + 1) / 2 }

  private static let digitValues: [[UInt8]] = ["0123456789abcdef", "0123456789ABCDEF"].map { digits in
    var values = [UInt8](repeating: 0xff, count: 256)
    for (value, digit) in digits.utf8.enumerated() { values[Int(digit)] = UInt8(value) }
    return values
  }

  private init(places: [UInt8], isUppercase: Bool) {
    self.places = places
    self.isUppercase = isUppercase
    digitCount = places.count { $0 == 0 }
  }
}

// MARK: - Finding

extension DigitTemplate {
  private static let sampleCount = 64
  private static let leastDigits = 12
  private static let mostBytes = 512

  /// The template of the texts that begin a heap; `nil` when most of them have none in common.
  init?(_ heap: StringHeap) {
    let sample = (0..<min(heap.count, Self.sampleCount)).map { heap[$0] }
    let lengths = Dictionary(grouping: sample, by: \.count)
    guard sample.count > 1,
      let (length, alike) = lengths.max(by: { ($0.value.count, $0.key) < ($1.value.count, $1.key) }),
      alike.count * 2 > sample.count, (Self.leastDigits...Self.mostBytes).contains(length)
    else { return nil }
    for isUppercase in [false, true] {
      if let places = Self.places(alike, length, Self.digitValues[isUppercase ? 1 : 0]) {
        self.init(places: places, isUppercase: isUppercase)
        if digitCount >= Self.leastDigits { return }
      }
    }
    return nil
  }

  private static func places(_ texts: [UnsafeBufferPointer<UInt8>], _ length: Int, _ values: [UInt8]) -> [UInt8]? {
    var places: [UInt8] = []
    for place in 0..<length {
      let first = texts[0][place]
      if texts.allSatisfy({ $0[place] == first }) {
        guard first != 0, first < 0x80 else { return nil }
        places.append(first)
      } else if texts.allSatisfy({ values[Int($0[place])] != 0xff }) {
        places.append(0)
      } else {
        return nil
      }
    }
    return places
  }
}

// MARK: - Layout

extension DigitTemplate {
  func write(to writer: inout BlobWriter) {
    writer.append(UInt16(places.count))
    writer.append(places)
    writer.append(UInt8(isUppercase ? 1 : 0))
  }

  init(from reader: inout BlobReader) throws(BlobError) {
    let count = Int(try reader.number(UInt16.self))
    let places = Array(try reader.take(count))
    guard places.allSatisfy({ $0 < 0x80 }) else { throw BlobError("a template is not ASCII") }
    self.init(places: places, isUppercase: try reader.byte() == 1)
  }
}

// MARK: - Texts

extension DigitTemplate {
  /// Appends the digits of a text; `false`, and nothing appended, when the text has another shape.
  func pack(_ text: UnsafeBufferPointer<UInt8>, into output: inout [UInt8]) -> Bool {
    guard text.count == places.count else { return false }
    let before = output.count
    var pending: UInt8 = 0
    var isOdd = false
    let isPacked = Self.digitValues[isUppercase ? 1 : 0].withUnsafeBufferPointer { values in
      places.withUnsafeBufferPointer { places in
        for place in 0..<places.count {
          let byte = text[place]
          if places[place] != 0 {
            if byte != places[place] { return false }
            continue
          }
          let value = values[Int(byte)]
          if value == 0xff { return false }
          if isOdd { output.append(pending | value) } else { pending = value &<< 4 }
          isOdd.toggle()
        }
        if isOdd { output.append(pending) }
        return true
      }
    }
    if !isPacked { output.removeSubrange(before...) }
    return isPacked
  }

  /// Writes the text of packed digits; there is room for ``byteCount`` bytes, and there are enough digits.
  func unpack(_ digits: UnsafePointer<UInt8>, into target: UnsafeMutablePointer<UInt8>) {
    let letter: UInt8 = isUppercase ? 0x37 : 0x57
    places.withUnsafeBufferPointer { places in
      var index = 0
      for place in 0..<places.count {
        let literal = places[place]
        if literal != 0 {
          target[place] = literal
          continue
        }
        let byte = digits[index &>> 1]
        let value = index & 1 == 0 ? byte &>> 4 : byte & 15
        target[place] = value < 10 ? 0x30 &+ value : letter &+ value
        index &+= 1
      }
    }
  }
}

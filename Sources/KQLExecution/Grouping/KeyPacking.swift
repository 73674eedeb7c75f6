import KQLColumnar

/// Loops that pack columns of numbers into the words of keys.
///
/// The functions that return a `Bool` say whether the field had room for all values; when it had not, the words are
/// of no use.
enum KeyPacking {
  /// Codes, 0 standing for null where `offset` is 0.
  static func pack(
    _ codes: [UInt32], plus offset: UInt64, _ field: KeyLayout.Field, _ stride: Int,
    _ words: UnsafeMutableBufferPointer<UInt64>
  ) -> Bool {
    guard case .packed(_, let bits) = field.form else { return false }
    let shift = field.shift
    var seen: UInt32 = 0
    codes.withUnsafeBufferPointer { codes in
      if stride == 1 {
        for row in 0..<codes.count {
          seen |= codes[row]
          words[row] |= (UInt64(codes[row]) &+ offset) &<< shift
        }
      } else {
        var place = field.word
        for row in 0..<codes.count {
          seen |= codes[row]
          words[place] |= (UInt64(codes[row]) &+ offset) &<< shift
          place &+= stride
        }
      }
    }
    return UInt64(seen) &>> (bits &- 1) == 0
  }

  static func pack(
    _ values: [Int64], _ validity: Bitmap?, _ field: KeyLayout.Field, _ stride: Int,
    _ words: UnsafeMutableBufferPointer<UInt64>
  ) -> Bool {
    guard case .packed(let base, let bits) = field.form else {
      for row in values.indices {
        if validity.isValid(row) {
          words[row * stride + field.word] = UInt64(bitPattern: values[row])
        } else {
          words[row * stride + field.flagWord] |= 1 << field.flagShift
        }
      }
      return true
    }
    let shift = field.shift
    var seen: UInt64 = 0
    values.withUnsafeBufferPointer { values in
      var place = field.word
      if let validity {
        for row in 0..<values.count {
          if validity[row] {
            let distance = UInt64(bitPattern: values[row] &- base)
            seen |= distance
            words[place] |= (distance &+ 1) &<< shift
          }
          place &+= stride
        }
      } else {
        for row in 0..<values.count {
          let distance = UInt64(bitPattern: values[row] &- base)
          seen |= distance
          words[place] |= (distance &+ 1) &<< shift
          place &+= stride
        }
      }
    }
    return seen &>> (bits &- 1) == 0
  }

  /// Values that do not fit are marked as not findable and left out.
  static func packWhereFits(
    _ values: [Int64], _ validity: Bitmap?, _ base: Int64, _ bits: UInt64, _ field: KeyLayout.Field, _ stride: Int,
    _ words: inout [UInt64], _ isFindable: inout [Bool]
  ) {
    var place = field.word
    for row in values.indices {
      let distance = UInt64(bitPattern: values[row] &- base)
      if validity.isValid(row) {
        if distance >> (bits - 1) == 0 {
          words[place] |= (distance + 1) << field.shift
        } else {
          isFindable[row] = false
        }
      }
      place += stride
    }
  }

  static func pack(
    _ values: [UInt128], _ validity: Bitmap?, _ field: KeyLayout.Field, _ stride: Int,
    _ words: UnsafeMutableBufferPointer<UInt64>
  ) {
    for row in values.indices {
      if validity.isValid(row) {
        words[row * stride + field.word] = UInt64(truncatingIfNeeded: values[row])
        words[row * stride + field.word + 1] = UInt64(truncatingIfNeeded: values[row] >> 64)
      } else {
        words[row * stride + field.flagWord] |= 1 << field.flagShift
      }
    }
  }

  /// Columns of codes whose fields share one word, two at a time; `nil` when a field has no room for a code.
  static func packTogether(_ codes: [[UInt32]], _ fields: [KeyLayout.Field], _ rowCount: Int) -> [UInt64]? {
    var ones: UInt64 = 0
    var limits: [UInt32] = []
    for field in fields {
      guard case .packed(_, let bits) = field.form else { return nil }
      ones |= 1 << field.shift
      limits.append(bits > 32 ? 0 : ~0 << UInt32(bits - 1))
    }
    // Fields do not overlap, so one addition stands for adding 1 to each code.
    var words = [UInt64](repeating: ones, count: rowCount)
    var excess: UInt32 = 0
    words.withUnsafeMutableBufferPointer { words in
      for index in stride(from: 0, to: codes.count, by: 2) {
        // The last of an odd number goes with itself, added once.
        let other = min(index + 1, codes.count - 1)
        let (shift, otherShift) = (fields[index].shift, fields[other].shift)
        let (limit, otherLimit) = (limits[index], limits[other])
        let weight: UInt64 = other == index ? 0 : .max
        codes[index].withUnsafeBufferPointer { left in
          codes[other].withUnsafeBufferPointer { right in
            for row in 0..<rowCount {
              let (l, r) = (left[row], right[row])
              excess |= l & limit | r & otherLimit
              words[row] &+= UInt64(l) &<< shift &+ (UInt64(r) &<< otherShift & weight)
            }
          }
        }
      }
    }
    return excess == 0 ? words : nil
  }
}

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
    _ values: [Int64], _ base: Int64, _ bits: UInt64, _ field: KeyLayout.Field, _ stride: Int,
    _ words: inout [UInt64], _ isFindable: inout [Bool]
  ) {
    var place = field.word
    for row in values.indices {
      let distance = UInt64(bitPattern: values[row] &- base)
      if distance >> (bits - 1) == 0 {
        words[place] |= (distance + 1) << field.shift
      } else {
        isFindable[row] = false
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
}

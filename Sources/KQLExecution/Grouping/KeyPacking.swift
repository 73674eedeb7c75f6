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

  /// Two to four columns of codes whose fields share one word; `nil` when a field has no room for a code.
  static func packTogether(_ codes: [[UInt32]], _ fields: [KeyLayout.Field], _ rowCount: Int) -> [UInt64]? {
    var ones: UInt64 = 0
    var limits: [UInt32] = []
    for field in fields {
      guard case .packed(_, let bits) = field.form else { return nil }
      ones |= 1 << field.shift
      limits.append(bits > 32 ? 0 : ~0 << UInt32(bits - 1))
    }
    // In the place of columns that are not there the first one stands and is not added.
    let third = codes.count > 2 ? 2 : 0
    let fourth = codes.count > 3 ? 3 : 0
    let weights: (UInt64, UInt64) = (third == 0 ? 0 : .max, fourth == 0 ? 0 : .max)
    let shifts = (fields[0].shift, fields[1].shift, fields[third].shift, fields[fourth].shift)
    let limit = (limits[0], limits[1], limits[third], limits[fourth])
    var excess: UInt32 = 0
    let words = codes[0].withUnsafeBufferPointer { a in
      codes[1].withUnsafeBufferPointer { b in
        codes[third].withUnsafeBufferPointer { c in
          codes[fourth].withUnsafeBufferPointer { d in
            [UInt64](unsafeUninitializedCapacity: rowCount) { words, initialized in
              initialized = rowCount
              for row in 0..<rowCount {
                excess |= a[row] & limit.0 | b[row] & limit.1 | c[row] & limit.2 | d[row] & limit.3
                let front = UInt64(a[row]) &<< shifts.0 &+ UInt64(b[row]) &<< shifts.1
                let back = UInt64(c[row]) &<< shifts.2 & weights.0 &+ (UInt64(d[row]) &<< shifts.3 & weights.1)
                // Fields do not overlap, so one addition stands for adding 1 to each code.
                words[row] = ones &+ front &+ back
              }
            }
          }
        }
      }
    }
    return excess == 0 ? words : nil
  }
}

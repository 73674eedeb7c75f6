import KQLTypes

extension InflateDecoder {
  private typealias Table = HuffmanTable

  /// Why the fast loop was left.
  private enum Halt {
    /// The window is full or the input short.
    case border
    case endOfBlock
    case invalidLength
    case invalidDistance
    case tooFarBack
  }

  /// Decodes symbols until the block ends or the window is full.
  func decodeSymbols(into window: InflateWindow) throws(InflateFailure) {
    while window.end < window.limit {
      try need(64)
      var halt = Halt.border
      if input.position < input.fastEnd {
        halt = decodeFast(into: window)
      } else if input.isAtEnd {
        halt = decodeOne(into: window)
        if input.isOverrun { throw .truncated }
      }
      switch halt {
      case .border: continue
      case .endOfBlock:
        place = .blockStart
        return
      case .invalidLength: throw damage("there is no such length")
      case .invalidDistance: throw damage("there is no such distance")
      case .tooFarBack: throw damage("a distance leads before the start")
      }
    }
  }
}

// MARK: - Fast loop

extension InflateDecoder {
  private func decodeFast(into window: InflateWindow) -> Halt {
    let lengths = UnsafePointer(self.lengths.entries)
    let distances = UnsafePointer(self.distances.entries)
    let sourceEnd = input.fastEnd
    let limit = window.limit
    let first = window.first
    var source = input.position
    var bits = input.bits
    var bitCount = input.bitCount
    var out = window.end
    defer {
      input.position = source
      input.bits = bits
      input.bitCount = bitCount
      window.end = out
    }

    @inline(__always) func refill() {
      bits |= InflateInput.load8(source) &<< bitCount
      source += Int(truncatingIfNeeded: (63 &- bitCount) &>> 3)
      bitCount |= 56
    }
    @inline(__always) func consume(_ entry: Table.Entry) {
      bits &>>= UInt64(entry & 0xff)
      bitCount &-= UInt64(entry & 0xff)
    }
    @inline(__always) func next() -> Table.Entry { lengths[Int(truncatingIfNeeded: bits & 2047)] }

    // The next entry is looked up before bytes are copied, so that neither waits for the other.
    refill()
    var entry = next()
    while source < sourceEnd, out < limit {
      if entry & Table.isLiteral != 0 {
        consume(entry)
        out[0] = UInt8(truncatingIfNeeded: entry &>> 16)
        entry = next()
        if entry & Table.isLiteral != 0 {
          consume(entry)
          out[1] = UInt8(truncatingIfNeeded: entry &>> 16)
          entry = next()
          if entry & Table.isLiteral != 0 {
            consume(entry)
            out[2] = UInt8(truncatingIfNeeded: entry &>> 16)
            out += 3
            refill()
            entry = next()
            continue
          }
          out += 2
        } else {
          out += 1
        }
        refill()
      }
      if entry & Table.isOther != 0 {
        consume(entry)
        if entry & Table.isSecond != 0 {
          entry = Self.second(lengths, entry, bits)
          if entry & Table.isLiteral != 0 {
            consume(entry)
            out[0] = UInt8(truncatingIfNeeded: entry &>> 16)
            out += 1
            refill()
            entry = next()
            continue
          }
          if entry & Table.isOther != 0 { consume(entry) }
        }
        if entry & Table.isOther != 0 { return entry & Table.endOfBlock != 0 ? .endOfBlock : .invalidLength }
      }
      let length = Self.number(entry, bits)
      consume(entry)
      entry = distances[Int(truncatingIfNeeded: bits & 255)]
      if entry & Table.isOther != 0 {
        consume(entry)
        if entry & Table.isSecond != 0 { entry = Self.second(distances, entry, bits) }
        if entry & Table.isOther != 0 { return .invalidDistance }
      }
      let distance = Self.number(entry, bits)
      consume(entry)
      guard distance <= out - first else { return .tooFarBack }
      refill()
      entry = next()
      Self.copy(out, distance: distance, count: length)
      out += length
    }
    return .border
  }

  /// The entry of a second table.
  @inline(__always)
  private static func second(
    _ table: UnsafePointer<Table.Entry>, _ entry: Table.Entry, _ bits: UInt64
  ) -> Table.Entry {
    let index = bits & (1 &<< UInt64(entry &>> 8 & 15) &- 1)
    return table[Int(truncatingIfNeeded: entry &>> 16) &+ Int(truncatingIfNeeded: index)]
  }

  /// The length or distance of an entry, with the extra bits that follow its code.
  @inline(__always)
  private static func number(_ entry: Table.Entry, _ bits: UInt64) -> Int {
    let extra = bits & (1 &<< UInt64(entry & 0xff) &- 1)
    return Int(truncatingIfNeeded: entry &>> 16) &+ Int(truncatingIfNeeded: extra &>> UInt64(entry &>> 8 & 15))
  }

  /// Repeats bytes that stand a distance before.
  ///
  /// - Precondition: 64 bytes behind the copy can be written.
  @inline(__always)
  private static func copy(_ target: UnsafeMutablePointer<UInt8>, distance: Int, count: Int) {
    let source = UnsafeRawPointer(target - distance)
    let target = UnsafeMutableRawPointer(target)
    if distance >= 16 {
      var offset = 0
      repeat {
        let block = (source + offset).loadUnaligned(as: SIMD16<UInt8>.self)
        (target + offset).storeBytes(of: block, as: SIMD16<UInt8>.self)
        let block2 = (source + offset + 16).loadUnaligned(as: SIMD16<UInt8>.self)
        (target + offset + 16).storeBytes(of: block2, as: SIMD16<UInt8>.self)
        offset &+= 32
      } while offset < count
    } else {
      copyNear(target, distance: distance, count: count)
    }
  }

  private static func copyNear(_ target: UnsafeMutableRawPointer, distance: Int, count: Int) {
    let bytes = target.assumingMemoryBound(to: UInt8.self)
    if distance == 1 {
      let block = SIMD16<UInt8>(repeating: bytes[-1])
      var offset = 0
      while offset < count {
        (target + offset).storeBytes(of: block, as: SIMD16<UInt8>.self)
        offset &+= 16
      }
    } else if distance >= 8 {
      var offset = 0
      while offset < count {
        let word = (target + offset - distance).loadUnaligned(as: UInt64.self)
        (target + offset).storeBytes(of: word, as: UInt64.self)
        offset &+= 8
      }
    } else {
      for offset in 0..<count { bytes[offset] = bytes[offset &- distance] }
    }
  }
}

// MARK: - Careful step

extension InflateDecoder {
  /// Decodes one symbol where the input ends; leaves the window alone when there are not bits enough for it.
  private func decodeOne(into window: InflateWindow) -> Halt {
    input.refill()
    var entry = lengths.entries[Int(input.bits & 2047)]
    if entry & Table.isSecond != 0, entry & Table.isLiteral == 0, entry & Table.isOther != 0 {
      input.drop(UInt64(entry & 0xff))
      entry = Self.second(UnsafePointer(lengths.entries), entry, input.bits)
    }
    let length = Self.number(entry, input.bits)
    input.drop(UInt64(entry & 0xff))
    if input.isOverrun { return .border }
    if entry & Table.isLiteral != 0 {
      window.end.pointee = UInt8(truncatingIfNeeded: entry >> 16)
      window.end += 1
      return .border
    }
    if entry & Table.isOther != 0 { return entry & Table.endOfBlock != 0 ? .endOfBlock : .invalidLength }
    input.refill()
    entry = distances.entries[Int(input.bits & 255)]
    if entry & Table.isOther != 0, entry & Table.isSecond != 0 {
      input.drop(UInt64(entry & 0xff))
      entry = Self.second(UnsafePointer(distances.entries), entry, input.bits)
    }
    let distance = Self.number(entry, input.bits)
    input.drop(UInt64(entry & 0xff))
    if input.isOverrun { return .border }
    if entry & Table.isOther != 0 { return .invalidDistance }
    guard distance <= window.end - window.first else { return .tooFarBack }
    Self.copy(window.end, distance: distance, count: length)
    window.end += length
    return .border
  }
}

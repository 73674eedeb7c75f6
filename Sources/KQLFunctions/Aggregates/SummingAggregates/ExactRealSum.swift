/// The exact sum of any reals, rounded once when it is asked for.
///
/// The result is a function of the values alone: no order, grouping or splitting of them changes a bit of it.
/// The sum is held as two reals that do not overlap, which is exact for nearly all data; what needs more digits
/// goes on in a ``WideRealSum``.
struct ExactRealSum {
  /// `high + low` is the sum. NaN once ``wide`` holds it, which also keeps the fast path from being taken.
  private var high = 0.0
  private var low = 0.0
  private var wide: WideRealSum?
}

// MARK: - Adding

extension ExactRealSum {
  @inline(__always)
  mutating func add(_ value: Double) {
    let (newHigh, error) = high.addingExactly(value)
    let (newLow, lost) = low.addingExactly(error)
    // An infinity or NaN, then or now, makes `lost` NaN.
    if lost == 0 {
      high = newHigh
      low = newLow
    } else {
      addWide(value)
    }
  }

  /// Adds the exact product of two reals.
  @inline(__always)
  mutating func add(product left: Double, _ right: Double) {
    let product = left * right
    let (leftHigh, leftLow) = left.halves
    let (rightHigh, rightLow) = right.halves
    let error = ((leftHigh * rightHigh - product) + leftHigh * rightLow + leftLow * rightHigh) + leftLow * rightLow
    add(product)
    // Factors near the ends of the range cannot be split; their product is then rounded.
    if error.isFinite { add(error) }
  }

  mutating func merge(_ other: ExactRealSum) {
    if let otherWide = other.wide {
      promote()
      wide!.merge(otherWide)
    } else {
      add(other.high)
      add(other.low)
    }
  }

  @inline(never)
  private mutating func addWide(_ value: Double) {
    promote()
    wide!.add(value)
  }

  private mutating func promote() {
    guard wide == nil else { return }
    let sum = WideRealSum()
    sum.add(high)
    sum.add(low)
    wide = sum
    high = .nan
    low = 0
  }
}

// MARK: - Result

extension ExactRealSum {
  /// The real nearest to the sum.
  var value: Double { wide?.rounded().high ?? (high + low) }

  /// The sum to about 106 digits: the nearest real, and the real nearest to what is left.
  var expanded: DoubleDouble {
    if let wide { return wide.rounded() }
    let (sum, error) = high.addingExactly(low)
    return DoubleDouble(high: sum, low: error)
  }

  var heapByteCount: Int { wide == nil ? 0 : WideRealSum.byteCount }
}

extension Double {
  /// The rounded sum and what rounding lost, without error between them.
  @inline(__always)
  func addingExactly(_ other: Double) -> (sum: Double, error: Double) {
    let sum = self + other
    let virtual = sum - self
    return (sum, (self - (sum - virtual)) + (other - virtual))
  }

  /// The value as a sum of two reals of 26 digits each.
  @inline(__always)
  var halves: (high: Double, low: Double) {
    let scaled = self * 134_217_729
    let high = scaled - (scaled - self)
    return (high, self - high)
  }
}

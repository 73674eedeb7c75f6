/// A number held as the sum of two reals, to about 106 binary digits; for results that differences would spoil.
struct DoubleDouble {
  var high: Double
  var low: Double

  init(high: Double, low: Double) {
    self.high = high
    self.low = low
  }

  init(_ value: Double) { self.init(high: value, low: 0) }
}

extension DoubleDouble {
  var value: Double { high + low }

  static func + (left: DoubleDouble, right: DoubleDouble) -> DoubleDouble {
    let (sum, error) = left.high.addingExactly(right.high)
    let (lowSum, lowError) = left.low.addingExactly(right.low)
    let (middle, middleError) = sum.addingExactly(error + lowSum)
    return normalized(middle, middleError + lowError)
  }

  static prefix func - (value: DoubleDouble) -> DoubleDouble { DoubleDouble(high: -value.high, low: -value.low) }
  static func - (left: DoubleDouble, right: DoubleDouble) -> DoubleDouble { left + -right }

  static func * (left: DoubleDouble, right: DoubleDouble) -> DoubleDouble {
    let product = left.high * right.high
    let (leftHigh, leftLow) = left.high.halves
    let (rightHigh, rightLow) = right.high.halves
    let error = ((leftHigh * rightHigh - product) + leftHigh * rightLow + leftLow * rightHigh) + leftLow * rightLow
    guard error.isFinite else { return DoubleDouble(product) }
    return normalized(product, error + (left.high * right.low + left.low * right.high))
  }

  private static func normalized(_ high: Double, _ low: Double) -> DoubleDouble {
    let (sum, error) = high.addingExactly(low)
    guard sum.isFinite else { return DoubleDouble(sum) }
    return DoubleDouble(high: sum, low: error)
  }
}

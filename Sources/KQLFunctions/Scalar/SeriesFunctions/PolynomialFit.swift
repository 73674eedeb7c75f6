/// The polynomial of a given degree that fits points best.
struct PolynomialFit {
  /// From the highest power down.
  let coefficients: [Double]
  let fitted: [Double]

  /// Higher degrees are beyond what real numbers can tell apart.
  private static let maximumDegree: Int64 = 100

  /// `nil` when the points do not determine a polynomial of that degree.
  init?(x: [Double], y: [Double], degree: Int64) {
    guard degree >= 0, degree < x.count, degree <= Self.maximumDegree, let low = x.min(), let high = x.max(),
      high > low || degree == 0
    else { return nil }
    // Fitting over -1...1 keeps high powers comparable.
    let center = (low + high) / 2
    let scale = high > low ? (high - low) / 2 : 1
    let order = Int(degree) + 1
    let columns = (0..<order).map { power in
      x.map { place -> Double in
        var result = 1.0
        for _ in 0..<power { result *= (place - center) / scale }
        return result
      }
    }
    guard let scaled = LeastSquares.solve(columns: columns, y) else { return nil }
    fitted = x.indices.map { row in (0..<order).reduce(0) { $0 + scaled[$1] * columns[$1][row] } }
    // Horner's scheme with the polynomial (x - center) / scale in place of a number.
    var expanded = [Double](repeating: 0, count: order)
    for coefficient in scaled.reversed() {
      var next = [Double](repeating: 0, count: order)
      for power in 0..<order {
        next[power] -= expanded[power] * center / scale
        if power + 1 < order { next[power + 1] += expanded[power] / scale }
      }
      next[0] += coefficient
      expanded = next
    }
    coefficients = expanded.reversed()
  }
}

/// Linear least squares by orthogonal decomposition (modified Gram–Schmidt).
enum LeastSquares {
  /// - Returns: The factors of the columns whose sum is closest to `target`; `nil` when columns depend on each other.
  static func solve(columns: [[Double]], _ target: [Double]) -> [Double]? {
    let order = columns.count
    var basis = columns
    var rest = target
    var triangle = [[Double]](repeating: [Double](repeating: 0, count: order), count: order)
    var projections = [Double](repeating: 0, count: order)
    for index in 0..<order {
      let length = dot(basis[index], basis[index]).squareRoot()
      guard length > 1e-12 * dot(columns[index], columns[index]).squareRoot(), length > 0 else { return nil }
      triangle[index][index] = length
      for row in basis[index].indices { basis[index][row] /= length }
      for later in index + 1..<max(order, index + 1) {
        triangle[index][later] = dot(basis[index], basis[later])
        for row in basis[later].indices { basis[later][row] -= triangle[index][later] * basis[index][row] }
      }
      projections[index] = dot(basis[index], rest)
      for row in rest.indices { rest[row] -= projections[index] * basis[index][row] }
    }
    var factors = projections
    for index in stride(from: order - 1, through: 0, by: -1) {
      for later in index + 1..<max(order, index + 1) { factors[index] -= triangle[index][later] * factors[later] }
      factors[index] /= triangle[index][index]
    }
    return factors
  }

  private static func dot(_ left: [Double], _ right: [Double]) -> Double {
    zip(left, right).reduce(0) { $0 + $1.0 * $1.1 }
  }
}

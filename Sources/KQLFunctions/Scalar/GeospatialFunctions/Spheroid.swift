import Glibc

/// Distances on the ellipsoid that stands for the Earth in WGS-84.
enum Spheroid {
  private static let equatorialRadius = 6_378_137.0
  private static let flattening = 1 / 298.257223563

  /// Vincenty's inverse solution, in metres; `nil` for points so nearly opposite that it does not converge.
  static func distance(_ start: GeoPosition, _ end: GeoPosition) -> Double? {
    if start == end { return 0 }
    let f = flattening
    let polarRadius = equatorialRadius * (1 - f)
    let radians = Double.pi / 180
    let u1 = atan((1 - f) * tan(start.latitude * radians))
    let u2 = atan((1 - f) * tan(end.latitude * radians))
    let difference = (end.longitude - start.longitude) * radians
    let (sinU1, cosU1, sinU2, cosU2) = (sin(u1), cos(u1), sin(u2), cos(u2))
    var lambda = difference
    for _ in 0..<200 {
      let (sinLambda, cosLambda) = (sin(lambda), cos(lambda))
      let across = cosU2 * sinLambda
      let along = cosU1 * sinU2 - sinU1 * cosU2 * cosLambda
      let sinSigma = (across * across + along * along).squareRoot()
      if sinSigma == 0 { return 0 }
      let cosSigma = sinU1 * sinU2 + cosU1 * cosU2 * cosLambda
      let sigma = atan2(sinSigma, cosSigma)
      let sinAlpha = cosU1 * cosU2 * sinLambda / sinSigma
      let cosSquared = 1 - sinAlpha * sinAlpha
      let cosMiddle = cosSquared == 0 ? 0 : cosSigma - 2 * sinU1 * sinU2 / cosSquared
      let c = f / 16 * cosSquared * (4 + f * (4 - 3 * cosSquared))
      let previous = lambda
      let bracket = cosMiddle + c * cosSigma * (2 * cosMiddle * cosMiddle - 1)
      lambda = difference + (1 - c) * f * sinAlpha * (sigma + c * sinSigma * bracket)
      guard abs(lambda) <= .pi else { return nil }
      guard abs(lambda - previous) < 1e-12 else { continue }
      let ratio =
        cosSquared * (equatorialRadius * equatorialRadius - polarRadius * polarRadius) / (polarRadius * polarRadius)
      let a = 1 + ratio / 16384 * (4096 + ratio * (-768 + ratio * (320 - 175 * ratio)))
      let b = ratio / 1024 * (256 + ratio * (-128 + ratio * (74 - 47 * ratio)))
      let squared = cosMiddle * cosMiddle
      let inner = cosSigma * (2 * squared - 1) - b / 6 * cosMiddle * (4 * sinSigma * sinSigma - 3) * (4 * squared - 3)
      return polarRadius * a * (sigma - b * sinSigma * (cosMiddle + b / 4 * inner))
    }
    return nil
  }
}

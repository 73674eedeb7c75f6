import Glibc
import KQLColumnar
import KQLTypes

/// The discrete Fourier transform and its inverse, for series of any length.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/series-fft-function>
enum SeriesTransforms {
  static let functions: [ScalarFunction] = [
    transform("series_fft", isInverse: false),
    transform("series_ifft", isInverse: true),
  ]

  /// The parts of the result, real and imaginary.
  private static func transform(_ name: String, isInverse: Bool) -> ScalarFunction {
    .rowwise(name, resultType: { _, _ in .dynamic }) { values, _ in
      guard let real = Series(values[0])?.numbers else { return .null(.dynamic) }
      var imaginary = [Double](repeating: 0, count: real.count)
      if values.count > 1 {
        guard let numbers = Series(values[1])?.numbers, numbers.count == real.count else { return .null(.dynamic) }
        imaginary = numbers
      }
      var points = FourierPoints(real: real, imaginary: imaginary)
      points.transform(isInverse: isInverse)
      return .array([.series(points.real), .series(points.imaginary)])
    }
  }
}

/// Complex numbers in place of which their Fourier transform is put.
struct FourierPoints {
  private(set) var real: [Double]
  private(set) var imaginary: [Double]

  /// - Precondition: Both have one length.
  init(real: [Double], imaginary: [Double]) {
    precondition(real.count == imaginary.count)
    self.real = real
    self.imaginary = imaginary
  }
}

extension FourierPoints {
  private var count: Int { real.count }

  /// The inverse is divided by the number of points.
  ///
  /// - Complexity: O(*n* log *n*).
  mutating func transform(isInverse: Bool) {
    guard count > 1 else { return }
    if isInverse { negateImaginary() }
    if count & (count - 1) == 0 { transformPowerOfTwo() } else { transformAnyLength() }
    guard isInverse else { return }
    negateImaginary()
    for index in 0..<count {
      real[index] /= Double(count)
      imaginary[index] /= Double(count)
    }
  }

  private mutating func negateImaginary() {
    for index in 0..<count { imaginary[index] = -imaginary[index] }
  }

  /// Cooley and Tukey's iteration: reorders by reversed bits, then joins halves.
  private mutating func transformPowerOfTwo() {
    var reversed = 0
    for index in 1..<count {
      var bit = count >> 1
      while reversed & bit != 0 {
        reversed ^= bit
        bit >>= 1
      }
      reversed |= bit
      if index < reversed {
        real.swapAt(index, reversed)
        imaginary.swapAt(index, reversed)
      }
    }
    var half = 1
    while half < count {
      for offset in 0..<half {
        let angle = -Double.pi * Double(offset) / Double(half)
        let (c, s) = (cos(angle), sin(angle))
        var even = offset
        while even < count {
          let odd = even + half
          let r = real[odd] * c - imaginary[odd] * s
          let i = real[odd] * s + imaginary[odd] * c
          real[odd] = real[even] - r
          imaginary[odd] = imaginary[even] - i
          real[even] += r
          imaginary[even] += i
          even += half * 2
        }
      }
      half *= 2
    }
  }

  /// Bluestein's identity: a transform of any length is a convolution, which transforms of a power of two compute.
  private mutating func transformAnyLength() {
    let n = count
    var length = 1
    while length < 2 * n { length *= 2 }
    var chirpReal = [Double](repeating: 0, count: n)
    var chirpImaginary = chirpReal
    for index in 0..<n {
      // The square is taken modulo 2n, where the chirp repeats, to keep the angle exact.
      let square = (index % (2 * n)) * index % (2 * n)
      let angle = Double.pi * Double(square) / Double(n)
      chirpReal[index] = cos(angle)
      chirpImaginary[index] = -sin(angle)
    }
    let zeros = [Double](repeating: 0, count: length)
    var signal = FourierPoints(real: zeros, imaginary: zeros)
    var chirp = FourierPoints(real: zeros, imaginary: zeros)
    for index in 0..<n {
      signal.real[index] = real[index] * chirpReal[index] - imaginary[index] * chirpImaginary[index]
      signal.imaginary[index] = real[index] * chirpImaginary[index] + imaginary[index] * chirpReal[index]
      chirp.real[index] = chirpReal[index]
      chirp.imaginary[index] = -chirpImaginary[index]
      if index > 0 {
        chirp.real[length - index] = chirpReal[index]
        chirp.imaginary[length - index] = -chirpImaginary[index]
      }
    }
    signal.transformPowerOfTwo()
    chirp.transformPowerOfTwo()
    for index in 0..<length {
      let r = signal.real[index] * chirp.real[index] - signal.imaginary[index] * chirp.imaginary[index]
      let i = signal.real[index] * chirp.imaginary[index] + signal.imaginary[index] * chirp.real[index]
      (signal.real[index], signal.imaginary[index]) = (r, i)
    }
    signal.transform(isInverse: true)
    for index in 0..<n {
      real[index] = signal.real[index] * chirpReal[index] - signal.imaginary[index] * chirpImaginary[index]
      imaginary[index] = signal.real[index] * chirpImaginary[index] + signal.imaginary[index] * chirpReal[index]
    }
  }
}

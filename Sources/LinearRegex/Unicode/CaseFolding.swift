/// Simple case folding: which scalars count as equal when case does not matter.
enum CaseFolding {
  /// All scalars that fold together with one of the set.
  static func closure(of set: ScalarSet) -> ScalarSet {
    var added: [ScalarSet.Range] = []
    if set.isASCII {
      for range in set.ranges {
        for scalar in range.lower...range.upper {
          for other in asciiOrbit(scalar) { added.append(.init(lower: other, upper: other)) }
        }
      }
    } else {
      for orbit in orbits where orbit.contains(where: { set.contains($0) }) {
        for scalar in orbit { added.append(.init(lower: scalar, upper: scalar)) }
      }
    }
    return ScalarSet(set.ranges + added)
  }

  private static func asciiOrbit(_ scalar: UInt32) -> [UInt32] {
    switch scalar {
    case 0x4b, 0x6b: [0x4b, 0x6b, 0x212a]
    case 0x53, 0x73: [0x53, 0x73, 0x17f]
    case 0x41...0x5a: [scalar, scalar + 0x20]
    case 0x61...0x7a: [scalar, scalar - 0x20]
    default: []
    }
  }

  /// The sets of scalars that are one under simple folding, each with at least two.
  private static let orbits: [[UInt32]] = {
    var groups: [UInt32: [UInt32]] = [:]
    for value in UInt32(0)...0x1e943 {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let folded = fold(scalar)
      if folded != value { groups[folded, default: [folded]].append(value) }
    }
    return groups.values.sorted { $0[0] < $1[0] }
  }()

  /// The representative under simple folding.
  private static func fold(_ scalar: Unicode.Scalar) -> UInt32 {
    // Two letters whose simple folding differs from the lower case of their upper case.
    switch scalar.value {
    case 0x130, 0x131: return scalar.value
    case 0x1e9e: return 0xdf
    default: break
    }
    guard let upper = single(scalar.properties.uppercaseMapping) else {
      return single(scalar.properties.lowercaseMapping)?.value ?? scalar.value
    }
    return (single(upper.properties.lowercaseMapping) ?? upper).value
  }

  private static func single(_ text: String) -> Unicode.Scalar? {
    let scalars = text.unicodeScalars
    return scalars.count == 1 ? scalars.first : nil
  }
}

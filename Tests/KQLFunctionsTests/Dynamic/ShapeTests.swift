import Testing

@testable import KQLFunctions

/// What must hold for every buffer and every simplified shape, on random ones.
@Suite struct ShapeTests {
  /// A ring around a place, whose corners have random distances from it.
  private func ring(_ random: inout SeededGenerator, size: Double) -> [SpherePoint] {
    let longitude = Double.random(in: -170...170, using: &random)
    let latitude = Double.random(in: -70...70, using: &random)
    let count = Int.random(in: 5...40, using: &random)
    return (0..<count).map { index in
      let direction = SpherePoint(longitude: 360 * Double(index) / Double(count), latitude: 0)
      let distance = size * Double.random(in: 0.3...1, using: &random)
      return SpherePoint(
        longitude: longitude + distance * direction.x / SpherePoint(longitude: 0, latitude: latitude).x,
        latitude: latitude + distance * direction.y)
    }
  }

  /// How far a point is from a ring, as an angle.
  private func distance(_ point: SpherePoint, _ ring: [SpherePoint]) -> Double {
    ring.indices.map { index in
      point.angle(point.closestPoint(onEdge: ring[index], ring[(index + 1) % ring.count]))
    }.min() ?? .infinity
  }

  @Test(arguments: 1...60)
  func `the border of a buffer keeps the distance`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let ring = ring(&random, size: 0.5)
    let radius = Double.random(in: 0.0001...0.01, using: &random)
    let fraction = 0.05
    var curve = try #require(OffsetCurve(radius: radius, errorFraction: fraction))
    curve.add(ring: ring)
    let loops = try #require(WindingRegion.loops(curve.curves))
    #expect(!curve.hasFailed)
    for loop in loops {
      for (index, corner) in loop.enumerated() {
        let middle = (corner + loop[(index + 1) % loop.count]).normalized
        for point in [corner, middle] {
          #expect(abs(distance(point, ring) - radius) < radius * fraction * (1 + 1e-6))
        }
      }
    }
    // The shape itself is inside.
    for corner in ring { #expect(loops.reduce(0) { $0 + SphericalRing.turns(of: $1, around: corner) } == 1) }
  }

  @Test(arguments: 1...60)
  func `the buffer of a line holds the line`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let line = Array(ring(&random, size: 0.2).dropLast())
    var curve = try #require(OffsetCurve(radius: 0.0005, errorFraction: 0.2))
    curve.add(line: line)
    let loops = try #require(WindingRegion.loops(curve.curves))
    for corner in line { #expect(loops.reduce(0) { $0 + SphericalRing.turns(of: $1, around: corner) } == 1) }
  }

  @Test(arguments: 1...60)
  func `a simplified ring stays within the tolerance`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let ring = ring(&random, size: 0.5)
    let tolerance = Double.random(in: 0.0001...0.003, using: &random)
    guard let loops = SphericalSimplification.loops([ring], tolerance: tolerance) else { return }
    let corners = Array(Set(loops.joined()))
    #expect(Set(corners).isSubset(of: ring))
    for (index, corner) in corners.enumerated() {
      for other in corners[..<index] { #expect(corner.angle(other) > tolerance) }
    }
    for loop in loops {
      for (index, corner) in loop.enumerated() {
        let middle = (corner + loop[(index + 1) % loop.count]).normalized
        #expect(distance(middle, ring) < 1.1 * tolerance)
      }
    }
  }

  @Test func `a simplified line keeps its ends`() throws {
    var random = SeededGenerator(seed: 5)
    for _ in 0..<60 {
      let line = ring(&random, size: 0.5).dropLast()
      guard let simple = SphericalSimplification.lines([Array(line)], tolerance: 0.0005), simple.count == 1 else {
        continue
      }
      #expect(simple[0].count <= line.count)
      #expect(try #require(line.first).angle(simple[0][0]) <= 0.0005)
    }
  }

  @Test func `points in reverse give the same buffer of a line`() throws {
    var random = SeededGenerator(seed: 9)
    let line = Array(ring(&random, size: 0.2).dropLast())
    let loops = try [line, line.reversed()].map { points in
      var curve = try #require(OffsetCurve(radius: 0.0005, errorFraction: 0.2))
      curve.add(line: points)
      return try #require(WindingRegion.loops(curve.curves))
    }
    let areas = loops.map { $0.reduce(0) { $0 + (SphericalRing(points: $1)?.area ?? 0) } }
    #expect(abs(areas[0] - areas[1]) < 1e-6 * areas[0])
  }
}

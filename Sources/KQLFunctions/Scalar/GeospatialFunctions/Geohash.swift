/// A cell of the geohash grid: bits of longitude and latitude in turn, five to a letter.
struct Geohash: Hashable, Sendable {
  static let lengths = 1...18

  /// The cell's column and row, counted from the south-west.
  private let column: UInt64
  private let row: UInt64
  private let length: Int

  private static let alphabet = Array("0123456789bcdefghjkmnpqrstuvwxyz".utf8)
}

extension Geohash {
  private var columnBits: UInt64 { UInt64((length * 5 + 1) / 2) }
  private var rowBits: UInt64 { UInt64(length * 5 / 2) }

  /// The cell that holds a place.
  ///
  /// - Precondition: `length` is in ``lengths``, the longitude in -180...180 and the latitude in -90...90.
  init(longitude: Double, latitude: Double, length: Int) {
    func index(_ fraction: Double, bits: Int) -> UInt64 {
      let count = Double(UInt64(1) << UInt64(bits))
      return UInt64(min(max(fraction * count, 0), count - 1))
    }
    self.length = length
    column = index((longitude + 180) / 360, bits: (length * 5 + 1) / 2)
    row = index((latitude + 90) / 180, bits: length * 5 / 2)
  }

  /// `nil` when the text is empty, too long or has a letter that the alphabet lacks.
  init?(_ text: String) {
    guard Self.lengths.contains(text.utf8.count) else { return nil }
    var column: UInt64 = 0
    var row: UInt64 = 0
    var isColumn = true
    for letter in text.utf8 {
      guard let value = Self.alphabet.firstIndex(of: letter) else { return nil }
      for bit in stride(from: 4, through: 0, by: -1) {
        let next = UInt64(value >> bit & 1)
        if isColumn { column = column << 1 | next } else { row = row << 1 | next }
        isColumn.toggle()
      }
    }
    self.column = column
    self.row = row
    length = text.utf8.count
  }

  var text: String {
    var letters: [UInt8] = []
    var value = 0
    for bit in 0..<length * 5 {
      let source = bit % 2 == 0 ? column : row
      let bits = bit % 2 == 0 ? columnBits : rowBits
      value = value << 1 | Int(source >> (bits - 1 - UInt64(bit / 2)) & 1)
      if bit % 5 == 4 {
        letters.append(Self.alphabet[value])
        value = 0
      }
    }
    return String(decoding: letters, as: UTF8.self)
  }
}

// MARK: - Geometry

extension Geohash {
  private func longitude(_ column: Double) -> Double { column / Double(UInt64(1) << columnBits) * 360 - 180 }
  private func latitude(_ row: Double) -> Double { row / Double(UInt64(1) << rowBits) * 180 - 90 }

  var center: GeoPosition {
    GeoPosition(longitude: longitude(Double(column) + 0.5), latitude: latitude(Double(row) + 0.5))
  }

  /// Counter-clockwise from the south-west, closed.
  var ring: [GeoPosition] {
    let west = longitude(Double(column))
    let east = longitude(Double(column) + 1)
    let south = latitude(Double(row))
    let north = latitude(Double(row) + 1)
    return [(west, south), (east, south), (east, north), (west, north), (west, south)]
      .map { GeoPosition(longitude: $0.0, latitude: $0.1) }
  }

  /// The cells around, none beyond the poles. Their order means nothing; it is the one that Kusto was seen to use.
  var neighbors: [Geohash] {
    let columns = UInt64(1) << columnBits
    let rows = Int64(UInt64(1) << rowBits)
    let steps: [(Int64, Int64)] = [(-1, 0), (-1, -1), (0, -1), (1, -1), (1, 1), (1, 0), (0, 1), (-1, 1)]
    return steps.compactMap { east, north in
      let row = Int64(self.row) + north
      guard (0..<rows).contains(row) else { return nil }
      let column = UInt64(bitPattern: Int64(self.column) + east) & (columns - 1)
      return Geohash(column: column, row: UInt64(row), length: length)
    }
  }
}

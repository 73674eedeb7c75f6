import KQLCatalog
import KQLColumnar
import KQLTypes
import Testing

@testable import KQLStorage

/// What is read from a store is exactly what was put in.
@Suite struct RoundTripTests {
  static func column(_ values: [ScalarValue], _ type: ScalarType) -> Column { Column(values, type: type) }

  private func check(_ columns: [Column]) throws {
    let folder = try TestFolder()
    let schema = Schema(columns.enumerated().map { Field("c\($0)", $1.type) })
    let batch = RecordBatch(columns: columns, rowCount: columns[0].count)
    let writer = try StoreWriter(folder["store"], threadCount: 2)
    try writer.add("a", schema, [batch])
    try writer.commit()
    let store = try Store(opening: folder["store"])
    let table = try #require(store[table: "T"])
    #expect(table.schema == schema)
    let rows = try table.rows()
    #expect(rows.count == batch.physicalRowCount)
    for row in rows.indices {
      let expected = columns.map { $0[row] }
      #expect(rows[row].map(Exactly.init) == expected.map(Exactly.init), "row \(row)")
    }
    #expect(try StoreCheck(folder["store"]).problems == [])
  }

  /// Values that are equal only if they are the same bit by bit.
  struct Exactly: Equatable, CustomStringConvertible {
    var value: ScalarValue
    init(_ value: ScalarValue) { self.value = value }

    static func == (left: Exactly, right: Exactly) -> Bool { left.description == right.description }

    var description: String {
      switch value {
      case .real(let value): "real \(value.bitPattern)"
      case .decimal(let value): "decimal \(value.mantissa) \(value.scale)"
      default: "\(value)"
      }
    }
  }

  static let awkward: [ScalarType: [ScalarValue]] = [
    .bool: [.bool(true), .null(.bool), .bool(false)],
    .int: [.int(.min), .int(.max), .null(.int), .int(0), .int(-1)],
    .long: [.null(.long), .long(.min), .long(.max), .long(0), .long(-1)],
    .real: [
      .real(0), .real(-0.0), .real(.nan), .real(.infinity), .real(-.infinity), .null(.real),
      .real(.leastNonzeroMagnitude),
      .real(1.7976931348623157e308),
    ],
    .decimal: [
      .null(.decimal), .decimal(KQLDecimal(mantissa: 100, scale: 2)), .decimal(KQLDecimal(mantissa: 1, scale: 0)),
      .decimal(KQLDecimal(mantissa: -99_999_999_999_999_999_999_999_999_999_999_999_999, scale: 38)),
    ],
    .datetime: [
      .datetime(0), .datetime(Ticks.maximumDatetimeForTests), .null(.datetime), .datetime(638_000_000_000_000_001),
    ],
    .timespan: [.timespan(.min), .timespan(.max), .null(.timespan), .timespan(1)],
    .guid: [.guid(0), .null(.guid), .guid(.max), .guid(1)],
    .string: [
      .string(""), .string("a"), .string("né"), .string("ne\u{301}"), .string("\u{0}"), .string("A\nB\"\\"),
      .string(String(repeating: "x", count: 100_000)),
    ],
    .dynamic: [
      .dynamic(.null), .dynamic(.long(.min)), .dynamic(.real(-0.0)), .dynamic(.string("")), .dynamic(.array([])),
      .dynamic(.bag(DynamicBag([("b", .null), ("a", .array([.bool(true), .datetime(5), .timespan(-1), .guid(7)]))]))),
      .dynamic(.decimal(KQLDecimal(mantissa: 10, scale: 1))), .dynamic(.bool(false)),
    ],
  ]

  @Test(arguments: ScalarType.allCases)
  func `keeps awkward values of every type`(type: ScalarType) throws {
    try check([Self.column(try #require(Self.awkward[type]), type)])
  }

  @Test(arguments: ScalarType.allCases)
  func `keeps columns of nulls`(type: ScalarType) throws {
    try check([.nulls(type, count: 100)])
  }

  @Test func `keeps the order of rows over several segments`() throws {
    var generator = SeededGenerator(seed: 7)
    let count = SegmentDescription.maximumRowCount + 1_500
    let columns = [ScalarType.int, .string].map { type in
      Self.column(
        (0..<count).map { _ in Self.awkward[type]!.randomElement(using: &generator)! }.map {
          if case .string(let text) = $0, text.count > 100 { return .string("long") }
          return $0
        }, type)
    }
    try check(columns)
  }

  @Test(arguments: [1, 2, 63, 64, 65, 1023, 1024, 1025, 4097])
  func `keeps numbers of every shape`(count: Int) throws {
    var generator = SeededGenerator(seed: UInt64(count))
    let shapes: [[Int64]] = [
      (0..<count).map { Int64($0) },
      (0..<count).map { Int64($0) * 10_000_000 + Int64.random(in: 0..<1000, using: &generator) },
      (0..<count).map { _ in Int64.random(in: .min ... .max, using: &generator) },
      (0..<count).map { _ in [Int64.min, .max, 0].randomElement(using: &generator)! },
      (0..<count).map { Int64($0 / 100) },
      (0..<count).map { _ in Int64.random(in: 0..<5, using: &generator) << 40 },
      (0..<count).map { $0 == count / 2 ? Int64.max : 3 },
      (0..<count).map { _ in Int64.random(in: -300...300, using: &generator) },
      (0..<count).map { -Int64($0) * 7 },
      (0..<count).map { _ in Int64.random(in: 0..<(1 << 57), using: &generator) },
    ]
    try check(shapes.map { .int64($0, as: .long) })
  }

  @Test func `keeps identifiers and digests in any case, and texts that only look like them`() throws {
    var generator = SeededGenerator(seed: 3)
    func digits(_ count: Int, _ alphabet: String) -> String {
      String((0..<count).map { _ in alphabet.randomElement(using: &generator)! })
    }
    let lower = "0123456789abcdef"
    let columns: [[String]] = [
      (0..<500).map { _ in [8, 4, 4, 4, 12].map { digits($0, lower) }.joined(separator: "-") },
      (0..<500).map { _ in [8, 4, 4, 4, 12].map { digits($0, lower.uppercased()) }.joined(separator: "-") },
      (0..<500).map { _ in "sha256:" + digits(64, lower) },
      (0..<500).map { $0 % 7 == 3 ? "v1.\($0)" : "sha256:" + digits(64, lower) },
      (0..<500).map { $0 % 7 == 3 ? "sha256:" + digits(63, lower) + "G" : "sha256:" + digits(64, lower) },
      (0..<500).map { _ in digits(13, lower) },
      (0..<500).map { _ in digits(13, lower + "é") },
      (0..<500).map { "\($0)" },
    ]
    try check(columns.map { .string($0) })
  }
}

extension Ticks {
  static let maximumDatetimeForTests: Int64 = 3_155_378_975_999_999_999
}

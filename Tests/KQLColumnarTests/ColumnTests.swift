import KQLColumnar
import KQLTypes
import Testing

@Suite struct ColumnTests {
  /// Values of a type with a null, an extreme and duplicates, repeated to `count`.
  private static func values(_ type: ScalarType, count: Int) -> [ScalarValue] {
    let samples: [ScalarValue] =
      switch type {
      case .bool: [.bool(true), .bool(false), .null(.bool)]
      case .int: [.int(.min), .int(7), .null(.int), .int(7)]
      case .long: [.long(.max), .null(.long), .long(.min), .long(0)]
      case .real: [.real(-0.5), .real(.infinity), .null(.real)]
      case .decimal: [.decimal(1), .null(.decimal), .decimal(KQLDecimal("0.10")!)]
      case .datetime: [.datetime(0), .datetime(Ticks.maximumDatetime), .null(.datetime)]
      case .timespan: [.timespan(.min), .null(.timespan), .timespan(1)]
      case .guid: [.guid(.max), .guid(0), .null(.guid)]
      case .string: [.string(""), .string("é"), .string("a"), .string("a")]
      case .dynamic: [.dynamic(.null), .dynamic(.array([.long(1)])), .dynamic(.string("x"))]
      }
    return (0..<count).map { samples[$0 % samples.count] }
  }

  private static func read(_ column: Column) -> [ScalarValue] { (0..<column.count).map { column[$0] } }

  @Test(arguments: ScalarType.allCases, [0, 1, 63, 64, 65, 200])
  func `gives back what was put in, in any arrangement`(type: ScalarType, count: Int) {
    let values = Self.values(type, count: count)
    let column = Column(values, type: type)
    #expect(Self.read(column) == values)

    let reversed = (0..<count).reversed().map { Int32($0) }
    #expect(Self.read(column.gathered(reversed)) == values.reversed())
    #expect(Self.read(column.gathered(reversed).gathered(reversed)) == values)
    #expect(Self.read(column.gathered([])) == [])

    for range in [0..<count, count / 3..<count / 2, count..<count, 0..<count / 2] {
      #expect(Self.read(column.slice(range)) == Array(values[range]))
      #expect(Self.read(column.gathered(reversed).slice(range)) == Array(values.reversed()[range]))
    }

    let halves = [column.slice(0..<count / 2), column.slice(count / 2..<count)]
    #expect(Self.read(Column.concatenated(halves, type: type)) == values)
    let strangers = [column, Column(values, type: type), .nulls(type, count: 3)]
    let null: ScalarValue = type == .string ? .string("") : type == .dynamic ? .dynamic(.null) : .null(type)
    #expect(Self.read(Column.concatenated(strangers, type: type)) == values + values + [null, null, null])
  }

  @Test(arguments: ScalarType.allCases)
  func `a negative position gathers a null`(type: ScalarType) {
    let values = Self.values(type, count: 5)
    let null: ScalarValue = type == .string ? .string("") : type == .dynamic ? .dynamic(.null) : .null(type)
    let column = Column(values, type: type)
    #expect(Self.read(column.gatheredWithNulls([4, -1, 0, -1])) == [values[4], null, values[0], null])
    #expect(Self.read(Column.nulls(type, count: 0).gatheredWithNulls([-1, -1])) == [null, null])
  }

  @Test(arguments: ScalarType.allCases)
  func `a constant column repeats its value`(type: ScalarType) {
    for value in Self.values(type, count: 4) {
      #expect(Self.read(Column(repeating: value, count: 3)) == [value, value, value])
    }
  }

  @Test func `batches compact, project and join by their selection`() {
    let batch = RecordBatch(
      columns: [.int64([1, 2, 3, 4], as: .long), .string(["a", "b", "c", "d"])], rowCount: 4,
      selection: Selection(rowCount: 4, indexes: [1, 3]))
    #expect(batch.rowCount == 2)
    #expect(Self.read(batch.compacted().columns[1]) == [.string("b"), .string("d")])
    let all = RecordBatch.concatenated([batch, batch.projected([0, 1])], types: [.long, .string])
    #expect(Self.read(all.columns[0]) == [.long(2), .long(4), .long(2), .long(4)])
    #expect(RecordBatch.concatenated([], types: [.long]).rowCount == 0)
    #expect(Self.read(all.slice(1..<3).columns[1]) == [.string("d"), .string("b")])
  }
}

@Suite struct StringDictionaryTests {
  @Test func `gives equal strings equal codes in order of appearance`() {
    var dictionary = StringDictionary()
    var reference: [String: UInt32] = [:]
    for number in 0..<5_000 {
      let string = number % 3 == 0 ? "k\(number % 700)" : String(repeating: "é", count: number % 40)
      let expected = reference[string] ?? UInt32(reference.count)
      reference[string] = expected
      #expect(dictionary.code(of: string) == expected)
    }
    #expect(dictionary.count == reference.count)
    for (string, code) in reference { #expect(dictionary.heap.string(Int(code)) == string) }
    "absent".withContiguousStorage { #expect(dictionary.existingCode(of: $0) == nil) }
  }

  @Test func `the interner agrees over heaps that grow`() {
    let heap = StringHeap(isDistinct: true)
    var interner = StringInterner()
    var expected: [String: UInt32] = [:]
    for round in 0..<4 {
      for entry in 0..<50 { heap.append("\(round * 37 + entry)") }
      let codes = (0..<heap.count).map { UInt32($0) }
      let coded = StringColumn(heap: heap, codes: codes)
      let plain = StringColumn((0..<60).map { "\($0)" })
      for column in [coded, plain, coded] {
        for (row, code) in interner.codes(of: column).enumerated() {
          let string = column.string(row)
          #expect(code == expected[string, default: UInt32(expected.count)])
          expected[string] = code
        }
      }
    }
    #expect(interner.count == expected.count)
  }
}

extension String {
  fileprivate func withContiguousStorage(_ body: (UnsafeBufferPointer<UInt8>) -> Void) {
    var copy = self
    copy.withUTF8(body)
  }
}

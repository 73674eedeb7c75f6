import KQLCatalog
import KQLColumnar
import KQLTypes

/// A table of made-up rows with nulls, duplicates and extremes; the same for the same seed.
package struct SampleTable: Sendable {
  package static let schema = Schema([
    Field("id", .long), Field("time", .datetime), Field("name", .string), Field("text", .string),
    Field("flag", .bool), Field("number", .int), Field("amount", .real), Field("exact", .decimal),
    Field("key", .guid), Field("span", .timespan), Field("bag", .dynamic),
  ])
  package let rows: [[ScalarValue]]
  package let table: InMemoryTable

  /// - Parameter batchSizes: Rows of each batch; each has heaps of its own, except that `name` is coded on one.
  package init(seed: UInt64 = 1, batchSizes: [Int] = [60, 1, 64, 37]) {
    var random = SplitMix(state: seed)
    var rows: [[ScalarValue]] = []
    var batches: [RecordBatch] = []
    var dictionary = StringDictionary()
    for size in batchSizes {
      let first = rows.count
      let part = (0..<size).map { Self.row(id: first + $0, &random) }
      var columns: [Column] = []
      for (index, field) in Self.schema.fields.enumerated() {
        if field.name == "name" {
          let codes = part.map { dictionary.code(of: $0[index].string!) }
          columns.append(.string(StringColumn(heap: dictionary.heap, codes: codes)))
        } else {
          columns.append(Column(part.map { $0[index] }, type: field.type))
        }
      }
      batches.append(RecordBatch(columns: columns, rowCount: size))
      rows += part
    }
    self.rows = rows
    table = InMemoryTable(schema: Self.schema, batches: batches)
  }

  private static func row(id: Int, _ random: inout SplitMix) -> [ScalarValue] {
    func pick<Value>(_ values: [Value]) -> Value { values[Int(random.next() % UInt64(values.count))] }
    func maybe(_ value: ScalarValue) -> ScalarValue { random.next() % 8 == 0 ? .null(value.type) : value }
    let day = Ticks.unixEpoch
    return [
      .long(Int64(id)),
      maybe(.datetime(day + Int64(random.next() % 50) * Ticks.perHour)),
      .string(pick(["", "push", "pull", "delete", "né", "zebra", "Push"])),
      .string("t\(random.next() % 40)"),
      maybe(.bool(pick([true, false]))),
      maybe(.int(pick([0, 1, -1, .max, .min, 7]))),
      maybe(.real(pick([0, -0.5, 1.5, .nan, .infinity, 1e300]))),
      maybe(.decimal(pick([KQLDecimal(1), KQLDecimal(mantissa: 100, scale: 2), KQLDecimal(mantissa: -5, scale: 1)]))),
      maybe(.guid(pick([0, 1, 1 << 100]))),
      maybe(.timespan(pick([0, 1, .max, .min]))),
      .dynamic(
        pick([.null, .long(1), .array([.long(1), .string("a")]), .array([]), .bag(DynamicBag([("a", .long(1))]))])),
    ]
  }
}

/// A small random generator.
package struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  package init(state: UInt64) { self.state = state }

  package mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var word = state
    word = (word ^ (word >> 30)) &* 0xbf58_476d_1ce4_e5b9
    word = (word ^ (word >> 27)) &* 0x94d0_49bb_1331_11eb
    return word ^ (word >> 31)
  }
}

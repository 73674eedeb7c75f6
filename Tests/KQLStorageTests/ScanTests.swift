import KQLCatalog
import KQLColumnar
import KQLTypes
import Testing

@testable import KQLStorage

/// A scan of a store gives the rows that a look at every row would, in order.
@Suite struct ScanTests {
  static let schema = Schema([
    Field("time", .datetime), Field("user", .string), Field("agent", .string), Field("size", .int),
    Field("ratio", .real), Field("flag", .bool),
  ])

  /// A table of several segments: its first half has times before 1,000.
  private func makeStore(_ folder: TestFolder, segments: Int = 4, rows: Int = 300) throws -> Store {
    let writer = try StoreWriter(folder["store"], threadCount: 2)
    var generator = SeededGenerator(seed: 11)
    for segment in 0..<segments {
      let first = segment * rows
      let agents = ["docker/27.3 (linux)", "containerd/1.7", "", "Azure-Defender", "né/1"]
      try writer.add(
        "\(segment)", Self.schema,
        [
          RecordBatch(
            columns: [
              .int64((first..<first + rows).map { Int64($0) }, as: .datetime),
              .string((first..<first + rows).map { "user\($0 % 7)-\(segment)" }),
              .string((0..<rows).map { _ in agents.randomElement(using: &generator)! }),
              Column((0..<rows).map { $0 % 5 == 0 ? .null(.int) : .int(Int32($0 - 100)) }, type: .int),
              Column((0..<rows).map { $0 % 9 == 0 ? .real(.nan) : .real(Double($0) / 4) }, type: .real),
              Column((0..<rows).map { $0 % 4 == 0 ? .null(.bool) : .bool($0 % 3 == 0) }, type: .bool),
            ], rowCount: rows)
        ])
    }
    try writer.commit()
    return try Store(opening: folder["store"])
  }

  private static func passes(_ row: [ScalarValue], _ filter: ScanFilter) -> Bool {
    let value = row[filter.column]
    switch filter.condition {
    case .compare(let comparison, let other):
      if value.isNull { return false }
      if case .real(let real) = value, real.isNaN { return comparison == .notEqual }
      let order = ScalarValue.compare(value, other)
      switch comparison {
      case .equal: return order == 0
      case .notEqual: return order != 0
      case .less: return order < 0
      case .lessOrEqual: return order <= 0
      case .greater: return order > 0
      case .greaterOrEqual: return order >= 0
      }
    case .oneOf(let values): return values.contains { !value.isNull && ScalarValue.compare(value, $0) == 0 }
    case .text(let match, let pattern):
      let text = value.string ?? ""
      switch match {
      case .has: return StringMatcher(.has, pattern, ignoringCase: true).matches(text)
      case .hasCaseSensitive: return StringMatcher(.has, pattern, ignoringCase: false).matches(text)
      case .contains: return StringMatcher(.contains, pattern, ignoringCase: true).matches(text)
      case .startsWith: return StringMatcher(.startsWith, pattern, ignoringCase: true).matches(text)
      case .equalIgnoringCase: return StringMatcher(.equals, pattern, ignoringCase: true).matches(text)
      default: return true
      }
    }
  }

  static let filters: [[ScanFilter]] = [
    [ScanFilter(column: 0, condition: .compare(.greaterOrEqual, .datetime(650)))],
    [ScanFilter(column: 0, condition: .compare(.less, .datetime(0)))],
    [ScanFilter(column: 0, condition: .compare(.greater, .datetime(.max)))],
    [ScanFilter(column: 0, condition: .compare(.equal, .datetime(299)))],
    [ScanFilter(column: 0, condition: .oneOf([.datetime(5), .datetime(1199), .datetime(1200)]))],
    [ScanFilter(column: 1, condition: .compare(.equal, .string("user3-2")))],
    [ScanFilter(column: 1, condition: .compare(.equal, .string("USER3-2")))],
    [ScanFilter(column: 1, condition: .compare(.notEqual, .string("user3-2")))],
    [ScanFilter(column: 1, condition: .oneOf([.string("user3-2"), .string("user1-0"), .string("x")]))],
    [ScanFilter(column: 1, condition: .text(.equalIgnoringCase, "USER3-2"))],
    [ScanFilter(column: 1, condition: .text(.has, "2"))],
    [ScanFilter(column: 1, condition: .text(.has, "9"))],
    [ScanFilter(column: 2, condition: .text(.has, "linux"))],
    [ScanFilter(column: 2, condition: .text(.hasCaseSensitive, "LINUX"))],
    [ScanFilter(column: 2, condition: .text(.has, "NÉ"))],
    [ScanFilter(column: 2, condition: .text(.has, ""))],
    [ScanFilter(column: 2, condition: .text(.has, "/27.3 ("))],
    [ScanFilter(column: 2, condition: .text(.contains, "tainer"))],
    [ScanFilter(column: 2, condition: .text(.startsWith, "azure"))],
    [ScanFilter(column: 2, condition: .compare(.equal, .string("")))],
    [ScanFilter(column: 3, condition: .compare(.less, .int(-90)))],
    [ScanFilter(column: 4, condition: .compare(.greater, .real(70.1)))],
    [ScanFilter(column: 5, condition: .compare(.equal, .bool(true)))],
    [
      ScanFilter(column: 0, condition: .compare(.greater, .datetime(100))),
      ScanFilter(column: 2, condition: .text(.has, "containerd")),
      ScanFilter(column: 3, condition: .compare(.greaterOrEqual, .int(0))),
    ],
  ]

  @Test func `gives exactly the rows that pass, with every condition and batch size`() throws {
    let folder = try TestFolder()
    let table = try #require(try makeStore(folder)[table: "T"])
    let all = try table.rows()
    #expect(all.count == 1200)
    for filters in Self.filters {
      let expected = all.filter { row in filters.allSatisfy { Self.passes(row, $0) } }
      for batchRowCount in [1, 63, 100, 2048] {
        let found = try table.rows(filters: filters, batchRowCount: batchRowCount)
        #expect(found.map(\.description) == expected.map(\.description), "\(filters)")
      }
      let limited = try table.rows(filters: filters, limit: 3)
      #expect(limited.prefix(3).map(\.description) == expected.prefix(3).map(\.description))
    }
  }

  @Test func `counts rows without reading a column`() throws {
    let folder = try TestFolder()
    let table = try #require(try makeStore(folder)[table: "T"])
    #expect(table.statistics.rowCount == 1200)
    #expect(try table.rows([]).count == 1200)
    #expect(table.range(ofColumn: 0) == 0...1199)
    #expect(table.range(ofColumn: 3) == -99...199)
    #expect(table.range(ofColumn: 1) == nil)
  }

  @Test func `skips segments by what the catalogue and term indexes know`() throws {
    let folder = try TestFolder()
    let table = try #require(try makeStore(folder)[table: "T"])
    func scanned(_ filter: ScanFilter) throws -> Int {
      let control = QueryControl()
      let scan = try table.makeScan(ScanRequest(columns: [0], filters: [filter]), control: control)
      let reader = try scan.makeReader()
      while try reader.next() != nil {}
      return control.scannedRowCount
    }
    #expect(try scanned(ScanFilter(column: 0, condition: .compare(.less, .datetime(10)))) == 300)
    #expect(try scanned(ScanFilter(column: 1, condition: .compare(.equal, .string("zzz")))) == 0)
  }

  @Test func `gives each row once to several readers`() async throws {
    let folder = try TestFolder()
    let table = try #require(try makeStore(folder)[table: "T"])
    let scan = try table.makeScan(ScanRequest(columns: [0]), control: QueryControl())
    #expect(scan.maximumReaderCount == 4)
    let times = try await withThrowingTaskGroup(of: [Int64].self) { group in
      for _ in 0..<3 {
        group.addTask {
          let reader = try scan.makeReader()
          var times: [Int64] = []
          while let scanned = try reader.next() { times += scanned.batch.columns[0].int64s }
          return times
        }
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
    #expect(times.sorted() == Array(0..<1200))
  }

  @Test func `gives nulls for columns that came later`() throws {
    let folder = try TestFolder()
    let writer = try StoreWriter(folder["store"], threadCount: 1)
    try writer.add("old", Schema([Field("a", .long)]), [RecordBatch(columns: [.int64([1], as: .long)], rowCount: 1)])
    try writer.add(
      "new", Schema([Field("b", .string), Field("c", .int)]),
      [RecordBatch(columns: [.string(["x"]), .int64([2], as: .int)], rowCount: 1)])
    try writer.commit()
    let table = try #require(try Store(opening: folder["store"])[table: "T"])
    #expect(table.schema.names == ["a", "b", "c"])
    #expect(try table.rows() == [[.long(1), .string(""), .null(.int)], [.null(.long), .string("x"), .int(2)]])
    #expect(try table.rows(filters: [ScanFilter(column: 1, condition: .text(.has, "x"))]).count == 1)
    #expect(try table.rows(filters: [ScanFilter(column: 1, condition: .compare(.notEqual, .string("x")))]).count == 1)
    #expect(try table.rows(filters: [ScanFilter(column: 2, condition: .compare(.greater, .int(0)))]).count == 1)
  }

  @Test func `refuses a column of another type`() throws {
    let folder = try TestFolder()
    let writer = try StoreWriter(folder["store"], threadCount: 1)
    try writer.add("a", Schema([Field("a", .long)]), [])
    #expect(throws: StoreError.self) { try writer.add("b", Schema([Field("a", .string)]), []) }
    writer.cancelSource()
    try writer.commit()
    #expect(try Store(opening: folder["store"]).sources.map(\.path) == ["a"])
  }
}

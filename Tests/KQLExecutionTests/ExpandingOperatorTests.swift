import KQLColumnar
import KQLDiagnostics
import KQLExecution
import KQLFunctions
import KQLPlan
import KQLTypes
import PlanTestSupport
import Testing

@Suite struct ExpandingOperatorTests {
  let make = PlanMaker()

  private func values(_ name: String, _ type: ScalarType, _ values: [ScalarValue]) -> ValuesNode {
    let column = Column(values, type: type)
    let ids = Column(values.indices.map { ScalarValue.long(Int64($0)) }, type: .long)
    return ValuesNode(
      columns: [make.ids.makeColumn("id", .long), make.ids.makeColumn(name, type)],
      batches: [RecordBatch(columns: [ids, column], rowCount: values.count)])
  }

  @Test func `mv-expand gives a row an element`() throws {
    let input = values(
      "d", .dynamic,
      [
        .dynamic(.array([.long(1), .string("b")])), .dynamic(.array([])), .dynamic(.null), .dynamic(.long(7)),
        .dynamic(.bag(DynamicBag([("x", .long(1)), ("y", .null)]))),
      ])
    let element = make.ids.makeColumn("d", .dynamic)
    let index = make.ids.makeColumn("i", .long)
    let plan = MvExpandNode(
      input: input, items: [.init(expression: input["d"], column: element)], indexColumn: index, rowLimit: nil,
      expandsBagsToArrays: false, columns: [input["id"].column, element, index])
    #expect(
      try Ways.rows(of: plan) == [
        [.long(0), .dynamic(.long(1)), .long(0)], [.long(0), .dynamic(.string("b")), .long(1)],
        [.long(2), .dynamic(.null), .long(0)], [.long(3), .dynamic(.long(7)), .long(0)],
        [.long(4), .dynamic(.bag(DynamicBag([("x", .long(1))]))), .long(0)],
        [.long(4), .dynamic(.bag(DynamicBag([("y", .null)]))), .long(1)],
      ])
  }

  @Test func `parse cuts numbers and text`() throws {
    let input = values(
      "s", .string,
      ["id:7 val:foo", "id:x val:foo", "", "id:-12 val:", "id:99999999999999999999 val:a"].map {
        .string($0)
      })
    let (id, value) = (make.ids.makeColumn("n", .long), make.ids.makeColumn("val", .string))
    func rows(_ kind: ParseNode.Kind, drops: Bool) throws -> Rows {
      try Ways.rows(
        of: ParseNode(
          input: input, expression: input["s"], kind: kind,
          parts: [.text("id:"), .column(id), .text(" val:"), .column(value)], dropsUnmatched: drops,
          columns: [input["id"].column, id, value]))
    }
    #expect(
      try rows(.simple, drops: false) == [
        [.long(0), .long(7), .string("foo")], [.long(1), .null(.long), .string("")],
        [.long(2), .null(.long), .string("")], [.long(3), .long(-12), .string("")],
        [.long(4), .null(.long), .string("")],
      ])
    #expect(
      try rows(.simple, drops: true) == [[.long(0), .long(7), .string("foo")], [.long(3), .long(-12), .string("")]])
    #expect(
      try rows(.relaxed, drops: true) == [
        [.long(0), .long(7), .string("foo")], [.long(1), .null(.long), .string("foo")],
        [.long(3), .long(-12), .string("")], [.long(4), .null(.long), .string("a")],
      ])
  }

  @Test func `window functions see rows in order`() throws {
    let sample = SampleTable()
    let scan = make.scan(sample.table)
    let sorted = SortNode(
      input: scan, keys: [SortKey(expression: scan["id"], isDescending: true, nullsFirst: false)])
    let number = WindowNode.Call(
      function: FunctionRegistry.standard.window("row_number")!, arguments: [],
      column: make.ids.makeColumn("n", .long), span: .start)
    let plan = WindowNode(input: sorted, calls: [number])
    let expected = sample.rows.reversed().enumerated().map { $1 + [.long(Int64($0) + 1)] }
    #expect(try same(Ways.rows(of: plan), expected))
  }
}

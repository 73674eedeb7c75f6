import KQLTypes
import Testing

@testable import KQLIngest

/// Columns of logs that nobody declared, and of those that somebody did.
@Suite struct SchemaTests {
  private let scratch = Scratch()

  private func schema(_ name: String, _ text: String) throws -> String {
    try IngestSource([scratch.write(name, text)]).tables[0].schema.description
  }

  @Test func `finds the types of JSON`() throws {
    let text = """
      {"l":1,"r":1.5,"n":1,"b":true,"t":"2026-11-22T05:10:00Z","s":"x","d":{"a":1},"a":[1],"z":null,"m":1,"q":"5"}
      {"l":-9223372036854775808,"r":2,"n":2.5,"b":false,"t":"2026-11-22 05:10:00.1234567","s":"","d":null,"a":7,"m":"x","new":1}

      """
    #expect(
      try schema("t.json", text)
        == "(l:long, r:real, n:real, b:bool, t:datetime, s:string, d:dynamic, a:dynamic, z:string, m:string, q:string, new:long)"
    )
  }

  @Test func `finds the types of delimited text`() throws {
    let text =
      "l,r,b,t,s,code,big,empty\n1,1.5,true,2026-11-22T05:10:00Z,x,007,92233720368547758070,\n-2,2,False,2026-11-22 05:10:00,,1,1,\n"
    #expect(
      try schema("t.csv", text) == "(l:long, r:real, b:bool, t:datetime, s:string, code:string, big:real, empty:string)"
    )
  }

  @Test func `several files make one table with all columns`() throws {
    scratch.write("a/1.csv", "x,y\n1,2\n")
    scratch.write("a/2.json", "{\"x\":1.5,\"z\":\"w\"}\n")
    scratch.write(
      "a/3.json", "{\"tables\":[{\"name\":\"T\",\"columns\":[{\"name\":\"x\",\"type\":\"int\"}],\"rows\":[[7]]}]}")
    let source = try IngestSource(["T=\(scratch.path)/a"])
    #expect(source.tables.map(\.schema.description) == ["(x:real, y:long, z:string)"])
    #expect(try rows(of: source.tables[0]) == [["1.0", "2", ""], ["1.5", "", "w"], ["7.0", "", ""]])
  }

  @Test func `a value that contradicts the found type is an error that says what to do`() throws {
    let filler = String(repeating: " ", count: 17 << 20)
    let path = scratch.write("t.json", "{\"a\":1}\n\(filler)\n{\"a\":\"x\",\"b\":2}\n{\"a\":3,\"b\":4}\n")
    guard case .failure(let error) = outcome([path]) else {
      Issue.record("was read")
      return
    }
    #expect(error.message.contains(":3:1: column 'a' is of type long and cannot hold 'x'"))
    #expect(error.message.contains("--schema"))
    var options = IngestOptions()
    options.skipsBadRecords = true
    // Fields that only later records have are kept.
    #expect(try outcome([path], options: options).get() == [["1", ""], ["3", #"{"b":4}"#]])
    options.schemas = ["t": Schema([Field("a", .string), Field("b", .long)])]
    #expect(try outcome([path], options: options).get() == [["1", ""], ["x", "2"], ["3", "4"]])
  }

  @Test func `values that a declared type cannot hold are null and counted`() throws {
    let text = "a,g,m\n1,11111111-1111-4111-8111-111111111111,1.5\nx,no guid,None\n2.0,,much\nNone,<nil>,\n,x,2\n"
    var options = IngestOptions()
    options.schemas = ["t": Schema([Field("a", .long), Field("g", .guid), Field("m", .decimal)])]
    let source = try IngestSource([scratch.write("t.csv", text)], options: options)
    for readers in [1, 3] {
      let found = try rows(of: source.tables[0], readers: readers)
      #expect(found.map { $0[0] } == ["1", "", "2", "", ""])
    }
    let unfitting = source.account().inputs[0].rows[0].unfitting
    #expect(
      unfitting == [
        UnfittingValues(column: "a", type: .long, count: 1, example: "x"),
        UnfittingValues(column: "g", type: .guid, count: 2, example: "no guid"),
        UnfittingValues(column: "m", type: .decimal, count: 1, example: "much"),
      ])
    #expect(unfitting[1].message(table: "t") == "2 values of t.g are no guid, such as 'no guid', and null instead")
  }

  @Test func `values of another table's records are not counted`() throws {
    let login =
      #"{"time":"2026-11-22T05:10:00Z","category":"ContainerRegistryLoginEvents","properties":{"size":"big"}}"#
    let pull =
      #"{"time":"2026-11-22T05:10:00Z","category":"ContainerRegistryRepositoryEvents","properties":{"size":"small","repository":"a"}}"#
    let source = try IngestSource([scratch.write("t.json", "\(login)\n\(pull)\n")])
    let table = try #require(source[table: Events.repository])
    #expect(try rows(of: table, columns: ["Size", "Repository"]) == [["", "a"]])
    let found = source.account().inputs[0].rows.flatMap(\.unfitting)
    #expect(found == [UnfittingValues(column: "Size", type: .int, count: 1, example: "small")])
  }
}

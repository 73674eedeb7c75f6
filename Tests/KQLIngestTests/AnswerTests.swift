import KQLTypes
import Testing

@testable import KQLIngest

/// Answers of query interfaces: tables of rows, and what the service says about them.
@Suite struct AnswerTests {
  private let scratch = Scratch()

  private struct Read {
    var schema: String
    var rows: [[String]]
    var reasons: [String]
    var recordCount: Int
    var malformed: [IngestAccount.Malformed]
  }

  private func read(
    _ text: String, skipsBad: Bool = false, chunkByteCount: Int = 512 << 10, form: FormatOptions = FormatOptions()
  ) throws -> Read {
    var options = IngestOptions()
    options.skipsBadRecords = skipsBad
    options.limits.chunkByteCount = chunkByteCount
    options.format = form
    let source = try IngestSource([scratch.write("t.json", text)], options: options)
    let table = try #require(source.tables.first)
    let rows = try rows(of: table)
    let input = source.account().inputs[0]
    return Read(
      schema: table.schema.description, rows: rows, reasons: input.partialReasons, recordCount: input.recordCount,
      malformed: input.malformed)
  }

  // MARK: Columns and values

  @Test func `takes columns and types from the answer`() throws {
    let text = """
      {"tables":[{"name":"PrimaryResult","columns":[{"name":"t","type":"datetime"},{"name":"n","type":"long"},\
      {"name":"r","type":"real"},{"name":"b","type":"bool"},{"name":"s","type":"string"},{"name":"d","type":"dynamic"},\
      {"name":"g","type":"guid"},{"name":"p","type":"timespan"},{"name":"m","type":"decimal"},{"name":"i","type":"int"}],\
      "rows":[["2026-11-22T05:10:00.12Z",1,1.5,true,"x","{\\"a\\":[1]}","11111111-1111-4111-8111-111111111111","01:00:00","1.25",7],\
      [null,null,null,null,null,null,null,null,null,null],["2026-11-22T05:10:00Z","12","NaN",0,5,{"a": 1},"","1.00:00:00",2,"8"]]}]}
      """
    let found = try read(text)
    #expect(
      found.schema
        == "(t:datetime, n:long, r:real, b:bool, s:string, d:dynamic, g:guid, p:timespan, m:decimal, i:int)")
    #expect(
      found.rows == [
        [
          "2026-11-22T05:10:00.1200000Z", "1", "1.5", "True", "x", #"{"a":[1]}"#,
          "11111111-1111-4111-8111-111111111111", "01:00:00", "1.25", "7",
        ],
        ["", "", "", "", "", "", "", "", "", ""],
        ["2026-11-22T05:10:00.0000000Z", "12", "NaN", "False", "5", #"{"a":1}"#, "", "1.00:00:00", "2", "8"],
      ])
    #expect(found.reasons == [] && found.recordCount == 3)
  }

  @Test(arguments: [
    // Keys in alphabetical order, as az rest prints them; rows before columns; space everywhere.
    #"{"error": null, "tables": [{"columns": [{"name": "a", "type": "long"}], "name": "T", "rows": [[1], [2]]}]}"#,
    #"{"tables":[{"rows":[[1],[2]],"columns":[{"type":"long","name":"a"}]}],"statistics":{"x":[{}]}}"#,
    "\u{feff}\r\n{ \"tables\" : [ { \"name\" : \"T\" , \"columns\" : [ { \"name\" : \"a\" , \"type\" : \"long\" } ] , \"rows\" : [ [ 1 ] ,\r\n [ 2 ] ] } ] }\r\n",
    #"{"Tables":[{"TableName":"Table_0","Columns":[{"ColumnName":"a","DataType":"Int64"}],"Rows":[[1],[2]]}]}"#,
    #"[{"FrameType":"DataSetHeader","Version":"v2.0"},{"Columns":[{"ColumnName":"a","ColumnType":"long"}],"FrameType":"DataTable","Rows":[[1],[2]],"TableId":1,"TableKind":"PrimaryResult"},{"FrameType":"DataSetCompletion"}]"#,
    #"[{"FrameType":"DataSetHeader"},{"FrameType":"TableHeader","TableId":1,"TableKind":"PrimaryResult","Columns":[{"ColumnName":"a","ColumnType":"long"}]},{"FrameType":"TableFragment","TableId":1,"TableFragmentType":"DataAppend","Rows":[[1]]},{"FrameType":"TableFragment","TableId":1,"TableFragmentType":"DataAppend","Rows":[[2]]},{"FrameType":"TableCompletion","TableId":1,"RowCount":2},{"FrameType":"DataSetCompletion","HasErrors":false}]"#,
    // Two answers, one after the other, and an array of answers.
    #"{"tables":[{"name":"T","columns":[{"name":"a","type":"long"}],"rows":[[1]]}]}"# + "\n"
      + #"{"tables":[{"name":"T","columns":[{"name":"a","type":"long"}],"rows":[[2]]}]}"#,
    #"[{"tables":[{"name":"T","columns":[{"name":"a","type":"long"}],"rows":[[1],[2]]}]}]"#,
  ])
  func `reads every layout, in reads of any size`(text: String) throws {
    for chunkByteCount in [1, 3, 4096] {
      let found = try read(text, chunkByteCount: chunkByteCount)
      #expect(found.schema == "(a:long)")
      #expect(found.rows == [["1"], ["2"]])
      #expect(found.reasons == [])
    }
  }

  @Test func `an answer without rows has its columns`() throws {
    let found = try read(#"{"tables":[{"name":"PrimaryResult","columns":[{"name":"a","type":"long"}],"rows":[]}]}"#)
    #expect(found.rows == [])
  }

  @Test func `a column that a union split is put together again`() throws {
    let columns = [
      "TimeGenerated", "OperationName", "CallerIpAddress", "Repository", "Identity_string", "Identity_dynamic",
    ]
    let described = columns.map { "{\"name\":\"\($0)\",\"type\":\"string\"}" }.joined(separator: ",")
    let rows =
      #"["2026-11-22T05:10:00Z","Pull","::1","a","me",""],["2026-11-22T05:10:00Z","Pull","::1","b",null,"{\"x\":1}"]"#
    let path = scratch.write("u.json", "{\"tables\":[{\"name\":\"T\",\"columns\":[\(described)],\"rows\":[\(rows)]}]}")
    #expect(try outcome([path], Events.repository, columns: ["Identity"]).get() == [["me"], [#"{"x":1}"#]])
  }

  @Test func `fields of a column of properties are the record's`() throws {
    let columns =
      #"[{"name":"time","type":"datetime"},{"name":"category","type":"string"},{"name":"properties","type":"dynamic"}]"#
    let rows = """
      ["2026-11-22T05:10:00Z","ContainerRegistryRepositoryEvents","{\\"repository\\":\\"a\\",\\"new\\":1}"],\
      ["2026-11-22T05:10:00Z","ContainerRegistryRepositoryEvents",{"repository":"b"}],\
      ["2026-11-22T05:10:00Z","ContainerRegistryRepositoryEvents","none"]
      """
    let path = scratch.write("p.json", "{\"tables\":[{\"name\":\"T\",\"columns\":\(columns),\"rows\":[\(rows)]}]}")
    let found = try outcome([path], Events.repository, columns: ["Repository", "_Extra"]).get()
    #expect(found == [["a", #"{"properties":{"new":1}}"#], ["b", ""], ["", #"{"properties":"none"}"#]])
  }

  // MARK: What services say

  @Test(arguments: [
    (
      #"{"tables":[{"name":"T","columns":[{"name":"a","type":"long"}],"rows":[[1]]}],"error":{"code":"PartialError","message":"Too much.","details":[{"code":"EngineError","innererror":{"code":"-1","message":"exceeds 500000 records"}}]}}"#,
      "PartialError: Too much.; EngineError; exceeds 500000 records"
    ),
    (
      #"[{"FrameType":"DataSetHeader"},{"FrameType":"DataTable","TableKind":"PrimaryResult","Columns":[{"ColumnName":"a","ColumnType":"long"}],"Rows":[[1]]},{"FrameType":"DataSetCompletion","HasErrors":true,"Cancelled":false,"OneApiErrors":[{"error":{"code":"LimitsExceeded","message":"Request is invalid","@message":"Query result set has exceeded"}}]}]"#,
      "LimitsExceeded: Request is invalid: Query result set has exceeded"
    ),
    (
      #"[{"FrameType":"DataSetHeader"},{"FrameType":"DataTable","TableKind":"PrimaryResult","Columns":[{"ColumnName":"a","ColumnType":"long"}],"Rows":[[1]]},{"FrameType":"DataSetCompletion","HasErrors":true,"Cancelled":true}]"#,
      "cancelled"
    ),
    (
      #"[{"FrameType":"DataSetHeader"},{"FrameType":"DataTable","TableKind":"PrimaryResult","Columns":[{"ColumnName":"a","ColumnType":"long"}],"Rows":[[1]]}]"#,
      "DataSetCompletion"
    ),
    (
      #"[{"FrameType":"DataSetHeader"},{"FrameType":"DataTable","TableKind":"PrimaryResult","Columns":[{"ColumnName":"a","ColumnType":"long"}],"Rows":[[1],{"OneApiErrors":[{"error":{"message":"memory"}}]}]},{"FrameType":"DataSetCompletion"}]"#,
      "among the rows, so some may be missing: memory"
    ),
    (
      #"[{"FrameType":"DataSetHeader"},{"FrameType":"TableHeader","TableId":1,"TableKind":"PrimaryResult","Columns":[{"ColumnName":"a","ColumnType":"long"}]},{"FrameType":"TableFragment","TableId":1,"TableFragmentType":"DataAppend","Rows":[[1]]},{"FrameType":"TableCompletion","TableId":1,"RowCount":2},{"FrameType":"DataSetCompletion"}]"#,
      "should have 2 rows, and 1 are there"
    ),
    (
      #"{"Tables":[{"TableName":"Table_0","Columns":[{"ColumnName":"a","DataType":"Int64"}],"Rows":[[1],{"Exceptions":["Query execution has exceeded the allowed limits"]}]}],"Exceptions":["Query execution has exceeded the allowed limits"]}"#,
      "Query execution has exceeded the allowed limits"
    ),
    (
      #"{"Tables":[{"TableName":"Table_0","Columns":[{"ColumnName":"a","DataType":"Int64"}],"Rows":[[1]]},{"TableName":"Table_1","Columns":[{"ColumnName":"Value","DataType":"String"}],"Rows":[["{}"]]},{"TableName":"Table_2","Columns":[{"ColumnName":"Severity","DataType":"Int32"},{"ColumnName":"StatusDescription","DataType":"String"}],"Rows":[[4,"fine"],[2,"out of memory"]]},{"TableName":"Table_3","Columns":[{"ColumnName":"Ordinal"},{"ColumnName":"Kind"},{"ColumnName":"Name"},{"ColumnName":"Id"},{"ColumnName":"PrettyName"}],"Rows":[[0,"QueryResult","PrimaryResult","",""]]}]}"#,
      "out of memory"
    ),
  ])
  func `reads the rows of a partial answer, and says that it is one`(text: String, reason: String) throws {
    let found = try read(text)
    #expect(found.rows == [["1"]])
    #expect(found.recordCount == 1)
    #expect(found.reasons.contains { $0.contains(reason) }, "\(found.reasons)")
  }

  @Test func `an answer that is an error holds nothing, and says why`() throws {
    let path = scratch.write(
      "e.json", #"{"error":{"code":"BadArgumentError","message":"The request had some invalid properties"}}"#)
    let source = try IngestSource([path])
    for table in source.tables { #expect(try rows(of: table) == []) }
    #expect(source.account().inputs[0].partialReasons.first?.contains("BadArgumentError: The request") == true)
  }

  // MARK: Damage

  private static let head =
    #"{"tables":[{"name":"T","columns":[{"name":"a","type":"long"},{"name":"b","type":"string"}],"rows":[[1,"x"],"#

  @Test(arguments: [
    ("[2],[3,\"y\"]]}]}", 1, "the row has 1 values, the table 2 columns", ["1", "3"]),
    ("[2,\"\u{1}\"],[3,\"y\"]]}]}", 5, "byte 0x1", ["1", "3"]),
    ("17,[3,\"y\"]]}]}", 1, "must be a JSON array", ["1", "3"]),
    ("[2,tru],[3,\"y\"]]}]}", 7, "is not expected", ["1", "3"]),
    ("[\"two\",\"\"],[3,\"y\"]]}]}", 1, "of type long", ["1", "3"]),
    ("[2,\"y\"],[3,\"y", 14, "cut off", ["1", "2"]), ("[2,\"y\"]", 8, "cut off", ["1", "2"]),
    ("[2,\"y\"]]}]", 11, "cut off", ["1", "2"]), ("[2,\"y\"]};", 8, "'}' is not expected", ["1", "2"]),
    ("[2,\"y\"]]}]}?", 12, "'?' is not expected", ["1", "2"]), ("[2,\"y\"]],\"c\":tru}]}", 0, "", ["1", "2"]),
  ])
  func `names what is damaged and reads the rest`(tail: String, column: Int, reason: String, kept: [String]) throws {
    for chunkByteCount in [1, 3, 4096] {
      let found = try read(Self.head + tail, skipsBad: true, chunkByteCount: chunkByteCount)
      #expect(found.rows.map { $0[0] } == kept)
      #expect(found.recordCount == found.rows.count + found.malformed.count)
      guard column > 0 else { continue }
      #expect(found.malformed.map(\.column) == [Self.head.utf8.count + column])
      #expect(found.malformed.allSatisfy { $0.line == 1 && $0.reason.contains(reason) }, "\(found.malformed)")
    }
    guard column > 0 else { return }
    #expect(throws: ExecutionError.self) { try read(Self.head + tail) }
  }

  @Test func `rows that a progressive answer takes back are no records`() throws {
    func fragment(_ kind: String, _ rows: String) -> String {
      "{\"FrameType\":\"TableFragment\",\"TableId\":1,\"TableFragmentType\":\"\(kind)\",\"Rows\":\(rows)}"
    }
    let text = """
      [{"FrameType":"DataSetHeader","IsProgressive":true},{"FrameType":"TableHeader","TableId":1,"TableKind":"PrimaryResult",\
      "Columns":[{"ColumnName":"a","ColumnType":"long"}]},\(fragment("DataAppend", "[[7],[8]]")),\(fragment("DataReplace", "[[1]]")),\
      \(fragment("DataAppend", "[]")),\(fragment("DataAppend", "[[2],[3]]")),{"FrameType":"TableCompletion","TableId":1,"RowCount":3},\
      {"FrameType":"DataTable","TableId":2,"TableKind":"QueryCompletionInformation","Columns":[{"ColumnName":"a","ColumnType":"long"}],"Rows":[[9]]},\
      {"FrameType":"DataSetCompletion","HasErrors":false,"Cancelled":false}]
      """
    let found = try read(text)
    #expect(found.rows == [["1"], ["2"], ["3"]])
    #expect(found.recordCount == 3)
    #expect(found.reasons == [])
  }

  @Test func `records with a field named tables are records`() throws {
    let path = scratch.write("x.json", "{\"tables\":[\"a\"],\"n\":1}\n{\"tables\":[],\"n\":2}\n")
    #expect(try outcome([path], columns: ["n"]).get() == [["1"], ["2"]])
  }
}

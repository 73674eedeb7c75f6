import KQLFunctions
import KQLTypes
import Testing

@Suite struct DynamicArrayFunctionsTests {
  @Test func `counts elements`() throws {
    #expect(try call("array_length", json("[1,null,\"x\"]")) == .long(3))
    #expect(try call("array_length", json("[]")) == .long(0))
    #expect(try call("array_length", json("{}")).isNull)
    #expect(try call("array_length", json("null")).isNull)
  }

  @Test func `joins arrays and leaves out the rest`() throws {
    #expect(try call("array_concat", json("[1,2]"), json("null"), json("[[3]]")) == json("[1,2,[3]]"))
    #expect(try call("array_concat", json("null")).isNull)
  }

  @Test(arguments: [
    ("[true,false,1,0,null,\"x\"]", "[1,2,3,4,5,6]", "[-1,-2,-3,-4,-5,-6]", "[1,-2,3,-4,null,null]"),
    ("[true,true,false]", "[1]", "7", "[1,null,7]"),
  ])
  func `picks by condition`(conditions: String, yes: String, no: String, expected: String) throws {
    #expect(try call("array_iff", json(conditions), json(yes), json(no)) == json(expected))
  }

  @Test(arguments: [
    (Int64(1), Int64(2), "[2,3]"), (2, -1, "[3,4,5]"), (-3, -2, "[3,4]"), (0, 100, "[1,2,3,4,5]"), (-100, 0, "[1]"),
    (3, 1, "[]"), (5, 9, "[]"), (.min, .max, "[1,2,3,4,5]"), (0, .min, "[]"),
  ])
  func `slices`(start: Int64, end: Int64, expected: String) throws {
    #expect(try call("array_slice", json("[1,2,3,4,5]"), .long(start), .long(end)) == json(expected))
  }

  @Test func `splits`() throws {
    let array = json("[1,2,3,4,5]")
    #expect(try call("array_split", array, .long(2)) == json("[[1,2],[3,4,5]]"))
    #expect(try call("array_split", array, json("[1,3]")) == json("[[1],[2,3],[4,5]]"))
    #expect(try call("array_split", array, json("[-1,2,100]")) == json("[[1,2,3,4],[],[3,4,5],[]]"))
    #expect(try call("array_split", array, json("[\"x\"]")).isNull)
  }

  @Test(arguments: [
    (Int64(0), "[1,2,3]"), (1, "[2,3,1]"), (-1, "[3,1,2]"), (4, "[2,3,1]"), (.max, "[2,3,1]"), (.min, "[2,3,1]"),
  ])
  func `rotates`(steps: Int64, expected: String) throws {
    #expect(try call("array_rotate_left", json("[1,2,3]"), .long(steps)) == json(expected))
    let back = try call("array_rotate_right", json(expected), .long(steps))
    #expect(back == json("[1,2,3]"))
    #expect(try call("array_rotate_left", json("[]"), .long(steps)) == json("[]"))
  }

  @Test func `shifts`() throws {
    let array = json("[1,2,3,4,5]")
    #expect(try call("array_shift_left", array, .long(2)) == json("[3,4,5,null,null]"))
    #expect(try call("array_shift_left", array, .long(-2), .long(-1)) == json("[-1,-1,1,2,3]"))
    #expect(try call("array_shift_right", array, .long(2)) == json("[null,null,1,2,3]"))
    #expect(try call("array_shift_right", array, .long(-1), json("[0]")) == json("[2,3,4,5,[0]]"))
    #expect(try call("array_shift_right", array, .long(.max), .long(0)) == json("[0,0,0,0,0]"))
    #expect(try call("array_shift_left", json(#"["a","b"]"#), .long(1)) == json(#"["b",""]"#))
    #expect(try call("array_shift_left", array, .long(0)) == array)
  }

  @Test func `finds elements`() throws {
    let array = json(#"["this","is","an","example","an","example"]"#)
    func find(_ word: String, _ options: Int64...) throws -> ScalarValue {
      switch options.count {
      case 0: try call("array_index_of", array, .string(word))
      case 1: try call("array_index_of", array, .string(word), .long(options[0]))
      case 2: try call("array_index_of", array, .string(word), .long(options[0]), .long(options[1]))
      default:
        try call("array_index_of", array, .string(word), .long(options[0]), .long(options[1]), .long(options[2]))
      }
    }
    #expect(try find("an") == .long(2))
    #expect(try find("example", 1, 3) == .long(3))
    #expect(try find("example", 1, 2) == .long(-1))
    #expect(try find("example", 2, -1) == .long(3))
    #expect(try find("an", 1, -1, 2) == .long(4))
    #expect(try find("an", 1, -1, 3) == .long(-1))
    #expect(try find("an", -3) == .long(4))
    #expect(try find("is", -4) == .long(-1))
    #expect(try find("an", .max) == .long(-1))
    #expect(try find("an", .min, .max) == .long(2))
    #expect(try find("an", 0, -2).isNull)
    #expect(try find("an", 0, -1, -1).isNull)
  }

  @Test func `treats arrays as sets`() throws {
    let left = json("[1,2,2,null,3]")
    let right = json("[3,2,\"2\"]")
    #expect(try call("set_union", left, right) == json("[1,2,null,3,\"2\"]"))
    #expect(try call("set_intersect", left, right) == json("[2,3]"))
    #expect(try call("set_difference", left, right, json("[1]")) == json("[null]"))
    #expect(try call("set_has_element", left, .long(2)) == .bool(true))
    #expect(try call("set_has_element", left, .string("2")) == .bool(false))
    #expect(try call("set_equals", json("[1,2,2]"), json("[2,1]")) == .bool(true))
    #expect(try call("set_equals", json("[1,2]"), json("[2,1,0]")) == .bool(false))
    #expect(try call("jaccard_index", json("[1,2,3]"), json("[1,2,3,4]")) == .real(0.75))
    let nans = ScalarValue.dynamic(.array([.real(.nan), .real(.nan), .real(1)]))
    #expect("\(try call("set_union", nans, nans))" == "\(ScalarValue.dynamic(.array([.real(.nan), .real(1)])))")
  }

  @Test func `sorts by kind and value`() throws {
    #expect(
      try call("array_sort_asc", json(#"[null,"b",true,2.5,"a",1,null]"#))
        == json(#"[1,2.5,"a","b",true,null,null]"#))
    #expect(
      try call("array_sort_desc", json(#"[null,"b","c","a",null]"#), .bool(false))
        == json(#"[null,null,"c","b","a"]"#))
    #expect(
      try call("array_sort_asc", json("[2,1,3]"), json(#"["x","y","z"]"#), json("[1]"))
        == json(#"[[1,2,3],["y","x","z"],null]"#))
    #expect(try call("array_sort_asc", json("5")).isNull)
  }

  @Test func `names the columns of sorted arrays`() throws {
    let tuple = try #require(TupleResult.of("array_sort_asc"))
    let fields = tuple.columns(
      of: "array_sort_asc", argumentTypes: [.dynamic, .dynamic, .bool], argumentNames: ["a", nil, nil])
    #expect(fields == [Field("a_sorted", .dynamic), Field("_sorted", .dynamic)])
  }

  @Test func `counts up and down`() throws {
    #expect(try call("range", .long(1), .long(8), .long(3)) == json("[1,4,7]"))
    #expect(try call("range", .int(1), .long(3)) == json("[1,2,3]"))
    #expect(try call("range", .long(3), .long(1), .long(-1)) == json("[3,2,1]"))
    #expect(try call("range", .long(3), .long(1)) == json("[]"))
    #expect(try call("range", .long(1), .long(3), .long(0)).isNull)
    #expect(try call("range", .real(1), .long(2), .real(0.5)) == json("[1.0,1.5,2.0]"))
    #expect(try call("range", .long(.max - 1), .long(.max)) == .dynamic(.array([.long(.max - 1), .long(.max)])))
    #expect(
      try call("range", .timespan(0), .timespan(2 * Ticks.perHour))
        == .dynamic(.array([.timespan(0), .timespan(Ticks.perHour), .timespan(2 * Ticks.perHour)])))
    #expect(
      try call("range", .datetime(0), .datetime(1), .timespan(1)) == .dynamic(.array([.datetime(0), .datetime(1)])))
    guard case .dynamic(.array(let long)) = try call("range", .long(0), .long(.max)) else { return }
    #expect(long.count == 1 << 20)
  }

  @Test func `packs, repeats and zips`() throws {
    #expect(try call("pack_array", .long(1), .null(.real), .string(""), json("[1]")) == json("[1,null,\"\",[1]]"))
    #expect(try call("repeat", .string("x"), .long(2)) == json(#"["x","x"]"#))
    #expect(try call("repeat", .long(1), .long(0)) == json("[]"))
    #expect(try call("repeat", .long(1), .long(-1)).isNull)
    #expect(throws: ExecutionError.self) { try call("repeat", .long(1), .long(.max)) }
    #expect(try call("zip", json("[1,2]"), json("[3]"), json("[]")) == json("[[1,3,null],[2,null,null]]"))
  }
}

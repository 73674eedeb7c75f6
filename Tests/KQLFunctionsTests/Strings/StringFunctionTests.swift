import KQLFunctions
import KQLTypes
import Testing

@Suite struct StringFunctionTests {
  @Test(
    arguments: [
      ("abcdef", 3, nil, "def"), ("abcdef", 1, 3, "bcd"), ("abcdef", -2, 2, "ef"), ("abcdef", 2, 100, "cdef"),
      ("abc", 5, 3, ""), ("abc", -1, 2, "c"), ("abc", 1, -1, ""), ("abc", 0, 0, ""), ("x", -2, 5, ""),
      ("a😀b", 1, 1, "😀"), ("a😀b", -1, nil, "b"), ("", 0, 2, ""), ("abc", Int64.max, Int64.max, ""),
      ("abc", Int64.min, Int64.max, ""), ("abc", 0, Int64.max, "abc"),
    ] as [(String, Int64, Int64?, String)])
  func substring(text: String, start: Int64, length: Int64?, expected: String) throws {
    let arguments = [.string(text), .long(start)] + (length.map { [ScalarValue.long($0)] } ?? [])
    #expect(try Calls.call("substring", arguments, to: .string) == .string(expected))
  }

  @Test(
    arguments: [
      (["abcdefg", "cde"], 2), (["abcdefg", "cde", 1, 4], 2), (["abcdefg", "cde", 1, 2], 2),
      (["abcdefg", "cde", 3, 4], -1), (["abcdefg", "cde", -5], 2), ([1_234_567, 5, 1, 4], 4),
      (["abcdefg", "cde", 2, -1], 2), (["abcdefgabcdefg", "cde", 1, 10, 2], 9),
      (["abcdefgabcdefg", "cde", 1, -1, 3], -1), (["''", "'", 2], -1), (["café", "é"], 3),
      (["aaa", "aa", 0, -1, 2], 1),
      (["abc", ""], nil), (["", ""], nil), (["abc", "b", 0, -2], nil), (["abc", "b", 0, -1, 0], nil),
      (["abc", "a", -100], 0),
    ] as [([ScalarValue], Int64?)])
  func indexof(arguments: [ScalarValue], expected: Int64?) throws {
    #expect(try Calls.call("indexof", arguments, to: .long) == (expected.map { .long($0) } ?? .null(.long)))
  }

  @Test(
    arguments: [
      (["aa_bb", "_"], #"["aa","bb"]"#), (["aaa_bbb_ccc", "_", 1], #"["bbb"]"#), (["", "_"], #"[""]"#),
      (["a__b", "_"], #"["a","","b"]"#), (["aabbcc", "bb"], #"["aa","cc"]"#), (["a=b", "=", 2], "null"),
      (["abc", ""], #"["abc"]"#), (["a😀b😀", "😀"], #"["a","b",""]"#),
    ] as [([ScalarValue], String)])
  func split(arguments: [ScalarValue], expected: String) throws {
    #expect(try Calls.call("split", arguments, to: .dynamic) == .json(expected))
  }

  @Test(
    arguments: [
      ("strcat", ["a", 1, true, .real(1.5), .null(.long)], "a1True1.5"), ("strcat_delim", ["-", "a", 1, "b"], "a-1-b"),
      ("strcat_array", [.array("a", 1, "b"), "->"], "a->1->b"), ("strcat_array", [.dynamic(.null), ","], ""),
      ("strrep", ["ABC", 2], "ABCABC"), ("strrep", [123, 3, "."], "123.123.123"), ("strrep", ["a", 0], ""),
      ("strrep", ["", .long(.max)], ""), ("strrep", ["a", .null(.long)], ""),
      ("toupper", ["Ångström ß"], "ÅNGSTRÖM ß"), ("tolower", ["ÅNGSTRÖM"], "ångström"),
      ("toupper", ["привет"], "ПРИВЕТ"),
      ("reverse", ["a😀é"], "é😀a"), ("reverse", [12345], "54321"),
      ("replace_string", ["O'Brien's", "'", "''"], "O''Brien''s"), ("replace_string", ["aaa", "", "X"], "aaa"),
      ("replace_string", ["aaa", "aa", "b"], "ba"),
      (
        "replace_strings", ["This is it", .array("is", "This"), .array("was", "This")], "Thwas was it"
      ),
      ("replace_strings", ["This is it", .array("This", "is"), .array("This", "was")], "This was it"),
      ("replace_strings", ["abc", .array("a", "b"), .array("x")], "xbc"),
      ("translate", ["abc", "x", "abc"], "xxx"), ("translate", ["abc", "", "ab"], ""),
      ("translate", ["krasp", "otsku", "spark"], "kusto"), ("translate", ["é", "e", "café"], "cafe"),
      ("unicode_codepoints_to_string", [.array(75, 117, 115), 116, 111], "Kusto"),
      ("make_string", [128_512], "😀"), ("make_string", [128_512, -1], ""), ("make_string", [.long(.max)], ""),
      ("make_string", [55_296], ""),
      ("format_bytes", [564], "564 Bytes"), ("format_bytes", [10332, 1], "10.1 KB"),
      ("format_bytes", [20_010_332], "19 MB"), ("format_bytes", [20_010_332, 2], "19.08 MB"),
      ("format_bytes", [20_010_332, 0, "KB"], "19541 KB"), ("format_bytes", [.long(.max)], "8 EB"),
    ] as [(String, [ScalarValue], String)])
  func text(name: String, arguments: [ScalarValue], expected: String) throws {
    #expect(try Calls.call(name, arguments, to: .string) == .string(expected))
  }

  @Test(
    arguments: [
      ("strlen", ["⒦⒰⒮⒯⒪"], 5), ("strlen", [""], 0), ("strlen", ["👨‍👩‍👧 and a long ASCII tail"], 27),
      ("string_size", ["é"], 2),
      ("strcmp", ["a", "b"], -1), ("strcmp", ["b", "a"], 1), ("strcmp", ["é", "z"], 1), ("strcmp", ["a", "ab"], -1),
      ("strcmp", ["", ""], 0), ("countof", ["aaa", "aa"], 2), ("countof", ["The cat sat on the mat", "at"], 3),
      ("countof", ["abc", ""], 0), ("countof", ["a''b", "'", "normal"], 2),
      ("has_any_index", ["this is an example", .array("not", "example")], 1),
      ("has_any_index", ["Example number 2", .array(1, 2, 3)], 1), ("has_any_index", ["abc", .array()], -1),
    ] as [(String, [ScalarValue], Int64)])
  func number(name: String, arguments: [ScalarValue], expected: Int64) throws {
    #expect(try Calls.call(name, arguments, to: .long) == .long(expected))
  }

  @Test func `a result that is far too long fails the query`() throws {
    #expect(throws: ExecutionError.self) { try Calls.call("strrep", ["abc", .long(.max)], to: .string) }
  }

  @Test(
    arguments: [
      ("coalesce", [.null(.long), 5, 7], 5), ("max_of", [.null(.long), 2], 2), ("min_of", [5, 2, .null(.long)], 2),
      ("iff", [true, 1, 2], 1), ("iff", [.null(.bool), 1, 2], 2), ("case", [false, 1, true, 2, 3], 2),
      ("case", [false, 1, false, 2, .null(.long)], nil), ("max_of", [.null(.long), .null(.long)], nil),
    ] as [(String, [ScalarValue], Int64?)])
  func choosing(name: String, arguments: [ScalarValue], expected: Int64?) throws {
    #expect(try Calls.call(name, arguments, to: .long) == (expected.map { .long($0) } ?? .null(.long)))
  }

  @Test(
    arguments: [
      ("coalesce", ["", "fb"], "fb"), ("coalesce", ["", ""], ""), ("iff", [false, "a", "b"], "b"),
      ("max_of", ["a", "b", ""], "b"), ("min_of", ["b", "a"], "a"), ("gettype", [.dynamic(.null)], "null"),
      ("gettype", [.dynamic(.real(1))], "double"), ("gettype", [.null(.int)], "int"), ("gettype", [.array()], "array"),
    ] as [(String, [ScalarValue], String)])
  func choosingText(name: String, arguments: [ScalarValue], expected: String) throws {
    #expect(try Calls.call(name, arguments, to: .string) == .string(expected))
  }

  @Test(
    arguments: [
      ("isempty", [""], true), ("isempty", ["a"], false), ("isempty", [.null(.long)], true), ("isnotempty", [1], true),
      ("isempty", [.dynamic(.null)], true), ("isempty", [.array()], false), ("isnull", [""], false),
      ("isnull", [.null(.real)], true), ("isnotnull", [.null(.real)], false), ("isnull", [.dynamic(.null)], true),
      ("not", [true], false), ("not", [.null(.bool)], nil),
      ("in", ["a", "b", "a"], true), ("in", ["A", "b", "a"], false), ("in~", ["A", "b", "a"], true),
      ("!in", [.null(.long), 1, 2], true), ("in", [.null(.long), 1, 2], false), ("in", [2, .real(2), 5], true),
      ("in", [2, .array("2", .real(2.5))], false), ("in", [.real(2), .array(2)], true),
      ("in", [.dynamic(.string("x")), "x"], true), ("in", [.dynamic(.long(1)), 1], true),
      ("in", ["é", "e\u{301}"], false),
      ("in", [.dynamic(.string("é")), "e\u{301}"], false), ("!in~", ["Müller", "MÜLLER"], false),
      ("has_any", ["North America", "south", "america"], true),
      ("has_any", ["North America", .array("amer", "x")], false),
      ("has_all", ["a b c", .array("a", "C")], true), ("has_all", ["a b c", "a", "d"], false),
      ("has_any", ["a", .array()], false),
      ("has", [.array("Foo", "bar"), "foo"], true), ("!has_cs", ["Foo", "foo"], true),
      ("contains", [.dynamic(.null), "a"], false),
      ("hassuffix", ["North America", "ICA"], true), ("!startswith_cs", ["abc", "A"], true),
      ("endswith", ["abc", "BC"], true),
      ("isascii", ["é"], false), ("isutf8", ["é"], true),
    ] as [(String, [ScalarValue], Bool?)])
  func condition(name: String, arguments: [ScalarValue], expected: Bool?) throws {
    #expect(try Calls.call(name, arguments, to: .bool) == (expected.map { .bool($0) } ?? .null(.bool)))
  }
}

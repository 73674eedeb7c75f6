import Foundation
import KQLTypes
import Testing

@testable import KQLIngest

@Suite struct DiscoveryTests {
  private let scratch = Scratch()

  private func found(_ inputs: [String]) throws -> [String] {
    try InputDiscovery(inputs).files.map { String($0.displayName.dropFirst(scratch.path.count + 1)) }
  }

  @Test func `reads folders in byte order, without hidden and foreign files`() throws {
    for name in ["b.json", "a/z.json", "a/B.csv", "a/b.json.gz", ".hidden.json", "a/.x/y.json", "README.md", "c"] {
      scratch.write(name, "{}")
    }
    #expect(try found([scratch.path]) == ["a/B.csv", "a/b.json.gz", "a/z.json", "b.json", "c"])
    #expect(try InputDiscovery([scratch.path]).skipped.map(\.reason) == ["is not an export by its name"])
  }

  @Test func `does not follow links in circles and reads no file twice`() throws {
    scratch.write("a/x.json", "{}")
    let manager = FileManager.default
    try manager.createSymbolicLink(atPath: scratch.path + "/a/up", withDestinationPath: scratch.path)
    try manager.createSymbolicLink(
      atPath: scratch.path + "/again.json", withDestinationPath: scratch.path + "/a/x.json")
    try manager.createSymbolicLink(atPath: scratch.path + "/gone.json", withDestinationPath: scratch.path + "/nothing")
    #expect(try found([scratch.path]) == ["a/x.json"])
    #expect(try InputDiscovery([scratch.path]).skipped.count == 3)
    #expect(try found([scratch.path, scratch.path + "/a/x.json"]) == ["a/x.json"])
  }

  @Test func `finds what patterns match`() throws {
    for name in ["a1.json", "a2.json", "b1.json", "d/a1.json", "d/e/a3.json", ".a.json"] { scratch.write(name, "{}") }
    let base = scratch.path + "/"
    #expect(try found([base + "a*.json"]) == ["a1.json", "a2.json"])
    #expect(try found([base + "[ab]1.json"]) == ["a1.json", "b1.json"])
    #expect(try found([base + "?2.json"]) == ["a2.json"])
    #expect(try found([base + "**/a*.json"]) == ["a1.json", "a2.json", "d/a1.json", "d/e/a3.json"])
    #expect(try found([base + "*/a1.json"]) == ["d/a1.json"])
    #expect(throws: ExecutionError.badInput("\(base)x*: no file matches")) { try found([base + "x*"]) }
  }

  @Test(arguments: [
    ("*", "", true), ("*", "abc", true), ("a*c", "abbc", true), ("a*c", "abcd", false), ("*a*b*", "xxaxxbxx", true),
    ("[a-c]x", "bx", true), ("[!a-c]x", "bx", false), ("[]x", "]x", false), ("a?", "a", false), ("[", "[", true),
  ])
  func `matches names`(pattern: String, name: String, matches: Bool) {
    #expect(PathPattern.matches(Array(pattern.utf8), Array(name.utf8)) == matches)
  }

  @Test func `takes a table's name before a path`() throws {
    let path = scratch.write("x=y.json", "{}")
    #expect(InputDiscovery.split("T=\(path)").table == "T")
    #expect(InputDiscovery.split(path).table == nil)
    #expect(InputDiscovery.split("./a=b").table == nil)
    #expect(InputDiscovery.split("=b").table == nil)
    #expect(InputDiscovery.split("My_T-1=-").path == "-")
  }

  @Test func `says what cannot be read`() {
    let path = scratch.path + "/none.json"
    #expect(throws: ExecutionError.badInput("\(path): there is no such file or folder")) { try InputDiscovery([path]) }
    #expect(throws: ExecutionError.badInput("\(scratch.path): the folder holds no file to read")) {
      try InputDiscovery([scratch.path])
    }
  }

  @Test func `names tables by files`() {
    func name(_ path: String) -> String {
      InputFile(origin: .path(path), displayName: path, declaredTable: nil, isNamed: true).tableName
    }
    #expect(name("/a/b/events.json.gz") == "events")
    #expect(name("v1.2.csv") == "v1.2")
    #expect(name(".json") == ".json")
  }
}

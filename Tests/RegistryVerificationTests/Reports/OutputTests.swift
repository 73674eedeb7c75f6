import Glibc
import Testing

@testable import RegistryVerification

/// Which file a report goes to, and what is there when something goes wrong.
@Suite struct OutputTests {
  @Test(arguments: [
    ("a.txt", ReportFormat.text), ("b/c.JSON", .json), ("x.md", .markdown), ("x.markdown", .markdown),
    ("x.html", .html),
    ("x.htm", .html), ("x.sarif", .sarif), ("junit.xml", .junit),
  ])
  func `the extension says the format`(name: String, format: ReportFormat) throws {
    #expect(try ReportDestination(argument: name) == ReportDestination(path: name, format: format))
  }

  @Test func `a format before the name overrules the extension`() throws {
    #expect(try ReportDestination(argument: "sarif=out.json") == ReportDestination(path: "out.json", format: .sarif))
    #expect(try ReportDestination(argument: "text=-") == ReportDestination(path: "-", format: .text))
    // What stands before '=' is no format here, so it belongs to the name.
    #expect(try ReportDestination(argument: "y=2026/a.json") == ReportDestination(path: "y=2026/a.json", format: .json))
  }

  @Test(arguments: ["report", "report.pdf", "json=", "a.json/", ".", ""])
  func `an argument that leaves the format open is refused with a way out`(argument: String) {
    let error = #expect(throws: ReportDestinationError.self) { try ReportDestination(argument: argument) }
    #expect(error?.message.contains("FORMAT=FILE") == true || error?.message.contains("names no file") == true)
  }

  @Test func `a file is made for its owner alone`() throws {
    try withFolder { folder in
      try AtomicFile.write(Array("one".utf8), to: "\(folder)/a")
      #expect(content("\(folder)/a") == "one")
      #expect(permissions("\(folder)/a") == 0o600)
      #expect(names(folder) == ["a"])
    }
  }

  @Test func `a file that is replaced hands its permissions on`() throws {
    try withFolder { folder in
      try AtomicFile.write([], to: "\(folder)/a")
      chmod("\(folder)/a", 0o640)
      symlink("a", "\(folder)/link")
      try AtomicFile.write(Array("two".utf8), to: "\(folder)/link")
      #expect(content("\(folder)/a") == "two")
      #expect(permissions("\(folder)/a") == 0o640)
      #expect(names(folder) == ["a", "link"])
    }
  }

  @Test func `what cannot be written is an error that says why`() throws {
    try withFolder { folder in
      #expect(throws: AtomicFileError(path: "\(folder)/no/a", reason: "No such file or directory")) {
        try AtomicFile.write([1], to: "\(folder)/no/a")
      }
      #expect(throws: AtomicFileError(path: folder, reason: "it is a folder")) { try AtomicFile.write([1], to: folder) }
      #expect(throws: AtomicFileError(path: "/dev/full", reason: "No space left on device")) {
        try AtomicFile.write([1], to: "/dev/full")
      }
      #expect(names(folder).isEmpty)
    }
  }

  private func withFolder(_ body: (String) throws -> Void) throws {
    var template = Array("/tmp/calypso-reports.XXXXXX".utf8CString)
    let folder = try #require(
      template.withUnsafeMutableBufferPointer { buffer in
        buffer.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) }
      })
    defer {
      for name in names(folder) { unlink("\(folder)/\(name)") }
      rmdir(folder)
    }
    try body(folder)
  }

  private func names(_ folder: String) -> [String] {
    guard let stream = opendir(folder) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  private func permissions(_ path: String) -> mode_t {
    var status = stat()
    return stat(path, &status) == 0 ? status.st_mode & 0o777 : 0
  }

  private func content(_ path: String) -> String {
    guard let file = fopen(path, "r") else { return "" }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 1000)
    let count = fread(&bytes, 1, bytes.count, file)
    return String(decoding: bytes[..<count], as: UTF8.self)
  }
}

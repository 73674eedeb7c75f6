import Foundation
import Testing

/// Holds the sources to the layers that `Package.swift` declares.
@Suite struct ArchitectureTests {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  private static let targetsInC: Set<String> = [
    "CSQLite", "CZlib", "CSHA256", "CCRC32", "CMalloc", "CThreads", "CByteScan",
  ]

  /// What each layer may import of the project, lower layers only; the order is that of the layers.
  static let layers: [(name: String, imports: Set<String>)] = [
    ("KQLDiagnostics", []),
    ("KQLTypes", ["CSHA256"]),
    ("LinearRegex", []),
    ("KQLSyntax", ["KQLDiagnostics"]),
    ("KQLColumnar", ["KQLTypes"]),
    ("Deflate", ["KQLTypes", "CZlib", "CCRC32"]),
    ("KQLFunctions", ["KQLTypes", "KQLColumnar", "LinearRegex", "Deflate"]),
    ("KQLCatalog", ["KQLTypes", "KQLColumnar", "CThreads"]),
    ("KQLRendering", ["KQLTypes", "KQLColumnar", "KQLDiagnostics"]),
    ("KQLPlan", ["KQLDiagnostics", "KQLTypes", "KQLColumnar", "KQLFunctions", "KQLCatalog"]),
    (
      "KQLBinder",
      ["KQLDiagnostics", "KQLTypes", "KQLColumnar", "KQLSyntax", "KQLFunctions", "KQLCatalog", "KQLPlan"]
    ),
    ("KQLOptimizer", ["KQLDiagnostics", "KQLTypes", "KQLColumnar", "KQLFunctions", "KQLCatalog", "KQLPlan"]),
    (
      "KQLExecution",
      ["KQLDiagnostics", "KQLTypes", "KQLColumnar", "KQLFunctions", "KQLCatalog", "KQLPlan", "LinearRegex"]
    ),
    ("KQLIngest", ["KQLDiagnostics", "KQLTypes", "KQLColumnar", "KQLCatalog", "Deflate", "CByteScan"]),
    ("KQLStorage", ["KQLTypes", "KQLColumnar", "KQLCatalog", "Deflate", "CSQLite", "CZlib"]),
    (
      "Calypso",
      [
        "KQLDiagnostics", "KQLTypes", "KQLSyntax", "KQLColumnar", "KQLFunctions", "KQLCatalog", "KQLRendering",
        "KQLPlan", "KQLBinder", "KQLOptimizer", "KQLExecution", "KQLIngest", "KQLStorage",
      ]
    ),
    ("RegistryVerification", ["Calypso"]),
    ("CalypsoCLI", ["Calypso", "RegistryVerification", "CMalloc"]),
  ]

  /// Modules of the platform that any layer may use; all of Foundation is not among them.
  static let platform: Set<String> = ["Swift", "Glibc", "Synchronization"]

  static func sources(of target: String) -> [URL] {
    let folder = root.appendingPathComponent("Sources/\(target)")
    let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)?.compactMap { $0 as? URL }
    return (files ?? []).filter { $0.pathExtension == "swift" }
  }

  static func imports(of file: URL) throws -> Set<String> {
    let text = try String(contentsOf: file, encoding: .utf8)
    return Set(
      text.split(separator: "\n").compactMap { line -> String? in
        var words = line.split(separator: " ")
        while let first = words.first, first.hasPrefix("@") || ["public", "package", "internal"].contains(first) {
          words.removeFirst()
        }
        guard words.first == "import", words.count >= 2 else { return nil }
        return String(words[1])
      })
  }

  @Test func `declares every target as a layer`() throws {
    let folders = try FileManager.default.contentsOfDirectory(atPath: Self.root.appendingPathComponent("Sources").path)
    let known = Set(Self.layers.map(\.name)).union(Self.targetsInC)
    #expect(Set(folders.filter { !$0.hasPrefix(".") }).subtracting(known).isEmpty)
  }

  @Test func `lets layers depend downwards only`() {
    var lower = Self.targetsInC
    for layer in Self.layers {
      #expect(layer.imports.isSubset(of: lower), "\(layer.name)")
      lower.insert(layer.name)
    }
  }

  @Test(arguments: layers.map(\.name))
  func `imports nothing but lower layers and the platform`(target: String) throws {
    let allowed = Self.layers.first { $0.name == target }!.imports.union(Self.platform)
      .union(target == "CalypsoCLI" ? ["ArgumentParser", "Yams"] : [])
    let files = Self.sources(of: target)
    #expect(!files.isEmpty)
    for file in files {
      let found = try Self.imports(of: file)
      #expect(found.isSubset(of: allowed), "\(file.lastPathComponent) imports \(found.subtracting(allowed).sorted())")
    }
  }

  @Test func `shows the façade alone`() throws {
    let facade: Set = ["Calypso", "RegistryVerification", "CalypsoCLI"]
    for layer in Self.layers where !facade.contains(layer.name) {
      for file in Self.sources(of: layer.name) {
        let text = try String(contentsOf: file, encoding: .utf8)
        let isPublic = text.split(separator: "\n").contains { $0.drop { $0 == " " }.hasPrefix("public ") }
        #expect(!isPublic, "\(layer.name)/\(file.lastPathComponent) declares something public")
      }
    }
  }

  @Test func `keeps files small`() throws {
    for layer in Self.layers {
      for file in Self.sources(of: layer.name) {
        let lines = try String(contentsOf: file, encoding: .utf8).split(
          separator: "\n", omittingEmptySubsequences: false)
        let limit = file.lastPathComponent.hasSuffix("Signatures.swift") ? 1_000 : 900
        #expect(lines.count <= limit, "\(layer.name)/\(file.lastPathComponent) has \(lines.count) lines")
      }
    }
  }

  @Test func `uses no unsafe compiler modes`() throws {
    let manifest = try String(contentsOf: Self.root.appendingPathComponent("Package.swift"), encoding: .utf8)
    #expect(!manifest.contains("unsafeFlags"))
    #expect(!manifest.contains("Ounchecked"))
  }
}

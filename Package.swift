// swift-tools-version: 6.2
import PackageDescription

/// One layer of the import graph: a target and the targets below it that it may import.
///
/// `Tests/ArchitectureTests` holds the sources to this list.
func layer(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies)
}

func suite(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource] = []) -> Target {
  .testTarget(name: name, dependencies: dependencies, resources: resources)
}

let package = Package(
  name: "Calypso",
  products: [
    .library(name: "Calypso", targets: ["Calypso"]),
    .library(name: "RegistryVerification", targets: ["RegistryVerification"]),
    .executable(name: "calypso", targets: ["CalypsoCLI"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    // Layer 0
    .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    layer("KQLDiagnostics"),
    .target(name: "CSHA256"),
    .target(name: "CCRC32"),
    .target(name: "CMalloc"),
    .target(name: "CThreads"),
    .target(name: "CByteScan"),
    layer("KQLTypes", ["CSHA256"]),
    layer("LinearRegex"),
    // Layer 1
    layer("Deflate", ["KQLTypes", "CZlib", "CCRC32"]),
    layer("KQLSyntax", ["KQLDiagnostics"]),
    layer("KQLColumnar", ["KQLTypes"]),
    // Layer 2
    layer("KQLFunctions", ["KQLTypes", "KQLColumnar", "LinearRegex", "Deflate"]),
    layer("KQLCatalog", ["KQLTypes", "KQLColumnar", "CThreads"]),
    layer("KQLRendering", ["KQLTypes", "KQLColumnar", "KQLDiagnostics"]),
    // Layer 3
    layer("KQLPlan", ["KQLDiagnostics", "KQLTypes", "KQLColumnar", "KQLFunctions", "KQLCatalog"]),
    // Layer 4
    layer(
      "KQLBinder",
      ["KQLDiagnostics", "KQLTypes", "KQLColumnar", "KQLSyntax", "KQLFunctions", "KQLCatalog", "KQLPlan"]),
    layer(
      "KQLOptimizer", ["KQLDiagnostics", "KQLTypes", "KQLColumnar", "KQLFunctions", "KQLCatalog", "KQLPlan"]),
    layer(
      "KQLExecution",
      ["KQLDiagnostics", "KQLTypes", "KQLColumnar", "KQLFunctions", "KQLCatalog", "KQLPlan", "LinearRegex"]),
    layer("KQLIngest", ["KQLDiagnostics", "KQLTypes", "KQLColumnar", "KQLCatalog", "Deflate", "CByteScan"]),
    layer("KQLStorage", ["KQLTypes", "KQLColumnar", "KQLCatalog", "Deflate", "CSQLite", "CZlib"]),
    // Layer 5
    layer(
      "Calypso",
      [
        "KQLDiagnostics", "KQLTypes", "KQLSyntax", "KQLColumnar", "KQLFunctions", "KQLCatalog", "KQLRendering",
        "KQLPlan", "KQLBinder", "KQLOptimizer", "KQLExecution", "KQLIngest", "KQLStorage",
      ]),
    // Layer 6
    layer("RegistryVerification", ["Calypso"]),
    // Layer 7
    .executableTarget(
      name: "CalypsoCLI",
      dependencies: [
        "Calypso", "RegistryVerification", "CMalloc",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Yams", package: "Yams"),
      ]),
    .executableTarget(name: "EmbeddedAudit", dependencies: ["Calypso"], path: "Samples/EmbeddedAudit"),
    .executableTarget(
      name: "EmbeddedVerification", dependencies: ["Calypso", "RegistryVerification"],
      path: "Samples/EmbeddedVerification"),
    // Tests
    suite("KQLDiagnosticsTests", ["KQLDiagnostics"]),
    suite("KQLSyntaxTests", ["KQLDiagnostics", "KQLSyntax"], resources: [.copy("Golden")]),
    suite("LinearRegexTests", ["LinearRegex"], resources: [.copy("Corpus")]),
    suite("KQLTypesTests", ["KQLTypes"]),
    suite("KQLColumnarTests", ["KQLTypes", "KQLColumnar"]),
    suite("KQLCatalogTests", ["KQLTypes", "KQLColumnar", "KQLCatalog"]),
    suite("KQLRenderingTests", ["KQLTypes", "KQLColumnar", "KQLRendering"]),
    suite("KQLFunctionsTests", ["KQLTypes", "KQLColumnar", "KQLFunctions"]),
    suite("KQLStorageTests", ["KQLTypes", "KQLColumnar", "KQLCatalog", "KQLStorage", "CSQLite"]),
    .target(name: "DeflateTestSupport", dependencies: ["KQLTypes", "CZlib"], path: "Tests/DeflateTestSupport"),
    suite("DeflateTests", ["KQLTypes", "Deflate", "CZlib", "DeflateTestSupport"]),
    suite(
      "KQLIngestTests",
      ["KQLTypes", "KQLColumnar", "KQLCatalog", "Deflate", "KQLIngest", "CZlib", "DeflateTestSupport"]),
    .target(
      name: "PlanTestSupport",
      dependencies: [
        "KQLDiagnostics", "KQLTypes", "KQLColumnar", "KQLFunctions", "KQLCatalog", "KQLPlan", "KQLExecution",
      ],
      path: "Tests/PlanTestSupport"),
    suite(
      "KQLExecutionTests",
      [
        "KQLDiagnostics", "KQLTypes", "KQLColumnar", "KQLFunctions", "KQLCatalog", "KQLPlan", "KQLExecution",
        "PlanTestSupport",
      ]),
    suite(
      "KQLBinderTests",
      [
        "KQLDiagnostics", "KQLTypes", "KQLColumnar", "KQLSyntax", "KQLFunctions", "KQLCatalog", "KQLPlan", "KQLBinder",
      ]),
    suite(
      "KQLOptimizerTests",
      [
        "KQLDiagnostics", "KQLTypes", "KQLFunctions", "KQLCatalog", "KQLPlan", "KQLOptimizer", "PlanTestSupport",
      ]),
    suite("CalypsoTests", ["Calypso"]),
    suite("RegistryVerificationTests", ["Calypso", "RegistryVerification"]),
    suite("GoldenTests", ["KQLDiagnostics", "KQLSyntax", "Calypso"]),
    suite("CoverageTests", ["KQLTypes", "KQLFunctions", "KQLBinder"]),
    suite("ArchitectureTests", []),
    suite("CommandLineTests", ["CalypsoCLI", "RegistryVerification", "EmbeddedAudit", "EmbeddedVerification"]),
  ]
)

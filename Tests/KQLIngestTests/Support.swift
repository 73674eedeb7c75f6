import DeflateTestSupport
import Foundation
import KQLCatalog
import KQLColumnar
import KQLTypes

@testable import KQLIngest

/// A folder for the files of one test, removed with it.
final class Scratch {
  let path: String

  init() {
    path = FileManager.default.temporaryDirectory.appendingPathComponent("ingest-\(UUID().uuidString)").path
    try! FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a file and gives its path.
  @discardableResult
  func write(_ name: String, _ bytes: [UInt8]) -> String {
    let file = path + "/" + name
    let folder = (file as NSString).deletingLastPathComponent
    try! FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try! Data(bytes).write(to: URL(fileURLWithPath: file))
    return file
  }

  @discardableResult
  func write(_ name: String, _ text: String) -> String { write(name, Array(text.utf8)) }
}

extension Scratch {
  static func read(_ path: String) -> [UInt8]? { FileManager.default.contents(atPath: path).map { Array($0) } }

  static func overwrite(_ path: String, _ bytes: [UInt8]) { try! Data(bytes).write(to: URL(fileURLWithPath: path)) }
}

/// Compresses bytes as a member of a gzip file.
func gzip(_ bytes: [UInt8]) -> [UInt8] { Zlib.compress(bytes, level: 6) }

/// Reads a scan to its end with some readers in turn.
///
/// - Returns: The rows in table order, each as the text of its values.
func rows(
  of table: any TableProvider, columns: [String]? = nil, filters: [ScanFilter] = [],
  keyFilters: [KeyFilter] = [], limit: Int? = nil, readers readerCount: Int = 1, batchRowCount: Int = 2048
) throws -> [[String]] {
  let indexes = columns.map { $0.map { table.schema.index(of: $0)! } } ?? Array(table.schema.fields.indices)
  var request = ScanRequest(columns: indexes, filters: filters, limit: limit, batchRowCount: batchRowCount)
  request.keyFilters = keyFilters
  let scan = try table.makeScan(request, control: QueryControl())
  var batches: [ScannedBatch] = []
  var readers: [(any TableReader)?] = []
  for _ in 0..<readerCount { readers.append(try scan.makeReader()) }
  while readers.contains(where: { $0 != nil }) {
    for index in readers.indices {
      guard let reader = readers[index] else { continue }
      if let batch = try reader.next() { batches.append(batch) } else { readers[index] = nil }
    }
  }
  batches.sort { $0.ordinal < $1.ordinal }
  return batches.flatMap { scanned in
    (0..<scanned.batch.rowCount).map { row in scanned.batch.columns.map { $0[row].text } }
  }
}

/// What a source's table holds, or the error that reading it gives.
func outcome(
  _ inputs: [String], _ table: String? = nil, columns: [String]? = nil, options: IngestOptions = IngestOptions(),
  readers: Int = 1
) -> Result<[[String]], ExecutionError> {
  do {
    let source = try IngestSource(inputs, options: options)
    guard let found = table.map({ source[table: $0] }) ?? source.tables.first(where: \.isObserved) else {
      return .failure(.badInput("no table \(table ?? "")"))
    }
    return .success(try rows(of: found, columns: columns, readers: readers))
  } catch {
    return .failure(error as! ExecutionError)
  }
}

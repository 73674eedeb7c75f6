import KQLBinder
import KQLCatalog
import KQLColumnar
import KQLDiagnostics
import KQLRendering
import KQLSyntax
import KQLTypes

/// Answers queries line by line: one JSON request a line in, one JSON answer a line out.
///
/// Requests are answered in order, one at a time. A line that is not a request gets an answer with an `error`; the
/// server goes on until its input ends.
///
///     {"id": 1, "query": "T | count"}
///     {"id":1,"columns":[{"name":"Count","type":"long"}],"rows":[[42]],"statistics":{…}}
public final class LineProtocolServer {
  /// Longest request that is read; a longer line is answered with an error.
  public static let maximumLineByteCount = 64 << 20

  private let session: Session
  private var input: FileInput
  private let output: FileOutput
  private let options: QueryOptions
  private var folders: [String: TableFolder] = [:]

  /// - Parameter options: What a request uses that does not say otherwise.
  public init(session: Session, input: Int32, output: Int32, options: QueryOptions = QueryOptions()) {
    self.session = session
    self.input = FileInput(descriptor: input, maximumLineByteCount: Self.maximumLineByteCount)
    self.output = FileOutput(descriptor: output)
    self.options = options
  }

  /// Serves until the input ends.
  ///
  /// - Parameter loadMilliseconds: When set, a line `{"ready":true,…}` with it and the rows of all tables is written
  ///   first.
  public func run(loadMilliseconds: Double? = nil) throws(QueryError) {
    if let loadMilliseconds { try writeReady(loadMilliseconds) }
    while let line = try input.nextLine() {
      switch line {
      case .tooLong: try write(.failure(id: nil, QueryError(.invalidArgument, "the request is longer than 64 MB")))
      case .text(let bytes):
        if bytes.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0d }) { continue }
        try write(answer(bytes))
      }
    }
  }
}

// MARK: - Answers

extension LineProtocolServer {
  private func answer(_ line: [UInt8]) -> LineProtocolAnswer {
    let request: LineProtocolRequest
    do throws(LineProtocolRequest.Malformed) {
      request = try LineProtocolRequest(parsing: line)
    } catch {
      return .failure(id: error.id, QueryError(.invalidArgument, error.message))
    }
    do throws(QueryError) {
      switch request.mode {
      case .parse: return try parse(request)
      case .analyze: return .schema(id: request.id, try prepare(request).results.first?.columns ?? [])
      case .run:
        let prepared = try prepare(request)
        return .rows(id: request.id, try prepared.collect())
      }
    } catch {
      return .failure(id: request.id, error)
    }
  }

  private func parse(_ request: LineProtocolRequest) throws(QueryError) -> LineProtocolAnswer {
    let tree = SyntaxTree(parsing: request.query)
    if tree.diagnostics.hasErrors { throw QueryError(tree.diagnostics, in: tree.source) }
    return .schema(id: request.id, [])
  }

  private func prepare(_ request: LineProtocolRequest) throws(QueryError) -> PreparedQuery {
    var options = self.options
    if let now = request.now { options.now = .fixed(now) }
    var tables = session.catalog.withLock { $0 }
    if let path = request.tablesFolder {
      let folder: TableFolder
      if let known = folders[path] {
        folder = known
      } else {
        folder = try TableFolder(path: path)
        folders[path] = folder
      }
      for (name, table) in folder.tables { tables.register(table, as: name) }
    }
    for (name, text) in request.schemas {
      guard let schema = Schema(text: text) else {
        throw QueryError(.invalidArgument, "the schema of table '\(name)' is not valid: \(text)")
      }
      tables.register(InMemoryTable(schema: schema, batches: []), as: name)
    }
    return try session.prepare(
      request.query, options: options, catalog: tables, isAnalysisOnly: request.mode == .analyze)
  }

  private func write(_ answer: LineProtocolAnswer) throws(QueryError) {
    var bytes = answer.json
    bytes.append(0x0a)
    try write(bytes)
  }

  private func write(_ bytes: [UInt8]) throws(QueryError) {
    var failure: QueryError?
    bytes.withUnsafeBytes { raw in
      do throws(QueryError) { try output.write(raw) } catch { failure = error }
    }
    if let failure { throw failure }
  }

  private func writeReady(_ loadMilliseconds: Double) throws(QueryError) {
    var bytes = Array("{\"ready\":true,\"loadMs\":\(loadMilliseconds),\"tables\":{".utf8)
    let catalog = session.catalog.withLock { $0 }
    for (index, name) in catalog.names.enumerated() {
      if index > 0 { bytes.append(0x2c) }
      JSONCell.appendString(name, to: &bytes)
      bytes.append(0x3a)
      bytes.append(contentsOf: (catalog[name]?.statistics.rowCount.map { String($0) } ?? "null").utf8)
    }
    bytes.append(contentsOf: "}}\n".utf8)
    try write(bytes)
  }
}

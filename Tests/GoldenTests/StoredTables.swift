import Calypso
import KQLSyntax

/// Queries whose `datatable` literals are tables of a store.
struct StoredTables {
  /// The queries, with names of tables where the literals were; in the order of those given.
  private(set) var queries: [String] = []
  /// Holds the tables that the literals became.
  private let session = Session()

  init(replacingLiteralsOf queries: [String]) {
    for query in queries { self.queries.append(replacingLiterals(in: query)) }
  }

  var count: Int { session.tableNames.count }

  /// Writes the tables into a store.
  func save(into path: String) throws { _ = try session.saveTables(into: path) }

  private func replacingLiterals(in query: String) -> String {
    let text = Array(query.utf8)
    var result: [UInt8] = []
    var position = 0
    for span in Self.literals(in: query) {
      let literal = String(decoding: text[span], as: UTF8.self)
      // Files and stores have JSON in their dynamic values, which knows no times.
      if literal.contains("dynamic("), literal.contains("datetime(") { continue }
      // One that names variables has a meaning in its query alone.
      guard let answer = try? session.query(literal) else { continue }
      let name = "Stored\(session.tableNames.count)"
      guard (try? session.addTable(named: name, columns: answer.columns, rows: answer.rows)) != nil else { continue }
      result += text[position..<span.lowerBound] + Array(name.utf8)
      position = span.upperBound
    }
    return String(decoding: result + text[position...], as: UTF8.self)
  }

  /// `datatable (…) […]`, by the bytes that it takes.
  private static func literals(in query: String) -> [Range<Int>] {
    let tree = SyntaxTree(parsing: query)
    let text = Array(query.utf8)
    func word(_ index: Int) -> String {
      guard tree.tokens.indices.contains(index) else { return "" }
      let span = tree.tokens[index].span
      return String(decoding: text[span.lower..<span.upper], as: UTF8.self)
    }
    /// The token behind the bracket that closes the one at an index.
    func end(_ index: Int, _ open: String, _ close: String) -> Int? {
      guard word(index) == open else { return nil }
      var depth = 0
      for place in index..<tree.tokens.count {
        if word(place) == open { depth += 1 }
        if word(place) == close { depth -= 1 }
        if depth == 0 { return place + 1 }
      }
      return nil
    }
    return tree.tokens.indices.compactMap { index in
      guard word(index) == "datatable", let schema = end(index + 1, "(", ")"), let values = end(schema, "[", "]") else {
        return nil
      }
      return tree.tokens[index].span.lower..<tree.tokens[values - 1].span.upper
    }
  }
}

import ArgumentParser
import Calypso

/// Finds out which argument is the query.
enum QueryText {
  /// With `-f` the first argument is an input too.
  static func resolve(query: String?, file: String?, inputs: inout [String]) throws -> String {
    guard let file else {
      guard let query else { throw ValidationError("a query is missing: give QUERY or -f FILE") }
      return query
    }
    if let query { inputs.insert(query, at: 0) }
    return try TextFile.read(file)
  }
}

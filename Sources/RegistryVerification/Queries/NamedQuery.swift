import Calypso

/// A question that people ask about a registry, as KQL that is ready to run.
///
///     let answer = try session.query(NamedQuery.named("last-pull").text)
public struct NamedQuery: Hashable, Sendable {
  /// Lower-case words with hyphens, without the `@` of the command line.
  public let name: String
  /// What it answers, in one line.
  public let summary: String
  /// The tables that it reads. Queries of both work with one of them.
  public let tables: [RegistryTableName]
  /// The query.
  public let text: String

  init(_ name: String, _ summary: String, reading tables: [RegistryTableName], _ text: String) {
    self.name = name
    self.summary = summary
    self.tables = tables
    self.text = "// \(summary)\n\(text)\n"
  }
}

/// The two kinds of events that a registry logs.
public enum RegistryTableName: String, Hashable, Sendable, CaseIterable {
  case login = "ContainerRegistryLoginEvents"
  case repository = "ContainerRegistryRepositoryEvents"
}

// MARK: - Lookup

extension NamedQuery {
  /// All queries, in the order in which they are best read.
  public static let all = callerQueries + loginQueries + artifactQueries + coverageQueries

  /// The query of a name, with or without `@`, whatever its case.
  ///
  /// - Throws: ``UnknownNamedQuery`` when there is none.
  public static func named(_ name: String) throws(UnknownNamedQuery) -> NamedQuery {
    let wanted = (name.first == "@" ? String(name.dropFirst()) : name).lowercased()
    if let query = all.first(where: { $0.name == wanted }) { return query }
    throw UnknownNamedQuery(name: wanted, suggestion: Suggestion.nearest(to: wanted, among: all.map(\.name)))
  }

  /// The query with more operators after it, such as `| where Repository == 'shop'`.
  public func text(followedBy operators: String) -> String { operators.isEmpty ? text : text + operators }
}

/// Somebody asked for a query that does not exist.
public struct UnknownNamedQuery: Error, Hashable, Sendable {
  public var name: String
  /// The name that was probably meant.
  public var suggestion: String?

  public init(name: String, suggestion: String?) {
    self.name = name
    self.suggestion = suggestion
  }
}

// MARK: - Tables

extension NamedQuery {
  /// The tables of the query that have no row in a session, which makes its answer a partial one, or none.
  public func missingTables(in session: Session) throws(QueryError) -> [RegistryTableName] {
    var missing: [RegistryTableName] = []
    for table in tables where try !session.holdsRows(ofTable: table.rawValue) { missing.append(table) }
    return missing
  }
}

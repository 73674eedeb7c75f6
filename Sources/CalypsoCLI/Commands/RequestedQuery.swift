import ArgumentParser
import Calypso
import Glibc
import RegistryVerification

/// The query that the arguments of a command ask for.
struct RequestedQuery {
  var text: String
  /// The query that ships with the program, when it is one.
  var named: NamedQuery?
}

extension RequestedQuery {
  /// Finds out which argument is the query.
  ///
  /// - Parameters:
  ///   - query: KQL, or `@NAME` of a query that ships with the program, with more operators after it or not.
  ///   - file: A file that holds the query; the first argument is an input too then.
  static func resolve(query: String?, file: String?, inputs: inout [String]) throws -> RequestedQuery {
    if let file {
      if let query { inputs.insert(query, at: 0) }
      return RequestedQuery(text: try TextFile.read(file))
    }
    guard let query else { throw ValidationError("a query is missing: give QUERY or -f FILE") }
    let trimmed = query.drop { $0.isWhitespace }
    return trimmed.first == "@" ? try resolve(named: trimmed.dropFirst()) : RequestedQuery(text: query)
  }

  private static func resolve(named text: Substring) throws -> RequestedQuery {
    let name = text.prefix { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" }
    let operators = text.dropFirst(name.count).drop { $0.isWhitespace }
    guard operators.isEmpty || operators.first == "|" else {
      throw ValidationError("after '@\(name)' more operators may follow, and the first begins with '|'")
    }
    if name.isEmpty { throw NamedQueryList() }
    do {
      let query = try NamedQuery.named(String(name))
      return RequestedQuery(text: query.text(followedBy: String(operators)), named: query)
    } catch {
      let hint = error.suggestion.map { "; did you mean '@\($0)'?" } ?? ""
      Console.standardError.report(QueryError(.invalidQuery, "there is no query '@\(error.name)'\(hint)"))
      Console.standardError.say("these ship with the program:\n\n\(NamedQueryList().description)")
      throw CommandFailure(exitCode: .queryIsWrong)
    }
  }
}

// MARK: - Showing

extension RequestedQuery {
  func show() throws {
    try FileOutput(descriptor: STDOUT_FILENO).write(text.hasSuffix("\n") ? text : text + "\n")
  }
}

extension NamedQuery {
  /// - Throws: ``QueryError`` when the inputs hold none of the query's tables.
  func requireTables(in session: Session) throws {
    let names = session.tableNames
    if tables.contains(where: { names.contains($0.rawValue) }) { return }
    let wanted = tables.map(\.rawValue).joined(separator: " and ")
    let found =
      names.isEmpty
      ? "the inputs hold no table" : "the inputs hold \(names.joined(separator: ", ")); give NAME=PATH to name a table"
    throw QueryError(.badInput, "@\(name) reads \(wanted), but \(found)")
  }

  /// Says which of the query's tables are not in the inputs.
  ///
  /// - Throws: ``QueryError`` when none of them is, so that an empty answer says nothing.
  func reportMissingTables(in session: Session, on console: Console) throws {
    let missing = try missingTables(in: session)
    if missing.isEmpty { return }
    let names = missing.map(\.rawValue).joined(separator: " or ")
    guard missing.count < tables.count else {
      throw QueryError(.badInput, "the inputs hold no records of \(names), which @\(name) reads")
    }
    console.say("note: the inputs hold no records of \(names); the answer is without them")
  }
}

// MARK: - Listing

/// The queries that ship with the program; thrown when somebody asks for them instead of for an answer.
struct NamedQueryList: Error, CustomStringConvertible {
  private static let width = 80
  private static let indent = 24

  /// One query a paragraph, for a terminal of 80 columns.
  var description: String {
    NamedQuery.all.map { query in
      let name = "  @\(query.name)"
      let margin = String(repeating: " ", count: Self.indent)
      return name + margin.dropFirst(name.count) + Self.lines(of: query.summary).joined(separator: "\n\(margin)")
    }.joined(separator: "\n")
  }

  private static func lines(of text: String) -> [String] {
    var lines: [String] = []
    for word in text.split(separator: " ") {
      if let last = lines.last, last.count + 1 + word.count <= width - indent {
        lines[lines.count - 1] = "\(last) \(word)"
      } else {
        lines.append(String(word))
      }
    }
    return lines
  }
}

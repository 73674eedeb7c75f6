import KQLBinder
import KQLFunctions
import KQLTypes

/// What Calypso does with every name that Kusto documents.
enum LanguageCoverage {
  enum Status: Hashable {
    case full
    case refused(because: String)
  }

  struct Entry {
    var name: String
    var status: Status
  }

  static let registry = FunctionRegistry.standard

  /// Names that are neither hidden nor obsolete, in the order of the alphabet.
  private static func names(of surface: FunctionSurface) -> [FunctionSurface.Entry] {
    Set(surface.names).compactMap { surface[$0] }.filter { !$0.isHidden && !$0.isObsolete }.sorted { $0.name < $1.name }
  }

  static var scalars: [Entry] {
    names(of: .scalars).map { entry in
      if Binder.namesBoundSpecially.contains(entry.name) || registry.window(entry.name) != nil {
        return Entry(name: entry.name, status: .full)
      }
      guard let function = registry.scalar(entry.name) else {
        return Entry(name: entry.name, status: .refused(because: Self.entityReason(entry.name)))
      }
      return Entry(name: entry.name, status: function.refusal.map { .refused(because: $0) } ?? .full)
    }
  }

  static var aggregates: [Entry] {
    names(of: .aggregates).map { entry in
      let isMissing = registry.aggregate(entry.name) == nil
      return Entry(name: entry.name, status: isMissing ? .refused(because: "it is not implemented") : .full)
    }
  }

  static var plugins: [Entry] {
    names(of: .plugins).map { entry in
      let reason = Plugins.refusal(of: entry.name) ?? "it is not implemented"
      return Entry(name: entry.name, status: registry.table(entry.name) == nil ? .refused(because: reason) : .full)
    }
  }

  private static func entityReason(_ name: String) -> String {
    if name == "labels" { return "nodes and edges of exported logs have no labels" }
    let entities: Set = [
      "cluster", "database", "external_table", "materialized_view", "entity_group", "stored_query_result", "graph",
    ]
    return entities.contains(name) ? "it names something in a cluster" : "it is not implemented"
  }

  /// The page of the documentation.
  static var page: String {
    func section(_ title: String, _ entries: [Entry]) -> String {
      let full = entries.filter { $0.status == .full }
      let refused = entries.compactMap { entry -> String? in
        guard case .refused(let reason) = entry.status else { return nil }
        return "- `\(entry.name)`: \(reason)"
      }
      var text = "## \(title)\n\n\(full.count) of \(entries.count) run: "
      text += full.map { "`\($0.name)`" }.joined(separator: ", ") + ".\n"
      if !refused.isEmpty { text += "\nRefused by name:\n\n" + refused.joined(separator: "\n") + "\n" }
      return text
    }
    return """
      # What runs of KQL

      Every function, aggregate and plugin that Kusto documents as current, and what Calypso does with it. A test holds this
      page to the engine.

      \(section("Scalar functions", scalars))
      \(section("Aggregates", aggregates))
      \(section("Plugins of evaluate", plugins))
      """
  }
}

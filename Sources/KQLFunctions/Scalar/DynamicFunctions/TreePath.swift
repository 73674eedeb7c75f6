import KQLTypes

/// The paths that lead to values inside a dynamic value, as `treepath` writes them.
///
/// All elements of an array share the path `[0]`, so a path appears once however many values it leads to.
enum TreePath {
  /// - Returns: Distinct paths, containers before what they contain.
  static func paths(of value: DynamicValue) -> [String] {
    var walk = Walk()
    walk.visit(value, path: "")
    return walk.paths
  }

  private struct Walk {
    var paths: [String] = []
    var seen: Set<OrdinalString> = []

    mutating func visit(_ value: DynamicValue, path: String) {
      switch value {
      case .bag(let bag):
        for (key, child) in zip(bag.keys, bag.values) { enter(child, path: path + "['" + key + "']") }
      case .array(let elements):
        for element in elements { enter(element, path: path + "[0]") }
      default: break
      }
    }

    private mutating func enter(_ value: DynamicValue, path: String) {
      if seen.insert(OrdinalString(path)).inserted { paths.append(path) }
      visit(value, path: path)
    }
  }
}

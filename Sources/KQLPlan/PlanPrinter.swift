import KQLTypes

/// Prints a plan as an indented tree, the last operator first, for people.
package enum PlanPrinter {
  package static func print(_ plan: any PlanNode) -> String {
    var lines: [String] = []
    append(plan, depth: 0, to: &lines)
    return lines.map { $0 + "\n" }.joined()
  }

  private static func append(_ node: any PlanNode, depth: Int, to lines: inout [String]) {
    let indent = String(repeating: "  ", count: depth)
    let details = node.details
    lines.append(indent + node.name + (details.isEmpty ? "" : " \(details)"))
    lines.append(indent + "  → " + node.columns.map(\.declaration).joined(separator: ", "))
    for input in node.inputs { append(input, depth: depth + 1, to: &lines) }
  }
}

extension PlanColumn {
  /// Name and number, such as `Identity#7`: two columns may have one name, never one number.
  package var text: String { "\(name)#\(id.number)" }

  package var declaration: String { "\(text): \(type.name)" }
}

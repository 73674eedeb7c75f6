/// Where two documents differ.
struct DocumentDifferences {
  /// Each a sentence with the path of a value.
  private(set) var lines: [String] = []
  /// Differences that were found and are not in ``lines``.
  private(set) var leftOutCount = 0
  private let limit: Int

  /// - Parameter limit: Sentences at most.
  init(_ saved: DocumentNode, _ fresh: DocumentNode, limit: Int) {
    self.limit = limit
    compare(saved, fresh, at: "")
  }

  private mutating func compare(_ saved: DocumentNode, _ fresh: DocumentNode, at path: String) {
    switch (saved.content, fresh.content) {
    case (.mapping(let left), .mapping(let right)) where left.map(\.key) == right.map(\.key):
      for (one, other) in zip(left, right) {
        compare(one.value, other.value, at: path.isEmpty ? one.key : "\(path).\(one.key)")
      }
    case (.mapping(let left), .mapping(let right)):
      let unknown = Set(left.map(\.key)).symmetricDifference(right.map(\.key)).sorted()
      let what =
        unknown.isEmpty ? "members in another order or twice" : "other members: \(unknown.joined(separator: ", "))"
      report("\(path.isEmpty ? "the report" : path): \(what)")
    case (.list(let left), .list(let right)):
      if left.count != right.count { report("\(path): \(left.count) in the report, \(right.count) by these inputs") }
      for (index, (one, other)) in zip(left, right).enumerated() { compare(one, other, at: "\(path)[\(index)]") }
    case (let left, let right):
      if left == right { return }
      var texts = (saved.summary, fresh.summary)
      if case .string(let one) = left, case .string(let other) = right { texts = Self.excerpts(one, other) }
      report("\(path): \(texts.0) in the report, \(texts.1) by these inputs")
    }
  }

  private mutating func report(_ line: String) {
    if lines.count < limit { lines.append(line) } else { leftOutCount += 1 }
  }

  /// The places around the first difference of two texts.
  private static func excerpts(_ left: String, _ right: String) -> (String, String) {
    let scalars = (Array(left.unicodeScalars), Array(right.unicodeScalars))
    let common = zip(scalars.0, scalars.1).prefix { $0 == $1 }.count
    func excerpt(_ scalars: [Unicode.Scalar]) -> String {
      let start = common > 30 ? common - 15 : 0
      let shown = scalars[min(start, scalars.count)...].prefix(60)
      let isCut = start + shown.count < scalars.count
      return "'\(start > 0 ? "…" : "")\(String(String.UnicodeScalarView(shown)))\(isCut ? "…" : "")'"
    }
    return (excerpt(scalars.0), excerpt(scalars.1))
  }
}

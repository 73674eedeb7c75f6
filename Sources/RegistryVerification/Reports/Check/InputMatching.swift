/// Which inputs of a report are which files of another run, by their digests: evidence may have moved.
struct InputMatching {
  /// For each input of the report the position of the file among the new ones; `nil` where there is none.
  private(set) var matches: [Int?]
  /// Positions of the files that the report does not know.
  private(set) var unknown: [Int]

  struct Item: Hashable {
    var path: String
    /// `nil` where the input was not digested.
    var sha256: String?
  }

  init(saved: [Item], fresh: [Item]) {
    var matches = [Int?](repeating: nil, count: saved.count)
    var positions: [Item: [Int]] = [:]
    for (index, item) in fresh.enumerated() { positions[item, default: []].append(index) }
    var taken = Set<Int>()
    for (index, item) in saved.enumerated() where positions[item]?.isEmpty == false {
      let position = positions[item]!.removeFirst()
      matches[index] = position
      taken.insert(position)
    }
    // What is left lies elsewhere: the same bytes count, in order.
    var byDigest: [String: [Int]] = [:]
    for (index, item) in fresh.enumerated() where !taken.contains(index) {
      if let digest = item.sha256 { byDigest[digest, default: []].append(index) }
    }
    for (index, item) in saved.enumerated() where matches[index] == nil {
      guard let digest = item.sha256, byDigest[digest]?.isEmpty == false else { continue }
      let position = byDigest[digest]!.removeFirst()
      matches[index] = position
      taken.insert(position)
    }
    self.matches = matches
    unknown = fresh.indices.filter { !taken.contains($0) }
  }
}

extension InputMatching {
  /// What became of the inputs, a sentence for each that is missing, new or changed.
  func differences(saved: [Item], fresh: [Item]) -> [String] {
    var freshByPath: [String: Int] = [:]
    for index in unknown { freshByPath[fresh[index].path] = index }
    var changed = Set<Int>()
    var lines: [String] = []
    for (index, item) in saved.enumerated() where matches[index] == nil {
      if let other = freshByPath[item.path] {
        changed.insert(other)
        lines.append(
          "input '\(item.path)' has changed: SHA-256 \(item.sha256 ?? "unknown") in the report, "
            + "\(fresh[other].sha256 ?? "unknown") now")
      } else {
        lines.append("input '\(item.path)' is missing: no file has SHA-256 \(item.sha256 ?? "unknown")")
      }
    }
    lines += unknown.filter { !changed.contains($0) }.map { index in
      "'\(fresh[index].path)' is no input of the report: SHA-256 \(fresh[index].sha256 ?? "unknown")"
    }
    return lines
  }
}

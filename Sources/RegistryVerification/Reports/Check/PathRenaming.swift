/// New paths of files that have moved, turned back into the ones that a report has.
struct PathRenaming {
  /// Old paths by new ones.
  private var paths: [String: String] = [:]
  /// A folder that moved as a whole; files that are no inputs moved with it.
  private var folder: (new: String, old: String)?

  init(_ pairs: [(new: String, old: String)]) {
    for pair in pairs where pair.new != pair.old { paths[pair.new] = pair.old }
    guard let first = pairs.first(where: { $0.new != $0.old }) else { return }
    let folder = Self.foldersWithoutCommonEnd(first.new, first.old)
    let isOfAll = pairs.allSatisfy { pair in
      pair.new.hasPrefix(folder.new) && folder.old + pair.new.dropFirst(folder.new.count) == pair.old
    }
    if isOfAll, !folder.new.isEmpty { self.folder = folder }
  }

  /// `a/x/y`, `b/c/x/y` → `a/`, `b/c/`
  private static func foldersWithoutCommonEnd(_ new: String, _ old: String) -> (new: String, old: String) {
    var new = new.split(separator: "/", omittingEmptySubsequences: false)
    var old = old.split(separator: "/", omittingEmptySubsequences: false)
    while new.count > 1, let last = old.last, last == new.last {
      new.removeLast()
      old.removeLast()
    }
    func text(_ parts: [Substring]) -> String { parts.map { $0 + "/" }.joined() }
    return (text(new), text(old))
  }
}

extension PathRenaming {
  var isEmpty: Bool { paths.isEmpty }

  func path(_ path: String) -> String {
    if let known = paths[path] { return known }
    if let folder, path.hasPrefix(folder.new) { return folder.old + path.dropFirst(folder.new.count) }
    return path
  }

  /// A sentence in which paths stand in quotes or alone.
  func sentence(_ text: String) -> String {
    if isEmpty { return text }
    if paths[text] != nil { return path(text) }
    let parts = text.split(separator: "'", omittingEmptySubsequences: false)
    return parts.map { path(String($0)) }.joined(separator: "'")
  }

  /// The report as it would be if the files had not moved.
  ///
  /// - Parameter order: The old paths of inputs in the order that the report is to have.
  func applied(to report: VerificationReport, order: [String]) -> VerificationReport {
    if isEmpty { return report }
    var report = report
    for index in report.reasons.indices {
      report.reasons[index].text = sentence(report.reasons[index].text)
      for detail in report.reasons[index].details.indices {
        report.reasons[index].details[detail].value = path(report.reasons[index].details[detail].value)
      }
    }
    for index in report.inputs.inputs.indices {
      report.inputs.inputs[index].path = path(report.inputs.inputs[index].path)
      report.inputs.inputs[index].problems = report.inputs.inputs[index].problems.map(sentence)
    }
    for index in report.inputs.stores.indices {
      report.inputs.stores[index].path = path(report.inputs.stores[index].path)
    }
    for index in report.inputs.skipped.indices {
      report.inputs.skipped[index].path = path(report.inputs.skipped[index].path)
    }
    for index in report.coverage.indices {
      report.coverage[index].missingBlobs = report.coverage[index].missingBlobs.map(path)
    }
    let ranks = Dictionary(order.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    let ranked = report.inputs.inputs.enumerated().map { (rank: ranks[$1.path] ?? .max, index: $0, input: $1) }
    report.inputs.inputs = ranked.sorted { ($0.rank, $0.index) < ($1.rank, $1.index) }.map(\.input)
    return report
  }
}

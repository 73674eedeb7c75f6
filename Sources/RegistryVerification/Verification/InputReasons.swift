import Calypso

/// What the account of the inputs says about the verdict.
struct InputReasons {
  let account: InputAccount
  /// Records of the registry tables without a time.
  let timelessCount: Int

  /// Files that are named in a reason; all are counted.
  private static let shownCount = 5

  var reasons: [Reason] {
    [malformed, timeless, empty, duplicates].compactMap { $0 } + incomplete + notRead
  }
}

// MARK: - Losses

extension InputReasons {
  private var files: [InputAccount.File] { account.files.filter { $0.reading != .pruned } }

  private var malformed: Reason? {
    let bad = files.filter { $0.malformedCount > ($0.isCutOff ? 1 : 0) }
    guard let first = bad.first else { return nil }
    let count = bad.reduce(0) { $0 + $1.malformedCount - ($1.isCutOff ? 1 : 0) }
    let place =
      first.malformed.first.map { ", the first in \(first.path):\($0.line): \($0.reason)" } ?? " in \(first.path)"
    return Reason(
      .malformedRecords, .inconclusive, "\(Count.text(count, "malformed record")) could not be read\(place)",
      details: Self.paths(bad) + [Reason.Detail("count", String(count))])
  }

  private var timeless: Reason? {
    guard timelessCount > 0 else { return nil }
    return Reason(
      .timelessRecords, .inconclusive,
      "\(Count.text(timelessCount, "record")) without a time could not be placed in the window",
      details: [Reason.Detail("count", String(timelessCount))])
  }

  private var incomplete: [Reason] {
    files.flatMap { file in
      file.losses.map { loss in
        Reason(
          .inputIncomplete, .inconclusive, "\(file.path) is not complete: \(loss)",
          details: [Reason.Detail("path", file.path)])
      }
    }
  }

  private var empty: Reason? {
    let empty = files.filter { $0.recordCount == 0 && $0.reading == .complete && $0.losses.isEmpty }
    guard let first = empty.first else { return nil }
    let rest =
      empty.count > 1 ? " and \(Count.text(empty.count - 1, "more file")) hold no records" : " holds no records"
    return Reason(.inputEmpty, .inconclusive, "\(first.path)\(rest)", details: Self.paths(empty))
  }

  private var notRead: [Reason] {
    let (missed, others) = (account.skipped.filter(\.mayHoldRecords), account.skipped.filter { !$0.mayHoldRecords })
    return [(missed, Reason.Severity.inconclusive), (others, .note)].compactMap { files, severity in
      guard let first = files.first else { return nil }
      let rest = files.count > 1 ? ", and \(Count.text(files.count - 1, "more file")) in the same way" : ""
      return Reason(
        .inputNotRead, severity, "\(first.path) was not read: \(first.reason)\(rest)",
        details: files.prefix(Self.shownCount).map { Reason.Detail("path", $0.path) }
          + [Reason.Detail("count", String(files.count))])
    }
  }

  private var duplicates: Reason? {
    let count = account.duplicateCount
    guard count > 0 else { return nil }
    return Reason(
      .duplicateRecords, .note, "\(Count.text(count, "duplicate record")) \(count == 1 ? "was" : "were") counted once",
      details: [Reason.Detail("count", String(count))])
  }

  private static func paths(_ files: [InputAccount.File]) -> [Reason.Detail] {
    files.prefix(shownCount).map { Reason.Detail("path", $0.path) }
  }
}

/// Numbers of things in sentences.
enum Count {
  static func text(_ count: Int, _ noun: String) -> String { count == 1 ? "1 \(noun)" : "\(count) \(noun)s" }
}

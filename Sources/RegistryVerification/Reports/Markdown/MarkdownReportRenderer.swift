import Calypso

/// The report in GitHub-flavoured Markdown, in which no text from a log can be markup.
struct MarkdownReportRenderer: ReportRenderer {
  func render(_ edition: ReportEdition, options: ReportOptions) -> String {
    var page = MarkdownReportPage(edition: edition)
    page.write()
    return page.text
  }
}

/// A Markdown document in the making.
struct MarkdownReportPage {
  let edition: ReportEdition
  private(set) var text = ""

  init(edition: ReportEdition) { self.edition = edition }

  private var report: VerificationReport { edition.report }

  private static let code = MarkdownText.code
  private static let prose = MarkdownText.prose

  mutating func write() {
    writeVerdict()
    writeReasons()
    writeCallers()
    writeTimelines()
    writeFailedLogins()
    writeCoverage()
    writeNamedPolicies()
    writeInputs()
    writePolicy()
    writeQueries()
    text +=
      "\n---\n\nWritten by calypso \(report.toolVersion). SHA-256 of the JSON report: \(Self.code(edition.digest))\n"
  }
}

// MARK: - Pieces

extension MarkdownReportPage {
  private mutating func heading(_ title: String, level: Int = 2) {
    text += "\n\(String(repeating: "#", count: level)) \(title)\n\n"
  }

  private mutating func table(_ columns: [(title: String, isNumber: Bool)], _ rows: [[String]]) {
    text += "|" + columns.map { " \($0.title) |" }.joined() + "\n"
    text += "|" + columns.map { $0.isNumber ? " ---: |" : " --- |" }.joined() + "\n"
    for row in rows { text += "|" + row.map { " \($0) |" }.joined() + "\n" }
  }

  private mutating func list(_ lines: [String]) {
    for line in lines { text += "- \(line)\n" }
  }

  private static func seen(_ first: Timestamp?, _ last: Timestamp?) -> String {
    guard let first, let last else { return "–" }
    return "\(ReportTime.short(first)) to \(ReportTime.short(last))"
  }
}

// MARK: - Sections

extension MarkdownReportPage {
  private mutating func writeVerdict() {
    let window = report.window
    let length = ReportTime.length(TimeInterval(ticks: window.to.ticks &- window.from.ticks))
    text += "# \(report.verdict.rawValue)\n\n\(ReportWording.headline(report))\n\n"
    list([
      "Registry: " + report.policy.policy.registries.map(Self.code).joined(separator: ", "),
      "Window: from \(ReportTime.exact(window.from)) until before \(ReportTime.exact(window.to)) (\(length))",
      "Now: \(ReportTime.exact(report.now))" + (report.nowIsLatest ? ", the newest time of the inputs" : ""),
    ])
  }

  private mutating func writeReasons() {
    heading("Reasons")
    if report.reasons.isEmpty { text += "None.\n" }
    list(report.reasons.map { "**\($0.severity.rawValue)** \(Self.code($0.code.rawValue)): \(Self.prose($0.text))" })
  }

  private mutating func writeCallers() {
    heading("Callers")
    if report.callers.isEmpty {
      text += "No record of the claimed registries is in the window.\n"
    } else {
      table(
        [
          ("Class", false), ("Address", false), ("Identity", false), ("User agent", false), ("Outcomes", false),
          ("Succeeded", true), ("Refused", true), ("Seen", false), ("Repositories", false), ("Why", false),
        ],
        report.callers.map { caller in
          [
            caller.callerClass.rawValue, Self.code(caller.address), Self.code(caller.identity),
            Self.code(caller.userAgent),
            Self.code(ReportWording.outcomes(of: caller)), GroupedNumber.text(caller.succeeded),
            GroupedNumber.text(caller.refused), Self.seen(caller.firstSeen, caller.lastSeen),
            Self.code(ReportWording.repositories(caller).joined(separator: ", ")),
            Self.prose((caller.caller.map { $0 + ": " } ?? "") + caller.why),
          ]
        })
    }
  }

  private mutating func writeTimelines() {
    for timeline in report.timelines {
      heading("What an unexpected caller did")
      list([
        "Address: \(Self.code(timeline.address))", "Identity: \(Self.code(timeline.identity))",
        "User agent: \(Self.code(timeline.userAgent))",
      ])
      for record in timeline.records {
        text += "\n\(ReportTime.exact(record.time)), \(Self.code(record.table)):\n\n"
        text += MarkdownText.block(JSONReport.fields(of: record).compact, language: "json")
      }
      if timeline.leftOutCount > 0 {
        text += "\nAnd \(GroupedNumber.text(timeline.leftOutCount, "more record")).\n"
      }
    }
    if report.timelinesLeftOut > 0 {
      text += "\nNot shown: what \(GroupedNumber.text(report.timelinesLeftOut, "more unexpected caller")) did.\n"
    }
  }

  private mutating func writeFailedLogins() {
    heading("Failed logins")
    let logins = report.failedLogins
    if logins.count == 0 {
      text += "None.\n"
      return
    }
    table(
      [
        ("Address", false), ("Identity", false), ("User agent", false), ("Status", false), ("Count", true),
        ("Seen", false),
      ],
      logins.rows.map { row in
        [row.address, row.identity, row.userAgent, row.status].map(Self.code)
          + [GroupedNumber.text(row.count), Self.seen(row.firstSeen, row.lastSeen)]
      })
    let left = logins.count &- logins.rows.reduce(0) { $0 &+ $1.count }
    if left > 0 { text += "\nAnd \(GroupedNumber.text(left)) more.\n" }
  }

  private mutating func writeCoverage() {
    heading("Coverage")
    table(
      [("Registry", false), ("Table", false), ("Records", true), ("Covered", false), ("Without records", false)],
      report.coverage.map { coverage in
        let gaps =
          coverage.gaps.isEmpty
          ? coverage.longestGap.map { "at most " + ReportWording.gap($0) } ?? "–"
          : coverage.gaps.map { "longer than allowed: " + ReportWording.gap($0) }.joined(separator: "; ")
        return [
          Self.code(coverage.registry), Self.code(coverage.table), GroupedNumber.text(coverage.recordCount),
          ReportWording.coverage(coverage), gaps,
        ]
      })
    let missing = report.coverage.flatMap(\.missingBlobs)
    if !missing.isEmpty {
      text += "\nTimes for which there is no blob between others:\n\n"
      list(missing.map { Self.code(ReportWording.missingBlobs($0)) })
    }
  }

  private mutating func writeNamedPolicies() {
    if report.namedPolicies.isEmpty { return }
    heading("Policies of Azure")
    list(
      report.namedPolicies.map {
        "\(Self.prose($0.displayName)): \(ReportWording.outcome($0.outcome)); \(Self.prose($0.text))"
      })
  }

  private mutating func writeInputs() {
    heading("Inputs")
    table(
      [
        ("Path", false), ("Format", false), ("Bytes", true), ("SHA-256", false), ("Records", true), ("Kept", true),
        ("Malformed", true), ("Duplicate", true), ("Times", false), ("Notes", false),
      ],
      report.inputs.inputs.map { input in
        [
          Self.code(input.path), Self.prose(input.format), input.byteCount.map { GroupedNumber.text($0) } ?? "–",
          Self.code(input.sha256 ?? ""), GroupedNumber.text(input.recordCount), GroupedNumber.text(input.keptCount),
          GroupedNumber.text(input.malformedCount), GroupedNumber.text(input.duplicateCount),
          Self.seen(input.firstTime, input.lastTime),
          ([ReportWording.kept(of: input)].filter { !$0.isEmpty } + ReportWording.notes(on: input)).map(Self.prose)
            .joined(separator: "; "),
        ]
      })
    let others =
      report.inputs.stores.map { "Store: \(Self.code($0.path)), digest \(Self.code($0.digest))" }
      + report.inputs.skipped.map { "Not read: \(Self.code($0.path)): \(Self.prose($0.reason))" }
      + report.otherRegistries.map {
        "Left out: \(GroupedNumber.text($0.recordCount, "record")) of \(Self.code($0.loginServer))"
      }
    if report.inputs.prunedCount > 0 || !others.isEmpty { text += "\n" }
    list(others)
    if report.inputs.prunedCount > 0 {
      let count = GroupedNumber.text(report.inputs.prunedCount, "file")
      list(["\(count) more not opened: their paths say that they hold other times"])
    }
  }

  private mutating func writePolicy() {
    heading("Policy")
    list(
      (report.policy.path.map { ["File: \(Self.code($0))"] } ?? []) + ["SHA-256: \(Self.code(report.policy.sha256))"]
        + report.policy.descriptions.map {
          "Completed by \(Self.code($0.path)), SHA-256 \(Self.code($0.sha256))"
        }
        + report.learnedIdentities.map {
          "Learned: \(Self.prose($0.caller)) has identity \(Self.code($0.identity)), from "
            + GroupedNumber.text($0.pullCount, "pull")
        })
    text += "\n" + MarkdownText.block(report.policy.text, language: "yaml")
  }

  private mutating func writeQueries() {
    if report.queries.isEmpty { return }
    heading("Queries")
    text += "Each gives figures of this report again, with `calypso query` over the same inputs.\n"
    for query in report.queries {
      heading(Self.prose(query.title), level: 3)
      text += MarkdownText.block(query.text, language: "kusto")
    }
  }
}

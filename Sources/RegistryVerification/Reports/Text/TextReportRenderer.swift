import Calypso

/// The report for a terminal: the verdict first, no line wider than asked, no control character from a log.
struct TextReportRenderer: ReportRenderer {
  func render(_ edition: ReportEdition, options: ReportOptions) -> String {
    var page = TextReportPage(edition: edition, options: options)
    page.write()
    return page.text
  }
}

/// A text in the making; its sections are in extensions.
struct TextReportPage {
  let edition: ReportEdition
  let options: ReportOptions
  private(set) var text = ""

  init(edition: ReportEdition, options: ReportOptions) {
    self.edition = edition
    self.options = options
  }

  var report: VerificationReport { edition.report }

  mutating func write() {
    writeVerdict()
    writeReasons()
    writeCallers()
    writeTimelines()
    writeFailedLogins()
    writeCoverage()
    writeNamedPolicies()
    writeInputs()
    writeQueries()
    writeOrigin()
  }
}

// MARK: - Lines

extension TextReportPage {
  enum Style: String {
    case good = "1;32"
    case bad = "1;31"
    case open = "1;33"
    case quiet = "2"
    case title = "1"
  }

  /// The longest piece of text from a log that is shown whole; the JSON report holds longer ones.
  static let longestText = 400
  /// The same for a record.
  static let longestRecord = 4_000

  mutating func line(_ content: String = "") { text += content + "\n" }

  mutating func title(_ content: String) { text += "\n" + styled(content, .title) + "\n" }

  /// Adds text that may come from logs, in lines that begin at a column.
  ///
  /// - Parameters:
  ///   - first: What stands before the first line, `indentation` columns wide.
  ///   - limit: Characters that are shown at most.
  mutating func paragraph(
    _ content: String, indentation: Int, first: String? = nil, limit: Int = TextReportPage.longestText
  ) {
    let lines = WrappedText.lines(WrappedText.shortened(content, to: limit), width: options.width - indentation)
    let margin = String(repeating: " ", count: indentation)
    for (index, content) in lines.enumerated() {
      line((index == 0 ? first ?? margin : margin) + content)
    }
  }

  func styled(_ content: String, _ style: Style) -> String {
    options.usesColor ? "\u{1b}[\(style.rawValue)m\(content)\u{1b}[0m" : content
  }

  /// A word of our own in a column, styled without the spaces behind it.
  func cell(_ word: String, width: Int, _ style: Style) -> String {
    styled(word, style) + String(repeating: " ", count: max(width - word.count, 0))
  }

  static func style(_ verdict: Verdict) -> Style {
    switch verdict {
    case .pass: .good
    case .fail: .bad
    case .inconclusive: .open
    }
  }

  static func style(_ severity: Reason.Severity) -> Style {
    switch severity {
    case .fail: .bad
    case .inconclusive: .open
    case .note: .quiet
    }
  }

  static func style(_ callerClass: CallerClass) -> Style {
    switch callerClass {
    case .unexpected: .bad
    case .firewall: .open
    case .expected: .good
    case .refused: .quiet
    }
  }
}

// MARK: - Verdict, origin

extension TextReportPage {
  private mutating func writeVerdict() {
    let window = report.window
    let length = ReportTime.length(TimeInterval(ticks: window.to.ticks &- window.from.ticks))
    let verdict = report.verdict.rawValue
    paragraph(
      ReportWording.headline(report), indentation: verdict.count + 2,
      first: styled(verdict, Self.style(report.verdict)) + "  ")
    line()
    fact("Registry", report.policy.policy.registries.joined(separator: ", "))
    fact("Window", "\(ReportTime.exact(window.from)) until before \(ReportTime.exact(window.to)) (\(length))")
    fact("Now", ReportTime.exact(report.now) + (report.nowIsLatest ? ", the newest time of the inputs" : ""))
    fact("Policy", (report.policy.path.map { $0 + ", " } ?? "") + "SHA-256 " + report.policy.sha256)
    for description in report.policy.descriptions {
      fact("with", "\(description.path), SHA-256 \(description.sha256)")
    }
  }

  mutating func fact(_ name: String, _ content: String) {
    paragraph(content, indentation: 12, first: "  " + WrappedText.padded(name, to: 10))
  }

  private mutating func writeReasons() {
    title("REASONS")
    if report.reasons.isEmpty { line("  none") }
    for reason in report.reasons {
      let severity = cell(reason.severity.rawValue, width: 14, Self.style(reason.severity))
      line("  \(severity)\(reason.code.rawValue)")
      paragraph(reason.text, indentation: 16)
    }
  }

  private mutating func writeQueries() {
    if report.queries.isEmpty { return }
    title("THESE FIGURES AGAIN, with calypso query")
    for query in report.queries {
      paragraph(query.title, indentation: 2)
      // Queries are to be copied: lines stay as they are, and only what could steer a terminal is made visible.
      for row in SafeText.escaped(query.text, keepingLineBreaks: true).split(separator: "\n") { line("    \(row)") }
    }
  }

  private mutating func writeOrigin() {
    line()
    paragraph("calypso \(report.toolVersion); SHA-256 of the JSON report \(edition.digest)", indentation: 0)
  }
}

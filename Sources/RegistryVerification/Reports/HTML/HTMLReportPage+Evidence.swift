import Calypso

extension HTMLReportPage {
  func writeTimelines(to html: inout MarkupBuilder) {
    if report.timelines.isEmpty, report.timelinesLeftOut == 0 {
      return writeNote("There was no unexpected caller.", to: &html)
    }
    for timeline in report.timelines { writeTimeline(timeline, to: &html) }
    if report.timelinesLeftOut > 0 {
      writeNote("Not shown: what \(GroupedNumber.text(report.timelinesLeftOut, "more caller")) did.", to: &html)
    }
    writeQueryLink("timelines", to: &html)
  }

  private func writeTimeline(_ timeline: CallerTimeline, to html: inout MarkupBuilder) {
    html.element("h3") { html in
      Self.logText(timeline.address, to: &html)
      html.add(" ")
      Self.logText(timeline.identity, to: &html)
      html.add(" ")
      Self.logText(timeline.userAgent, to: &html)
    }
    html.element("table") { html in
      let count = timeline.records.count &+ timeline.leftOutCount
      let leftOut =
        timeline.leftOutCount > 0 ? ", of which \(GroupedNumber.text(timeline.leftOutCount)) are left out here" : ""
      Self.tableHead(
        "\(GroupedNumber.text(count, "record"))\(leftOut), oldest first, each with all of its columns",
        [("Time", "w5"), ("Operation", "w1"), ("Status", "w3"), ("Repository and tag", ""), ("Table", "")], to: &html)
      for record in timeline.records { Self.writeRecord(record, to: &html) }
    }
    html.newLine()
  }

  private static func writeRecord(_ record: EvidenceRecord, to html: inout MarkupBuilder) {
    func value(_ name: String) -> String { record.fields.first { $0.name == name }?.value ?? "" }
    html.element("tbody", ["class": "group"]) { html in
      html.element("tr") { html in
        html.element("th", ["scope": "row", "data-label": "Time"]) { html in
          html.element("time", ["datetime": record.time.description], text: ReportTime.exact(record.time))
        }
        cell("Operation", to: &html) { shortText(value("OperationName"), to: &$0) }
        cell("Status", to: &html) { shortText(value("ResultDescription"), to: &$0) }
        let artifact = [value("Repository"), value("Tag")].filter { !$0.isEmpty }.joined(separator: ":")
        cell("Repository", to: &html) { shortText(artifact, to: &$0) }
        cell("Table", to: &html) { logText(record.table, to: &$0) }
      }
      html.element("tr") { html in
        html.element("td", ["colspan": "5"]) { html in
          html.element("pre", ["tabindex": "0"], text: JSONReport.fields(of: record).compact)
        }
      }
    }
    html.newLine()
  }

  func writeFailedLogins(to html: inout MarkupBuilder) {
    let logins = report.failedLogins
    if logins.count == 0 { return writeNote("No login failed in the window.", to: &html) }
    html.element("table") { html in
      Self.tableHead(
        GroupedNumber.text(logins.count, "login") + " that did not succeed, the most frequent first",
        [
          ("Address", "w2"), ("Identity", ""), ("User agent", ""), ("Status", "w1"), ("Count", "n w3"),
          ("First and last seen", "w4"),
        ], to: &html)
      html.element("tbody") { html in
        for row in logins.rows {
          html.element("tr") { html in
            html.element("th", ["scope": "row", "data-label": "Address"]) { Self.shortText(row.address, to: &$0) }
            Self.cell("Identity", to: &html) { Self.shortText(row.identity, to: &$0) }
            Self.cell("User agent", to: &html) { Self.shortText(row.userAgent, to: &$0) }
            Self.cell("Status", to: &html) { Self.shortText(row.status, to: &$0) }
            Self.number("Count", row.count, to: &html)
            Self.times("Seen", row.firstSeen, row.lastSeen, to: &html)
          }
          html.newLine()
        }
      }
    }
    html.newLine()
    let shown = logins.rows.reduce(0) { $0 &+ $1.count }
    if shown < logins.count {
      writeNote("Not listed: \(GroupedNumber.text(logins.count &- shown, "login")).", to: &html)
    }
    writeQueryLink("failed-logins", to: &html)
  }

  func writeNamedPolicies(to html: inout MarkupBuilder) {
    if report.namedPolicies.isEmpty { return writeNote("The logs were not asked about any.", to: &html) }
    html.element("table") { html in
      Self.tableHead(
        "What the logs say about settings, which events can refute and never prove",
        [("Policy", ""), ("Outcome", "w4"), ("Why", "")], to: &html)
      html.element("tbody") { html in
        for policy in report.namedPolicies {
          html.element("tr") { html in
            html.element("th", ["scope": "row", "data-label": "Policy"]) { html in
              html.add(policy.displayName + " ")
              Self.logText(policy.id, to: &html)
            }
            Self.cell("Outcome", to: &html) { $0.add(ReportWording.outcome(policy.outcome)) }
            Self.cell("Why", to: &html) { Self.proseText(policy.text, to: &$0) }
          }
        }
      }
    }
    html.newLine()
  }

  func writePolicy(to html: inout MarkupBuilder) {
    html.element("p") { html in
      if let path = report.policy.path { Self.logText(path, to: &html) }
      html.add(" SHA-256 ")
      Self.logText(report.policy.sha256, to: &html)
    }
    for description in report.policy.descriptions {
      html.element("p") { html in
        html.add("Completed by ")
        Self.logText(description.path, to: &html)
        html.add(" SHA-256 ")
        Self.logText(description.sha256, to: &html)
      }
    }
    for identity in report.learnedIdentities {
      html.element("p") { html in
        html.add("Learned from \(GroupedNumber.text(identity.pullCount, "pull")) under the user agent of ")
        Self.proseText(identity.caller, to: &html)
        html.add(": identity ")
        Self.logText(identity.identity, to: &html)
      }
    }
    html.element("pre", ["tabindex": "0"]) { $0.addLines(report.policy.text) }
    html.newLine()
  }

  /// The report in JSON, so that the page can be checked without another file.
  func writeJSON(to html: inout MarkupBuilder) {
    html.element("details") { html in
      html.element("summary", text: "In JSON, SHA-256 \(edition.digest)")
      html.newLine()
      html.element("pre", ["id": Self.jsonAnchor, "tabindex": "0"]) { $0.addLines(edition.json) }
    }
    html.newLine()
  }

  static let jsonAnchor = "report-json"

  func writeQueries(to html: inout MarkupBuilder) {
    writeNote("Each runs with calypso query over the same inputs, and in Azure over the tables themselves.", to: &html)
    for (index, query) in report.queries.enumerated() {
      html.element("h3", ["id": "query-\(index + 1)"], text: "\(index + 1). \(query.title)")
      html.element("pre", ["tabindex": "0"]) { $0.addLines(query.text) }
      html.newLine()
    }
  }
}

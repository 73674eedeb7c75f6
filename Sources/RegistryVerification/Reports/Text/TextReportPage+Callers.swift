import Calypso

extension TextReportPage {
  /// Columns of the class, and of each number, in the table of callers.
  private static let classWidth = 12
  private static let numberWidth = 9

  mutating func writeCallers() {
    title("CALLERS")
    if report.callers.isEmpty { return line("  no record of the claimed registries is in the window") }
    for callerClass in CallerClass.allCases {
      let tally = ReportWording.tally(callerClass, in: report)
      guard tally.callers > 0 else { continue }
      let count = GroupedNumber.text(tally.callers, "caller")
      paragraph(
        "\(count), \(ReportWording.meaning(callerClass))", indentation: 2 + Self.classWidth,
        first: "  " + cell(callerClass.rawValue, width: Self.classWidth, Self.style(callerClass)))
    }
    line()
    let addressWidth = options.width - 2 - Self.classWidth - 2 * Self.numberWidth
    line(
      "  " + WrappedText.padded("CLASS", to: Self.classWidth) + WrappedText.padded("ADDRESS", to: addressWidth)
        + WrappedText.padded("SUCCEEDED", to: Self.numberWidth, onTheLeft: true)
        + WrappedText.padded("REFUSED", to: Self.numberWidth, onTheLeft: true))
    for caller in report.callers { writeCaller(caller, addressWidth: addressWidth) }
  }

  private mutating func writeCaller(_ caller: CallerFinding, addressWidth: Int) {
    let address = WrappedText.shortened(caller.address.isEmpty ? "(no address)" : caller.address, to: Self.longestText)
    let indentation = 2 + Self.classWidth
    for (index, part) in WrappedText.lines(address, width: addressWidth - 1).enumerated() {
      if index > 0 {
        line(String(repeating: " ", count: indentation) + part)
        continue
      }
      line(
        "  " + cell(caller.callerClass.rawValue, width: Self.classWidth, Self.style(caller.callerClass))
          + WrappedText.padded(part, to: addressWidth)
          + WrappedText.padded(GroupedNumber.text(caller.succeeded), to: Self.numberWidth, onTheLeft: true)
          + WrappedText.padded(GroupedNumber.text(caller.refused), to: Self.numberWidth, onTheLeft: true))
    }
    var facts = [("identity", caller.identity.isEmpty ? "(none)" : caller.identity)]
    facts.append(("agent", caller.userAgent.isEmpty ? "(none)" : caller.userAgent))
    facts.append(("did", ReportWording.outcomes(of: caller)))
    let repositories = ReportWording.repositories(caller)
    if !repositories.isEmpty { facts.append(("reached", repositories.joined(separator: ", "))) }
    facts.append(("seen", "\(ReportTime.short(caller.firstSeen)) to \(ReportTime.short(caller.lastSeen))"))
    facts.append(("why", (caller.caller.map { $0 + ": " } ?? "") + caller.why))
    for (name, content) in facts {
      paragraph(
        content, indentation: indentation + 10,
        first: String(repeating: " ", count: indentation) + WrappedText.padded(name, to: 10))
    }
  }

  mutating func writeTimelines() {
    for timeline in report.timelines {
      title("WHAT AN UNEXPECTED CALLER DID")
      fact("Address", timeline.address.isEmpty ? "(none)" : timeline.address)
      fact("Identity", timeline.identity.isEmpty ? "(none)" : timeline.identity)
      fact("Agent", timeline.userAgent.isEmpty ? "(none)" : timeline.userAgent)
      for record in timeline.records {
        paragraph("\(ReportTime.exact(record.time))  \(record.table)", indentation: 2)
        paragraph(JSONReport.fields(of: record).compact, indentation: 6, limit: Self.longestRecord)
      }
      if timeline.leftOutCount > 0 {
        line("  and \(GroupedNumber.text(timeline.leftOutCount, "more record"))")
      }
    }
    if report.timelinesLeftOut > 0 {
      line()
      line("Not shown: what \(GroupedNumber.text(report.timelinesLeftOut, "more unexpected caller")) did.")
    }
  }

  mutating func writeFailedLogins() {
    let logins = report.failedLogins
    title("FAILED LOGINS")
    if logins.count == 0 { return line("  none") }
    for row in logins.rows {
      let who = [row.address, row.identity, row.userAgent].map { $0.isEmpty ? "(none)" : $0 }.joined(separator: "  ")
      let status = row.status.isEmpty ? "without status" : "status \(row.status)"
      let count = WrappedText.padded(GroupedNumber.text(row.count), to: 8, onTheLeft: true)
      paragraph(who, indentation: 12, first: "  \(count)  ")
      paragraph(
        "\(status), \(ReportTime.short(row.firstSeen)) to \(ReportTime.short(row.lastSeen))", indentation: 12)
    }
    let left = logins.count &- logins.rows.reduce(0) { $0 &+ $1.count }
    if left > 0 { line("  and \(GroupedNumber.text(left)) more") }
  }
}

import Calypso

extension HTMLReportPage {
  func writeReasons(to html: inout MarkupBuilder) {
    if report.reasons.isEmpty { return writeNote("None: everything was checked and nothing was found.", to: &html) }
    html.element("ul", ["class": "reasons"]) { html in
      for reason in report.reasons {
        html.newLine()
        html.element("li", ["class": "severity-\(reason.severity.rawValue)"]) { html in
          Self.proseText(reason.text, to: &html)
          html.element("span", ["class": "code t"], text: "\(reason.severity.rawValue) · \(reason.code.rawValue)")
        }
      }
      html.newLine()
    }
  }

  func writeCallers(to html: inout MarkupBuilder) {
    if report.callers.isEmpty { return writeNote("No record of the claimed registries is in the window.", to: &html) }
    writeClassChart(to: &html)
    html.element("table") { html in
      Self.tableHead(
        "Everyone who sent a request in the window, by address, identity and user agent",
        [
          ("Class", "w1"), ("Address", "w2"), ("Identity", ""), ("User agent", ""), ("Operations", "w1"),
          ("Succeeded", "n w3"), ("Refused", "n w3"), ("First and last seen", "w4"),
        ], to: &html)
      for caller in report.callers { Self.writeCaller(caller, to: &html) }
    }
    html.newLine()
    writeQueryLink("callers", to: &html)
  }

  private static func writeCaller(_ caller: CallerFinding, to html: inout MarkupBuilder) {
    html.element("tbody", ["class": "group"]) { html in
      html.element("tr") { html in
        cell("Class", to: &html) { html in
          tag(caller.callerClass, to: &html)
          if let name = caller.caller {
            html.add(" ")
            proseText(name, to: &html)
          }
        }
        html.element("th", ["scope": "row", "data-label": "Address"]) { shortText(caller.address, to: &$0) }
        cell("Identity", to: &html) { shortText(caller.identity, to: &$0) }
        cell("User agent", to: &html) { shortText(caller.userAgent, to: &$0) }
        cell("Operations", to: &html) { shortText(caller.operations.joined(separator: ", "), to: &$0) }
        number("Succeeded", caller.succeeded, to: &html)
        number("Refused", caller.refused, to: &html)
        times("Seen", caller.firstSeen, caller.lastSeen, to: &html)
      }
      html.element("tr") { html in
        html.element("td", ["colspan": "8"]) { html in
          html.element("p") { proseText(caller.why, to: &$0) }
          for (name, text) in [
            ("Address", caller.address), ("Identity", caller.identity), ("User agent", caller.userAgent),
          ] where text.count > shortTextLength {
            html.element("p") { html in
              html.add("\(name): ")
              logText(text, to: &html)
            }
          }
          html.element("p") { html in
            html.add("Outcomes: ")
            logText(ReportWording.outcomes(of: caller), to: &html)
            let repositories = ReportWording.repositories(caller)
            if !repositories.isEmpty {
              html.add(" Repositories: ")
              logText(repositories.joined(separator: ", "), to: &html)
            }
          }
        }
      }
    }
    html.newLine()
  }

  private func writeClassChart(to html: inout MarkupBuilder) {
    let tallies = CallerClass.allCases.map { ($0, ReportWording.tally($0, in: report)) }
    let most = tallies.map(\.1.callers).max() ?? 0
    html.element("div", ["class": "bars"]) { html in
      for (callerClass, tally) in tallies {
        html.newLine()
        let name = callerClass.rawValue
        let text =
          GroupedNumber.text(tally.callers, "caller") + ", "
          + GroupedNumber.text(tally.succeeded, "success", "successes")
        html.element("span") { Self.tag(callerClass, to: &$0) }
        html.element(
          "svg",
          [
            "class": name, "viewBox": "0 0 1000 10", "preserveAspectRatio": "none", "role": "img",
            "aria-label": "\(name): \(text)",
          ]
        ) { html in
          let width = most == 0 ? 0 : Int(Double(tally.callers) / Double(most) * 1000)
          html.empty("rect", ["width": "\(tally.callers > 0 ? max(width, 4) : 0)", "height": "10"])
        }
        html.element("span", ["class": "note"], text: "\(text): \(ReportWording.meaning(callerClass))")
      }
      html.newLine()
    }
    html.newLine()
  }
}

import Calypso

/// The report as one page that needs nothing else, runs nothing and loads nothing.
///
/// Charts are SVG in the page. Data is escaped by ``MarkupBuilder``, and a Content-Security-Policy lets the page's own
/// style in and nothing else.
struct HTMLReportRenderer: ReportRenderer {
  func render(_ edition: ReportEdition, options: ReportOptions) -> String {
    var html = MarkupBuilder()
    HTMLReportPage(edition: edition).write(to: &html)
    return html.text
  }
}

/// The page of a report; its sections are in extensions.
struct HTMLReportPage {
  let edition: ReportEdition

  var report: VerificationReport { edition.report }
}

// MARK: - Page

extension HTMLReportPage {
  /// Sections in their order, with the anchor and the title of each.
  private static let sections:
    [(anchor: String, title: String, write: @Sendable (HTMLReportPage, inout MarkupBuilder) -> Void)] = [
      ("reasons", "Reasons", { $0.writeReasons(to: &$1) }),
      ("callers", "Callers", { $0.writeCallers(to: &$1) }),
      ("timelines", "What unexpected callers did", { $0.writeTimelines(to: &$1) }),
      ("failed-logins", "Failed logins", { $0.writeFailedLogins(to: &$1) }),
      ("coverage", "Coverage", { $0.writeCoverage(to: &$1) }),
      ("azure-policies", "Policies of Azure", { $0.writeNamedPolicies(to: &$1) }),
      ("inputs", "Inputs", { $0.writeInputs(to: &$1) }),
      ("policy", "Policy", { $0.writePolicy(to: &$1) }),
      ("queries", "Queries", { $0.writeQueries(to: &$1) }),
      ("json", "The whole report", { $0.writeJSON(to: &$1) }),
    ]

  func write(to html: inout MarkupBuilder) {
    html.markup("<!DOCTYPE html>\n")
    html.element("html", ["lang": "en"]) { html in
      html.newLine()
      html.element("head") { writeHead(&$0) }
      html.newLine()
      html.element("body") { writeBody(&$0) }
      html.newLine()
    }
    html.newLine()
  }

  private func writeHead(_ html: inout MarkupBuilder) {
    html.newLine()
    html.empty("meta", ["charset": "utf-8"])
    html.newLine()
    html.empty("meta", ["http-equiv": "Content-Security-Policy", "content": ReportStylesheet.securityPolicy])
    html.newLine()
    html.empty("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"])
    html.newLine()
    html.empty("meta", ["name": "generator", "content": "calypso \(report.toolVersion)"])
    html.newLine()
    html.empty("meta", ["name": "calypso-report-sha256", "content": edition.digest])
    html.newLine()
    html.element(
      "title", text: "\(report.verdict.rawValue): \(report.policy.policy.registries.joined(separator: ", "))")
    html.newLine()
    html.element("style") { $0.markup(ReportStylesheet.text) }
    html.newLine()
  }

  private func writeBody(_ html: inout MarkupBuilder) {
    html.newLine()
    html.element("header") { html in
      html.element("h1", text: "Verification of who reaches a container registry")
      writeVerdict(&html)
      html.element("nav", ["aria-label": "Sections"]) { html in
        html.element("ul") { html in
          for section in Self.sections {
            html.element("li") { $0.element("a", ["href": "#" + section.anchor], text: section.title) }
          }
        }
      }
    }
    html.newLine()
    html.element("main") { html in
      for section in Self.sections {
        html.newLine()
        html.element("section", ["aria-labelledby": section.anchor]) { html in
          html.element("h2", ["id": section.anchor], text: section.title)
          html.newLine()
          section.write(self, &html)
        }
      }
      html.newLine()
    }
    html.newLine()
    writeFooter(&html)
  }

  private func writeVerdict(_ html: inout MarkupBuilder) {
    let window = report.window
    let length = ReportTime.length(TimeInterval(ticks: window.to.ticks &- window.from.ticks))
    html.element("div", ["class": "verdict \(report.verdict.rawValue)"]) { html in
      html.element("strong", text: report.verdict.rawValue)
      html.element("p", text: ReportWording.headline(report))
      html.element("dl", ["class": "facts"]) { html in
        Self.fact("Registry", to: &html) { html in
          for registry in report.policy.policy.registries { Self.logText(registry, to: &html) }
        }
        Self.fact(
          "Window", "from \(ReportTime.exact(window.from)) until before \(ReportTime.exact(window.to)) (\(length))",
          to: &html)
        Self.fact(
          "Now", ReportTime.exact(report.now) + (report.nowIsLatest ? ", the newest time of the inputs" : ""), to: &html
        )
        Self.fact("Policy", to: &html) { html in
          if let path = report.policy.path { Self.logText(path, to: &html) }
          html.add(" SHA-256 ")
          Self.logText(report.policy.sha256, to: &html)
        }
      }
    }
  }

  private func writeFooter(_ html: inout MarkupBuilder) {
    html.element("footer") { html in
      html.element("p") { html in
        html.add("Written by calypso \(report.toolVersion). SHA-256 of the report in JSON: ")
        Self.logText(edition.digest, to: &html)
        html.add(". Whether this page belongs to its inputs is proven by ")
        html.element("code", text: "calypso verify --check PAGE INPUT…")
      }
    }
    html.newLine()
  }
}

// MARK: - Pieces

extension HTMLReportPage {
  /// Texts longer than this many characters get a box that scrolls.
  private static let longTextLength = 300
  /// Characters of a text that a cell shows.
  static let shortTextLength = 160

  /// Text from logs, files or policies; a dash for an empty one.
  static func logText(_ text: String, to html: inout MarkupBuilder) {
    if text.isEmpty {
      html.element("span", ["class": "note"], text: "–")
    } else if text.utf8.count > longTextLength {
      html.element("span", ["class": "t long", "tabindex": "0"], text: text)
    } else {
      html.element("span", ["class": "t"], text: text)
    }
  }

  /// The beginning of a text from logs, for a narrow cell; who uses it shows the whole elsewhere.
  static func shortText(_ text: String, to html: inout MarkupBuilder) {
    logText(WrappedText.shortened(text, to: shortTextLength), to: &html)
  }

  /// Sentences that may quote text from logs.
  static func proseText(_ text: String, to html: inout MarkupBuilder) {
    if text.utf8.count > 2 * longTextLength {
      html.element("span", ["class": "v long", "tabindex": "0"], text: text)
    } else {
      html.element("span", ["class": "v"], text: text)
    }
  }

  static func fact(_ name: String, _ text: String, to html: inout MarkupBuilder) {
    fact(name, to: &html) { $0.add(text) }
  }

  static func fact(_ name: String, to html: inout MarkupBuilder, _ content: (inout MarkupBuilder) -> Void) {
    html.element("dt", text: name)
    html.element("dd") { content(&$0) }
  }

  /// A cell of a table; on a narrow screen the label stands before its value.
  static func cell(_ label: String, to html: inout MarkupBuilder, _ content: (inout MarkupBuilder) -> Void) {
    html.element("td", ["data-label": label], content)
  }

  static func number(_ label: String, _ value: Int, to html: inout MarkupBuilder) {
    html.element("td", ["class": "n", "data-label": label], text: GroupedNumber.text(value))
  }

  static func tag(_ callerClass: CallerClass, to html: inout MarkupBuilder) {
    html.element("span", ["class": "tag \(callerClass.rawValue)"], text: callerClass.rawValue)
  }

  static func times(_ label: String, _ first: Timestamp?, _ last: Timestamp?, to html: inout MarkupBuilder) {
    cell(label, to: &html) { html in
      for time in [first, last] {
        guard let time else { continue }
        html.element("time", ["datetime": time.description], text: ReportTime.short(time))
      }
    }
  }

  /// The head of a table; `columns` are titles with the class that gives a column its width, or `n` for numbers.
  static func tableHead(_ caption: String, _ columns: [(title: String, style: String)], to html: inout MarkupBuilder) {
    html.element("caption", text: caption)
    html.newLine()
    html.element("thead") { html in
      html.element("tr") { html in
        for column in columns {
          html.element("th", ["scope": "col", "class": column.style], text: column.title)
        }
      }
    }
    html.newLine()
  }

  /// Says where the query stands that gives a section's figures again.
  func writeQueryLink(_ name: String, to html: inout MarkupBuilder) {
    guard let index = report.queries.firstIndex(where: { $0.name == name }) else { return }
    html.element("p", ["class": "note"]) { html in
      html.add("These figures again: ")
      html.element("a", ["href": "#query-\(index + 1)"], text: "query \(index + 1), \(report.queries[index].title)")
    }
    html.newLine()
  }

  func writeNote(_ text: String, to html: inout MarkupBuilder) {
    html.element("p", ["class": "note"], text: text)
    html.newLine()
  }
}

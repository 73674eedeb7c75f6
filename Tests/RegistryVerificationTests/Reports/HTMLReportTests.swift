import Testing

@testable import RegistryVerification

/// The page must be safe to open whatever the logs say, and need nothing beside itself.
@Suite struct HTMLReportTests {
  static func page(_ report: VerificationReport) -> String { ReportWriter(report).text(.html) }

  @Test(arguments: EscapingTests.hostile + [String(repeating: "A", count: 4000)])
  func `is well-formed, runs nothing and loads nothing`(text: String) throws {
    let document = try MarkupDocument(Self.page(SampleReports.fail(saying: text)))
    let inert: Set = [
      "html", "head", "meta", "title", "style", "body", "header", "nav", "ul", "li", "a", "main", "section", "h1", "h2",
      "h3", "p", "div", "span", "strong", "dl", "dt", "dd", "table", "caption", "thead", "tbody", "tr", "th", "td",
      "time",
      "figure", "figcaption", "svg", "rect", "pre", "code", "footer", "details", "summary",
    ]
    let quiet: Set = [
      "lang", "charset", "name", "content", "http-equiv", "class", "id", "href", "aria-label", "aria-labelledby",
      "scope",
      "data-label", "colspan", "datetime", "tabindex", "viewBox", "preserveAspectRatio", "role", "x", "y", "width",
      "height",
    ]
    for element in document.elements {
      #expect(inert.contains(element.name))
      #expect(Set(element.attributes.keys).subtracting(quiet).isEmpty, "\(element.name) \(element.attributes)")
      if let href = element.attributes["href"] { #expect(href.hasPrefix("#")) }
    }
    let links = Set(document.all("a").compactMap { $0.attributes["href"]?.dropFirst() })
    let anchors = Set(document.elements.compactMap { $0.attributes["id"] }.map { $0[...] })
    #expect(links.isSubset(of: anchors))
  }

  @Test func `lets its own style in and nothing else`() throws {
    let document = try MarkupDocument(Self.page(SampleReports.pass))
    let policy = document.all("meta").first { $0.attributes["http-equiv"] == "Content-Security-Policy" }
    #expect(policy?.attributes["content"] == ReportStylesheet.securityPolicy)
    #expect(ReportStylesheet.securityPolicy.hasPrefix("default-src 'none'; style-src 'sha256-"))
    let styles = document.all("style")
    #expect(styles.map(\.text) == ["\(ReportStylesheet.text)"])
    #expect(!styles[0].text.contains("url(") && !styles[0].text.contains("@import"))
  }

  @Test func `shows everything that logs say of a caller`() throws {
    let text = String(repeating: "long ", count: 800) + "end"
    let document = try MarkupDocument(Self.page(SampleReports.fail(saying: text)))
    let long = document.elements.filter { $0.attributes["class"] == "t long" }
    #expect(long.contains { $0.text == text })
    #expect(long.allSatisfy { $0.attributes["tabindex"] == "0" })
  }

  @Test(arguments: EscapingTests.hostile)
  func `holds the report in JSON unaltered`(text: String) throws {
    let writer = ReportWriter(SampleReports.fail(saying: text))
    let document = try MarkupDocument(writer.text(.html))
    let holders = document.elements.filter { $0.attributes["id"] == HTMLReportPage.jsonAnchor }
    #expect(holders.map(\.text) == [writer.text(.json)])
  }

  @Test func `gives each column of a table a head and each cell its label`() throws {
    let document = try MarkupDocument(Self.page(SampleReports.fail()))
    for table in document.all("table") {
      let heads = table.descendants.filter { $0.name == "th" && $0.attributes["scope"] == "col" }
      #expect(!heads.isEmpty)
      #expect(table.descendants.contains { $0.name == "caption" })
      for row in table.descendants where row.name == "tr" {
        let cells = row.descendants.filter { $0.name == "td" || $0.attributes["scope"]?.hasPrefix("row") == true }
        if cells.contains(where: { $0.attributes["colspan"] == "\(heads.count)" }) || cells.isEmpty { continue }
        #expect(cells.count == heads.count)
        #expect(cells.allSatisfy { $0.attributes["data-label"]?.isEmpty == false })
      }
    }
  }

  @Test func `says the verdict, quotes the JSON report and draws the charts`() throws {
    let writer = ReportWriter(SampleReports.fail())
    let document = try MarkupDocument(writer.text(.html))
    #expect(document.all("strong").first?.text == "FAIL")
    #expect(document.all("meta").contains { $0.attributes["content"] == writer.digest })
    #expect(document.all("footer")[0].text.contains(writer.digest))
    // One a class, one a table and registry.
    #expect(document.all("svg").count == 4 + 2)
    #expect(document.all("rect").filter { $0.attributes["class"] == "events" }.count == 2 * 5)
    #expect(document.all("rect").filter { $0.attributes["class"] == "gap" }.count == 1)
  }
}

import Calypso

extension HTMLReportPage {
  /// Bars of a chart at most, so that they can still be told apart on a phone.
  private static let columnLimit = 120

  func writeCoverage(to html: inout MarkupBuilder) {
    for coverage in report.coverage { writeCoverage(coverage, to: &html) }
    writeQueryLink("coverage", to: &html)
  }

  private func writeCoverage(_ coverage: CoverageFinding, to html: inout MarkupBuilder) {
    let histogram = CoverageHistogram(coverage, window: report.window, limit: Self.columnLimit)
    html.element("figure", ["class": "chart"]) { html in
      html.element("figcaption") { html in
        html.element("span") { html in
          html.element("strong", text: coverage.table)
          html.add(" ")
          Self.logText(coverage.registry, to: &html)
        }
        let height =
          histogram.maximum > 0
          ? "; at most \(GroupedNumber.text(histogram.maximum)) in \(ReportTime.length(histogram.columnLength))" : ""
        html.element("span", ["class": "note"], text: ReportWording.coverage(coverage) + height)
      }
      html.newLine()
      Self.writeChart(histogram, gaps: coverage.gaps, of: coverage, to: &html)
      html.element("div", ["class": "axis"]) { html in
        html.element("span", text: ReportTime.minute(histogram.start))
        html.element("span", text: ReportTime.minute(histogram.start(ofColumn: histogram.counts.count)))
      }
      html.newLine()
    }
    html.newLine()
    writeGaps(coverage, to: &html)
  }

  private static func writeChart(
    _ histogram: CoverageHistogram, gaps: [CoverageFinding.Gap], of coverage: CoverageFinding,
    to html: inout MarkupBuilder
  ) {
    // Ten units a column, a hundred high; the page stretches it to whatever room there is.
    let width = histogram.counts.count * 10
    html.element(
      "svg",
      [
        "viewBox": "0 0 \(width) 100", "preserveAspectRatio": "none", "role": "img",
        "aria-label": "Records of \(coverage.table) over time: \(ReportWording.coverage(coverage))",
      ]
    ) { html in
      for gap in gaps {
        let start = histogram.position(of: gap.from, resolution: width)
        let end = histogram.position(of: gap.to, resolution: width)
        html.element("rect", ["class": "gap", "x": "\(start)", "width": "\(max(end - start, 1))", "height": "100"]) {
          $0.element("title", text: ReportWording.gap(gap))
        }
      }
      for (index, height) in histogram.heights(upTo: 96).enumerated() where height > 0 {
        let drawn = max(height, 3)
        html.element(
          "rect",
          ["class": "events", "x": "\(index * 10 + 1)", "y": "\(100 - drawn)", "width": "8", "height": "\(drawn)"]
        ) {
          let start = ReportTime.minute(histogram.start(ofColumn: index))
          $0.element("title", text: "\(start): \(GroupedNumber.text(histogram.counts[index], "record"))")
        }
      }
    }
    html.newLine()
  }

  private func writeGaps(_ coverage: CoverageFinding, to html: inout MarkupBuilder) {
    let lines =
      coverage.gaps.map { "Longer than allowed: \(ReportWording.gap($0))" }
      + (coverage.gaps.isEmpty ? coverage.longestGap.map { ["The longest: \(ReportWording.gap($0))"] } ?? [] : [])
    if !lines.isEmpty {
      html.element("ul") { html in for line in lines { html.element("li", text: line) } }
      html.newLine()
    }
    guard !coverage.missingBlobs.isEmpty else { return }
    writeNote("Times for which there is no blob between others:", to: &html)
    html.element("ul") { html in
      for range in coverage.missingBlobs {
        html.element("li") { Self.logText(ReportWording.missingBlobs(range), to: &$0) }
      }
    }
    html.newLine()
  }
}

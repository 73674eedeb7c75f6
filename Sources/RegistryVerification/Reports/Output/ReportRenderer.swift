import Calypso

/// Writes reports in one format.
///
/// A new format is a renderer and a case of ``ReportFormat``.
protocol ReportRenderer: Sendable {
  /// The document; the same edition and options give the same text.
  func render(_ edition: ReportEdition, options: ReportOptions) -> String
}

/// What a report that is shown, rather than kept, depends on.
struct ReportOptions: Hashable, Sendable {
  /// Columns that text keeps to.
  var width = 80
  /// Whether text may be styled.
  var usesColor = false
}

/// A report with what ties its forms together.
struct ReportEdition: Sendable {
  let report: VerificationReport
  /// The report in JSON.
  let json: String
  /// SHA-256 of ``json``, lower-case hexadecimal, which the other formats quote.
  let digest: String

  init(_ report: VerificationReport) {
    self.report = report
    json = JSONReport.node(of: report).document
    digest = ContentDigest.sha256(json.utf8)
  }
}

extension ReportFormat {
  var renderer: any ReportRenderer {
    switch self {
    case .text: TextReportRenderer()
    case .json: JSONReportRenderer()
    case .markdown: MarkdownReportRenderer()
    case .html: HTMLReportRenderer()
    case .sarif: SARIFReportRenderer()
    case .junit: JUnitReportRenderer()
    }
  }
}

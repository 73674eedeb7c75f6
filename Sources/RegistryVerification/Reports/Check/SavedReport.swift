import Calypso

/// A report that was written before: JSON, or a page that holds it.
///
/// To prove that it belongs to its inputs, verify ``policy`` over them with ``options``, and ask
/// ``check(against:)``.
public struct SavedReport: Sendable {
  /// The policy as the report has it.
  public let policy: Policy
  /// The policy as it was written, in YAML or JSON.
  public let policyText: String
  /// The report's `now`, and whatever else it depends on.
  public let options: VerificationOptions

  private let document: DocumentNode
  private let json: String
  /// The whole page; `nil` for a report in JSON.
  private let page: String?

  /// Reads a report in JSON or HTML.
  ///
  /// - Throws: ``SavedReportError`` for anything else, for a later version of the schema, and where what a verification
  ///   needs is missing or altered beyond use.
  public init(_ bytes: [UInt8]) throws(SavedReportError) {
    guard let text = String(validating: bytes, as: UTF8.self) else { throw SavedReportError("it is not UTF-8") }
    if text.unicodeScalars.first == "<" {
      page = text
      json = try Self.embedded(in: text)
    } else {
      page = nil
      json = text
    }
    do throws(DocumentError) { document = try DocumentNode(json: Array(json.utf8)) } catch {
      throw SavedReportError("it is no report in JSON or HTML: \(error)")
    }
    guard let version = document["schemaVersion"], case .number(let number) = version.content else {
      throw SavedReportError("it is no report of a verification: it has no 'schemaVersion'")
    }
    guard number == String(VerificationReport.schemaVersion) else {
      throw SavedReportError("it has version \(number) of the schema, and \(VerificationReport.schemaVersion) is known")
    }
    policy = try Self.policy(document)
    options = try Self.options(document)
    policyText = document[path: ["policy", "text"]]?.text ?? ""
  }
}

/// Why a file is not a report that can be checked.
public struct SavedReportError: Error, Hashable, Sendable, CustomStringConvertible {
  /// One line, lower case.
  public var message: String

  init(_ message: String) { self.message = message }

  public var description: String { message }
}

// MARK: - Reading

extension SavedReport {
  /// The text of the element that holds the report, with its references resolved.
  private static func embedded(in page: String) throws(SavedReportError) -> String {
    let bytes = page.utf8
    let opening = "<pre id=\"\(HTMLReportPage.jsonAnchor)\""
    guard let start = bytes.firstRange(of: opening.utf8)?.upperBound,
      let bracket = bytes[start...].firstIndex(of: UInt8(ascii: ">")),
      let end = bytes[bracket...].firstRange(of: "</pre>".utf8)?.lowerBound
    else { throw SavedReportError("the page holds no report; check the report in JSON instead") }
    return MarkupBuilder.unescaped(page[bytes.index(after: bracket)..<end])
  }

  private static func policy(_ document: DocumentNode) throws(SavedReportError) -> Policy {
    guard let claim = document[path: ["policy", "claim"]] else { throw SavedReportError("it holds no policy") }
    do throws(DocumentError) { return try Policy(claim) } catch {
      throw SavedReportError("its policy cannot be used: \(error)")
    }
  }

  private static func policy(inJSON text: String) -> Policy? {
    guard let document = try? DocumentNode(json: Array(text.utf8)) else { return nil }
    return try? Policy(document)
  }

  private static func options(_ document: DocumentNode) throws(SavedReportError) -> VerificationOptions {
    guard let now = document["now"]?.text.flatMap({ Timestamp($0) }), let isLatest = document["nowIsLatest"]?.bool,
      let allowsFirewallCallers = document[path: ["options", "allowsFirewallCallers"]]?.bool,
      let text = document[path: ["policy", "text"]]?.text
    else { throw SavedReportError("it does not say what its verification depends on: 'now', 'options' or 'policy'") }
    var options = VerificationOptions(
      now: isLatest ? .latest : .fixed(now), allowsFirewallCallers: allowsFirewallCallers)
    if let path = document[path: ["policy", "path"]]?.text {
      let digest = document[path: ["policy", "sha256"]]?.text
      options.policySource = PolicySource(path: path, bytes: bytes(of: text, withDigest: digest))
    }
    return options
  }

  /// The bytes of a file that a text was read from: those with the digest among the encodings that policies are read
  /// in, else plain UTF-8.
  private static func bytes(of text: String, withDigest digest: String?) -> [UInt8] {
    let plain = Array(text.utf8)
    let littleEndian = text.utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
    let bigEndian = text.utf16.flatMap { [UInt8($0 >> 8), UInt8(truncatingIfNeeded: $0)] }
    let candidates: [[UInt8]] = [
      plain, [0xef, 0xbb, 0xbf] + plain, [0xff, 0xfe] + littleEndian, [0xfe, 0xff] + bigEndian,
    ]
    return candidates.first { ContentDigest.sha256($0) == digest } ?? plain
  }
}

// MARK: - Checking

extension SavedReport {
  /// Sentences about differences at most; more are counted.
  private static let limit = 50

  /// Compares with what the inputs give now.
  ///
  /// Files are matched by their digests, so that evidence that has moved is recognised. Everything else must be equal,
  /// a page must show what its report says, and the claim that was verified must be the one of the policy's text.
  ///
  /// - Parameters:
  ///   - report: Of a verification of ``policy`` with ``options``.
  ///   - policyAsWritten: What ``policyText`` says, of a host that reads YAML; JSON is read without its help.
  public func check(against report: VerificationReport, policyAsWritten: Policy? = nil) -> ReportCheck {
    let saved = (document["inputs"]?.elements ?? []).map { input in
      InputMatching.Item(path: input["path"]?.text ?? "", sha256: input["sha256"]?.text)
    }
    let fresh = report.inputs.inputs.map { InputMatching.Item(path: $0.path, sha256: $0.sha256) }
    let matching = InputMatching(saved: saved, fresh: fresh)
    let renaming = PathRenaming(
      zip(saved, matching.matches).compactMap { item, match in match.map { (new: fresh[$0].path, old: item.path) } })
    var relocated = renaming.applied(to: report, order: saved.map(\.path))

    var check = ReportCheck(differences: matching.differences(saved: saved, fresh: fresh), notes: [])
    if let written = policyAsWritten ?? Self.policy(inJSON: policyText) {
      if written != policy { check.differences.append("policy.claim: is not what the text of the policy says") }
    } else {
      check.notes.append("whether the claim is what the text of the policy says was not compared: it is not JSON")
    }
    if !renaming.isEmpty {
      check.notes.append("the inputs lie elsewhere than the report says; their bytes are the same")
    }
    relocated.policy.descriptions = descriptions(asIn: report.policy.descriptions)
    let version = document[path: ["tool", "version"]]?.text ?? ""
    if version != report.toolVersion {
      check.notes.append("the report was written by calypso \(version), and this is \(report.toolVersion)")
      relocated.toolVersion = version
    }
    compare(ReportEdition(relocated), to: &check, isSameVersion: version == report.toolVersion)
    return check
  }

  /// Descriptions with the paths that the report has, where their bytes are the report's.
  private func descriptions(asIn fresh: [PolicyEvidence.Description]) -> [PolicyEvidence.Description] {
    let saved = (document[path: ["policy", "descriptions"]]?.elements ?? []).compactMap { item in
      item["path"]?.text.flatMap { path in
        item["sha256"]?.text.map { PolicyEvidence.Description(path: path, sha256: $0) }
      }
    }
    return saved.map(\.sha256) == fresh.map(\.sha256) ? saved : fresh
  }

  private func compare(_ edition: ReportEdition, to check: inout ReportCheck, isSameVersion: Bool) {
    do throws(DocumentError) {
      let differences = DocumentDifferences(
        document, try DocumentNode(json: Array(edition.json.utf8)), limit: Self.limit)
      check.differences += differences.lines
      if differences.leftOutCount > 0 { check.differences.append("and \(differences.leftOutCount) more differences") }
    } catch {
      check.differences.append("the report that these inputs give is too large to be compared: \(error)")
    }
    guard check.holds else { return }
    if let page {
      if page == ReportFormat.html.renderer.render(edition, options: ReportOptions()) { return }
      if isSameVersion {
        check.differences.append("the page does not show what the report in it says")
      } else {
        check.notes.append("the page was not compared, as another version writes pages differently; its report was")
      }
    } else if json != edition.json {
      check.notes.append(
        "the file has other white space or escapes than the report was written with; its values are the same")
    }
  }
}

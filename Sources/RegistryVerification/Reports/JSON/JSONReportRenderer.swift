import Calypso

/// The whole report as JSON, by the schema that <doc:ReportSchema> describes.
struct JSONReportRenderer: ReportRenderer {
  func render(_ edition: ReportEdition, options: ReportOptions) -> String { edition.json }
}

/// The report as a JSON document. What is not known is `null`; no member is ever left out.
enum JSONReport {
  static func node(of report: VerificationReport) -> JSONNode {
    [
      "schemaVersion": .integer(VerificationReport.schemaVersion),
      "tool": ["name": "calypso", "version": .string(report.toolVersion)],
      "verdict": .string(report.verdict.rawValue),
      "now": time(report.now),
      "nowIsLatest": .bool(report.nowIsLatest),
      "window": ["from": time(report.window.from), "to": time(report.window.to)],
      "options": ["allowsFirewallCallers": .bool(report.allowsFirewallCallers)],
      "reasons": .array(report.reasons.map(node)),
      "callers": .array(report.callers.map(node)),
      "timelines": .array(report.timelines.map(node)),
      "timelinesLeftOut": .integer(report.timelinesLeftOut),
      "failedLogins": [
        "count": .integer(report.failedLogins.count), "rows": .array(report.failedLogins.rows.map(node)),
      ],
      "coverage": .array(report.coverage.map(node)),
      "inputs": .array(report.inputs.inputs.map(node)),
      "stores": .array(report.inputs.stores.map { ["path": .string($0.path), "digest": .string($0.digest)] }),
      "skippedInputs": .array(report.inputs.skipped.map { ["path": .string($0.path), "reason": .string($0.reason)] }),
      "prunedInputCount": .integer(report.inputs.prunedCount),
      "otherRegistries": .array(report.otherRegistries.map(node)),
      "learnedIdentities": .array(report.learnedIdentities.map(node)),
      "namedPolicies": .array(report.namedPolicies.map(node)),
      "policy": node(report.policy),
      "queries": .array(
        report.queries.map {
          ["name": .string($0.name), "title": .string($0.title), "text": .string($0.text)]
        }),
    ]
  }

  static func time(_ time: Timestamp?) -> JSONNode { time.map { .string($0.description) } ?? .null }
}

// MARK: - Callers and reasons

extension JSONReport {
  private static func node(_ reason: Reason) -> JSONNode {
    [
      "code": .string(reason.code.rawValue), "severity": .string(reason.severity.rawValue),
      "text": .string(reason.text),
      "details": .array(reason.details.map { ["name": .string($0.name), "value": .string($0.value)] }),
    ]
  }

  private static func node(_ caller: CallerFinding) -> JSONNode {
    [
      "address": .string(caller.address), "identity": .string(caller.identity), "userAgent": .string(caller.userAgent),
      "class": .string(caller.callerClass.rawValue), "caller": .optional(caller.caller),
      "operations": .strings(caller.operations),
      "succeeded": .integer(caller.succeeded), "refused": .integer(caller.refused),
      "firstSeen": time(caller.firstSeen), "lastSeen": time(caller.lastSeen),
      "outcomes": .array(caller.outcomes.map(node)),
      "repositories": .strings(caller.repositories), "hasMoreRepositories": .bool(caller.hasMoreRepositories),
      "registries": .strings(caller.registries), "why": .string(caller.why),
    ]
  }

  private static func node(_ outcome: OperationOutcome) -> JSONNode {
    [
      "operation": .string(outcome.operation), "succeeded": .integer(outcome.succeeded),
      "refused": .integer(outcome.refused), "unknown": .integer(outcome.unknown),
      "statuses": .array(outcome.statuses.map { ["status": .string($0.status), "count": .integer($0.count)] }),
    ]
  }

  private static func node(_ timeline: CallerTimeline) -> JSONNode {
    [
      "address": .string(timeline.address), "identity": .string(timeline.identity),
      "userAgent": .string(timeline.userAgent), "records": .array(timeline.records.map(node)),
      "leftOutCount": .integer(timeline.leftOutCount),
    ]
  }

  private static func node(_ record: EvidenceRecord) -> JSONNode {
    ["table": .string(record.table), "time": time(record.time), "fields": fields(of: record)]
  }

  /// The columns of a record as an object.
  static func fields(of record: EvidenceRecord) -> JSONNode {
    .object(record.fields.map { JSONNode.Member(name: $0.name, value: .string($0.value)) })
  }

  private static func node(_ row: FailedLogins.Row) -> JSONNode {
    [
      "address": .string(row.address), "identity": .string(row.identity), "userAgent": .string(row.userAgent),
      "status": .string(row.status), "count": .integer(row.count), "firstSeen": time(row.firstSeen),
      "lastSeen": time(row.lastSeen),
    ]
  }

  private static func node(_ identity: LearnedIdentity) -> JSONNode {
    [
      "caller": .string(identity.caller), "identity": .string(identity.identity),
      "pullCount": .integer(identity.pullCount),
    ]
  }
}

// MARK: - Coverage and inputs

extension JSONReport {
  private static func node(_ coverage: CoverageFinding) -> JSONNode {
    [
      "registry": .string(coverage.registry), "table": .string(coverage.table), "isPresent": .bool(coverage.isPresent),
      "recordCount": .integer(coverage.recordCount), "firstSeen": time(coverage.firstSeen),
      "lastSeen": time(coverage.lastSeen), "gaps": .array(coverage.gaps.map(node)),
      "longestGap": coverage.longestGap.map(node) ?? .null, "binSeconds": .integer(seconds(coverage.binLength)),
      "bins": .array(coverage.bins.map { ["start": time($0.start), "count": .integer($0.count)] }),
      "missingBlobs": .strings(coverage.missingBlobs),
    ]
  }

  private static func node(_ gap: CoverageFinding.Gap) -> JSONNode {
    ["from": time(gap.from), "to": time(gap.to), "length": .string(gap.length.description)]
  }

  private static func node(_ input: InputEvidence.Input) -> JSONNode {
    [
      "path": .string(input.path), "format": .string(input.format),
      "byteCount": input.byteCount.map(JSONNode.integer) ?? .null, "sha256": .optional(input.sha256),
      "recordCount": .integer(input.recordCount), "keptCount": .integer(input.keptCount),
      "malformedCount": .integer(input.malformedCount), "duplicateCount": .integer(input.duplicateCount),
      "timelessCount": .integer(input.timelessCount), "firstTime": time(input.firstTime),
      "lastTime": time(input.lastTime), "isComplete": .bool(input.isComplete),
      "malformed": .array(
        input.malformed.map {
          ["line": .integer($0.line), "column": .integer($0.column), "reason": .string($0.reason)]
        }),
      "problems": .strings(input.problems),
      "tables": .array(input.tables.map { ["table": .string($0.table), "count": .integer($0.count)] }),
      "outsideBlobCount": .integer(input.outsideBlobCount),
    ]
  }

  private static func node(_ registry: OtherRegistry) -> JSONNode {
    [
      "loginServer": .string(registry.loginServer), "recordCount": .integer(registry.recordCount),
      "firstSeen": time(registry.firstSeen), "lastSeen": time(registry.lastSeen),
    ]
  }

  private static func node(_ policy: NamedPolicyFinding) -> JSONNode {
    [
      "id": .string(policy.id), "displayName": .string(policy.displayName), "outcome": .string(policy.outcome.rawValue),
      "text": .string(policy.text),
    ]
  }

  static func seconds(_ interval: TimeInterval) -> Int { Int(interval.ticks / 10_000_000) }
}

import KQLTypes

/// What the answer of a query interface holds: tables of rows, and what the service says about them.
///
/// An identity of its own, since comparing all sections would be slow.
package final class AnswerLayout: Sendable {
  package enum Kind: Hashable, Sendable {
    /// `{"tables":[{"name":…,"columns":[…],"rows":[…]}]}` of the Log Analytics query API.
    case rest
    /// `{"Tables":[…]}` of Kusto's first query endpoint.
    case kustoV1
    /// The frames of Kusto's second query endpoint.
    case kustoV2
  }

  package let kind: Kind
  /// The rows that count, in order.
  let sections: [AnswerSection]
  /// Why rows may be missing.
  let problems: [String]
  /// Where the document stops being one, outside of the sections.
  let damage: Damage?

  struct Damage: Sendable {
    var fault: RecordFault
    var offset: Int64
  }

  init(kind: Kind, sections: [AnswerSection], problems: [String], damage: Damage?) {
    self.kind = kind
    self.sections = sections
    self.problems = problems
    self.damage = damage
  }
}

/// An array of rows with the same columns.
struct AnswerSection: Sendable {
  /// Behind the `[` of the array.
  var start: Int64
  var columns: AnswerColumns
}

/// The columns of a table, shared by its rows.
final class AnswerColumns: Sendable {
  /// Names are those of the answer, each once.
  let fields: [Field]

  init(_ fields: [Field]) { self.fields = fields }
}

extension AnswerLayout: Hashable {
  package static func == (left: AnswerLayout, right: AnswerLayout) -> Bool { left === right }

  package func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}

extension AnswerLayout.Kind {
  package var name: String {
    switch self {
    case .rest: "REST answer"
    case .kustoV1: "Kusto v1 answer"
    case .kustoV2: "Kusto v2 frames"
    }
  }
}

extension AnswerLayout {
  /// All columns of the rows that count; one that several tables have with different types is text, or `dynamic` where
  /// one of them is.
  var fields: [Field] {
    var fields: [Field] = []
    var indexes: [String: Int] = [:]
    var seen: Set<ObjectIdentifier> = []
    for section in sections where seen.insert(ObjectIdentifier(section.columns)).inserted {
      for field in section.columns.fields {
        if let index = indexes[field.name] {
          if fields[index].type != field.type {
            let isDynamic = fields[index].type == .dynamic || field.type == .dynamic
            fields[index] = Field(field.name, isDynamic ? .dynamic : .string)
          }
        } else {
          indexes[field.name] = fields.count
          fields.append(field)
        }
      }
    }
    return fields
  }
}

/// The words that mean something to the grammar, by their text.
///
/// Most of them can still be names: everywhere (``isName``), or only where a new name is declared
/// (``isDeclarableName``).
package enum Keyword: String, Hashable, Sendable, CaseIterable {
  // Operators
  case `as`
  case assertSchema = "assert-schema"
  case consume
  case contextualDatatable = "__contextual_datatable"
  case count
  case datatable
  case distinct
  case evaluate
  case executeAndCache = "__executeAndCache"
  case extend
  case externaldata
  case externalData = "external_data"
  case facet
  case filter
  case find
  case fork
  case getschema
  case graphMarkComponents = "graph-mark-components"
  case graphMatch = "graph-match"
  case graphShortestPaths = "graph-shortest-paths"
  case graphToTable = "graph-to-table"
  case graphWhereEdges = "graph-where-edges"
  case graphWhereNodes = "graph-where-nodes"
  case inlineExternalTable = "inline_external_table"
  case invoke
  case join
  case limit
  case lookup
  case macroExpand = "macro-expand"
  case makeGraph = "make-graph"
  case makeSeries = "make-series"
  case materializedViewCombine = "materialized-view-combine"
  case mvApply = "mv-apply"
  case mvExpand = "mv-expand"
  case mvapply
  case mvexpand
  case order
  case parse
  case parseKv = "parse-kv"
  case parseWhere = "parse-where"
  case partition
  case print
  case project
  case projectAway = "project-away"
  case projectByNames = "project-by-names"
  case projectKeep = "project-keep"
  case projectRename = "project-rename"
  case projectReorder = "project-reorder"
  case projectSmart = "project-smart"
  case range
  case reduce
  case render
  case sample
  case sampleDistinct = "sample-distinct"
  case scan
  case search
  case serialize
  case sort
  case summarize
  case take
  case top
  case topHitters = "top-hitters"
  case topNested = "top-nested"
  case union
  case `where`

  // Statements and clauses
  case access
  case alias
  case asc
  case bin
  case by
  case database
  case datascope
  case declare
  case `default`
  case desc
  case edges
  case entityGroup = "entity_group"
  case first
  case from
  case grannyAsc = "granny-asc"
  case grannyDesc = "granny-desc"
  case id
  case last
  case `let`
  case materialize
  case nodes
  case null
  case nulls
  case of
  case on
  case optional
  case others
  case output
  case pack
  case partitionedBy = "partitioned-by"
  case pattern
  case queryParameters = "query_parameters"
  case restrict
  case set
  case step
  case title
  case to
  case toscalar
  case totable
  case typeof
  case view
  case with

  // Scalar operators
  case and
  case between
  case contains
  case containsCs = "contains_cs"
  case containscs
  case endswith
  case endswithCs = "endswith_cs"
  case has
  case hasAll = "has_all"
  case hasAny = "has_any"
  case hasCs = "has_cs"
  case hasprefix
  case hasprefixCs = "hasprefix_cs"
  case hassuffix
  case hassuffixCs = "hassuffix_cs"
  case `in`
  case inInsensitive = "in~"
  case like
  case likecs
  case matchesRegex = "matches regex"
  case notBetween = "!between"
  case notContains = "!contains"
  case notContainsCs = "!contains_cs"
  case notEndswith = "!endswith"
  case notEndswithCs = "!endswith_cs"
  case notHas = "!has"
  case notHasCs = "!has_cs"
  case notHasprefix = "!hasprefix"
  case notHasprefixCs = "!hasprefix_cs"
  case notHassuffix = "!hassuffix"
  case notHassuffixCs = "!hassuffix_cs"
  case notIn = "!in"
  case notInInsensitive = "!in~"
  case notStartswith = "!startswith"
  case notStartswithCs = "!startswith_cs"
  case notcontains
  case notcontainscs
  case notlike
  case notlikecs
  case or
  case startswith
  case startswithCs = "startswith_cs"

  // Types
  case bool
  case boolean
  case byte
  case char
  case date
  case datetime
  case decimal
  case double
  case dynamic
  case float
  case guid
  case int
  case int8
  case int16
  case int32
  case int64
  case long
  case real
  case single
  case string
  case time
  case timespan
  case uint
  case uint8
  case uint16
  case uint32
  case uint64
  case ulong
  case uniqueid
  case uuid

  // Words that are reserved but stand for nothing that this grammar knows
  case accumulate
  case bagexpansion
  case binLegacy = "bin_legacy"
  case characters
  case earliest
  case expandoutput
  case external
  case flags
  case journal
  case latest
  case mdm
  case missing
  case partitioning
  case regex
  case relaxed
  case simple
  case sql
  case verbose
  case viewers
}

// MARK: - Which words can be names

extension Keyword {
  /// Whether the word may be a name wherever a name is allowed.
  package var isName: Bool { Self.names.contains(self) }

  /// Whether the word may be a name where a column or parameter is declared, as in `extend where = 1`.
  package var isDeclarableName: Bool { Self.names.contains(self) || Self.declarableNames.contains(self) }

  /// Whether someone who writes the word where a name belongs means a name.
  var looksLikeName: Bool { isType || Self.commonNames.contains(self) }

  package var isType: Bool { Self.types.contains(self) }

  /// Types whose literals are written `type(raw text)`.
  package var hasTypedLiteral: Bool {
    switch self {
    case .bool, .date, .datetime, .decimal, .double, .guid, .int, .long, .real, .time, .timespan: true
    default: false
    }
  }

  private static let names: Set<Keyword> = [
    .access, .alias, .bin, .bool, .consume, .count, .database, .declare, .default, .distinct, .edges, .entityGroup,
    .evaluate, .extend, .facet, .filter, .fork, .from, .getschema, .guid, .id, .inlineExternalTable, .join, .let,
    .limit, .lookup, .mvapply, .mvexpand, .nodes, .null, .nulls, .on, .optional, .order, .others, .output, .pack,
    .parse, .partition, .pattern, .queryParameters, .range, .reduce, .regex, .render, .restrict, .scan, .serialize,
    .sort, .step, .summarize, .take, .title, .top, .typeof, .uuid, .view, .with,
  ]

  private static let declarableNames: Set<Keyword> = [
    .accumulate, .as, .by, .contains, .datatable, .earliest, .externaldata, .find, .has, .in, .invoke, .latest,
    .materialize, .mdm, .of, .print, .sample, .sampleDistinct, .search, .set, .sql, .to, .topHitters, .topNested,
    .toscalar, .totable, .verbose, .viewers, .where,
  ]

  private static let commonNames: Set<Keyword> = [
    .accumulate, .asc, .characters, .contains, .desc, .earliest, .external, .find, .first, .flags, .has, .journal,
    .last, .latest, .like, .mdm, .missing, .partitioning, .print, .project, .relaxed, .sample, .search, .set, .simple,
    .sql, .union, .verbose, .viewers,
  ]

  private static let types: Set<Keyword> = [
    .bool, .boolean, .byte, .char, .date, .datetime, .decimal, .double, .dynamic, .float, .guid, .int, .int8, .int16,
    .int32, .int64, .long, .real, .single, .string, .time, .timespan, .uint, .uint8, .uint16, .uint32, .uint64,
    .ulong, .uniqueid, .uuid,
  ]
}

// MARK: - Finding words

extension Keyword {
  /// The word that is spelled exactly so, if any; words are case-sensitive.
  package static func spelled(_ text: String) -> Keyword? { table[text] }

  /// The words of several parts that begin with `first`, such as `project-away`, the longest first.
  package static func compounds(beginningWith first: String) -> [Keyword] { compoundTable[first] ?? [] }

  /// The words that begin with `!`, the longest first.
  package static let negations: [Keyword] = allCases.filter { $0.rawValue.hasPrefix("!") }
    .sorted { $0.rawValue.utf8.count > $1.rawValue.utf8.count }

  private static let table = Dictionary(uniqueKeysWithValues: allCases.map { ($0.rawValue, $0) })

  private static let compoundTable: [String: [Keyword]] = {
    var result: [String: [Keyword]] = [:]
    for keyword in allCases {
      guard let dash = keyword.rawValue.firstIndex(of: "-") else { continue }
      result[String(keyword.rawValue[..<dash]), default: []].append(keyword)
    }
    return result.mapValues { $0.sorted { $0.rawValue.utf8.count > $1.rawValue.utf8.count } }
  }()
}

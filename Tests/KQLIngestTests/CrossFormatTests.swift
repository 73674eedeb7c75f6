import KQLTypes
import Testing

@testable import KQLIngest

/// One scenario in every form of export: all forms give the same rows, as far as each form carries them.
@Suite struct CrossFormatTests {
  /// A form of export.
  struct Form: CustomTestStringConvertible, Sendable {
    var name: String
    var options = FormatOptions()
    /// Official columns that the form does not carry.
    var missing: Set<String> = []
    /// Whether times are cut to milliseconds.
    var hasMilliseconds = false
    var write: @Sendable (Scenario, Scratch) -> [String]

    var testDescription: String { name }
  }

  /// Add a form here and it is compared with all others.
  static let forms: [Form] = diagnosticForms + columnForms + portalForms + answerForms + shellForms + binaryForms

  @Test(arguments: forms)
  func `gives every row of both tables`(form: Form) throws {
    let scratch = Scratch()
    let scenario = Scenario()
    let found = try Self.read(form, scenario, scratch)
    for table in [Scenario.repository, Scenario.login] {
      let columns = Self.columns(of: table, form)
      let expected = scenario.rows(of: table).map { row in
        columns.map { Self.comparable(row[$0], $0, form.hasMilliseconds) }
      }
      #expect(found[table.name] == expected.sorted { $0.lexicographicallyPrecedes($1) })
    }
  }

  @Test func `all forms agree with one another`() throws {
    let scratch = Scratch()
    let scenario = Scenario()
    // What each form says about a column of a row, by the row's correlation id.
    var values: [String: [String: Set<String>]] = [:]
    for form in Self.forms {
      let found = try Self.read(form, scenario, scratch)
      for table in [Scenario.repository, Scenario.login] {
        let columns = Self.columns(of: table, form)
        let id = try #require(columns.firstIndex(of: "CorrelationId"))
        for row in found[table.name] ?? [] {
          for (column, value) in zip(columns, row) {
            let key = "\(table.name).\(column)" + (form.hasMilliseconds ? "" : ", uncut")
            values[row[id], default: [:]][key, default: []].insert(value)
            let cut = Self.comparable(value, column, true)
            values[row[id], default: [:]]["\(table.name).\(column)", default: []].insert(cut)
          }
        }
      }
    }
    #expect(values.count == 32 + 19)
    for (id, row) in values { for (column, found) in row { #expect(found.count == 1, "\(id) \(column): \(found)") } }
  }

  private static func read(_ form: Form, _ scenario: Scenario, _ scratch: Scratch) throws -> [String: [[String]]] {
    var options = IngestOptions()
    options.format = form.options
    let source = try IngestSource(form.write(scenario, scratch), options: options)
    var found: [String: [[String]]] = [:]
    for table in [Scenario.repository, Scenario.login] {
      let read = try rows(of: #require(source[table: table.name]), columns: columns(of: table, form))
      found[table.name] = read.map { row in
        zip(row, columns(of: table, form)).map { comparable($0, $1, form.hasMilliseconds) }
      }.sorted { $0.lexicographicallyPrecedes($1) }
    }
    let account = source.account()
    #expect(!account.hasLosses, "\(account.inputs.flatMap { $0.problems + $0.partialReasons })")
    let counts = account.inputs.map { input in input.rowCounts.reduce(0) { $0 + $1.count } + input.malformedCount }
    #expect(account.inputs.map(\.recordCount) == counts)
    return found
  }

  private static func columns(of table: RegistryTable, _ form: Form) -> [String] {
    Scenario.columns(of: table).filter { !form.missing.contains($0) }
  }

  private static func comparable(_ text: String, _ column: String, _ isCut: Bool) -> String {
    isCut && column == "TimeGenerated" ? text.prefix(23) + "Z" : text
  }
}

// MARK: - Forms

extension CrossFormatTests {
  private static func lines(_ lines: [String]) -> String { lines.map { $0 + "\n" }.joined() }

  /// What diagnostic settings do not write.
  static let settingColumns: Set = ["TenantId", "SourceSystem"]

  static let diagnosticForms: [Form] = [
    Form(name: "blobs of a diagnostic setting", missing: settingColumns) { scenario, scratch in
      for table in [Scenario.repository, Scenario.login] {
        let folder =
          "blobs/insights-logs-\(table.name.lowercased())/resourceId=/SUBSCRIPTIONS/1/y=2026/m=11/d=22/h=05/m=00"
        scratch.write("\(folder)/PT1H.json", lines(scenario.rows(of: table).map { scenario.diagnosticLine($0) }))
      }
      return [scratch.path + "/blobs"]
    },
    Form(name: "diagnostic setting, gzip", missing: settingColumns) { scenario, scratch in
      [scratch.write("d.json.gz", gzip(Array(lines(scenario.rows.map { scenario.diagnosticLine($0) }).utf8)))]
    },
    Form(name: "records before 2018", missing: settingColumns) { scenario, scratch in
      let records = scenario.rows.map { scenario.diagnosticLine($0) }
      return [scratch.write("old.json", "{\"records\":[\(records.joined(separator: ",\r\n"))]}")]
    },
    Form(name: "properties as text", missing: settingColumns) { scenario, scratch in
      [scratch.write("p.json", lines(scenario.rows.map { scenario.diagnosticLine($0, propertiesAsText: true) }))]
    },
    Form(name: "Event Hub, a message a line", missing: settingColumns) { scenario, scratch in
      let records = scenario.rows.map { scenario.diagnosticLine($0) }
      let messages = stride(from: 0, to: records.count, by: 4).map {
        "{\"records\":[\(records[$0..<min($0 + 4, records.count)].joined(separator: ","))]}"
      }
      return [scratch.write("hub.json", lines(messages))]
    },
    Form(name: "Event Hub, an array of messages", missing: settingColumns) { scenario, scratch in
      let messages = scenario.rows.map { "{\"records\": [\(scenario.diagnosticLine($0))]}" }
      return [scratch.write("hubs.json", "[\(messages.joined(separator: ",\n "))]")]
    },
  ]

  static let columnForms: [Form] = [
    Form(name: "data export") { scenario, scratch in
      for table in [Scenario.repository, Scenario.login] {
        let folder =
          "export/am-\(table.name.lowercased())/WorkspaceResourceId=/subscriptions/1/y=2026/m=11/d=22/h=05/m=10"
        scratch.write("\(folder)/PT05M.json", lines(scenario.rows(of: table).map { scenario.columnLine($0, table) }))
      }
      return [scratch.path + "/export"]
    }
  ]

  static let portalForms: [Form] = [
    portal("portal, en-US", time: BrowserTime.american), portal("portal, en-GB", time: BrowserTime.british),
    portal("portal, German", time: BrowserTime.german),
    portal("ISO, all quoted", quotesAll: true, hasMilliseconds: false, time: BrowserTime.iso),
    {
      var form = portal("portal, local time", header: "TimeGenerated [Local Time]") { time in
        // An hour ahead of UTC.
        let ticks = DatetimeText.parse(time)! + 36_000_000_000
        return BrowserTime.british(DatetimeText.string(ticks))
      }
      form.options.utcOffsetTicks = 36_000_000_000
      return form
    }(),
  ]

  private static func portal(
    _ name: String, header: String = "TimeGenerated [UTC]", quotesAll: Bool = false, hasMilliseconds: Bool = true,
    time: @escaping @Sendable (String) -> String
  ) -> Form {
    Form(name: name, hasMilliseconds: hasMilliseconds) { scenario, scratch in
      [Scenario.repository, Scenario.login].map { table in
        scratch.write(
          "\(name)-\(table.name)/query_data.csv",
          scenario.csv(table, timeHeader: header, quotesAll: quotesAll, time: time))
      }
    }
  }

  static let answerForms: [Form] = [
    each("REST") { scenario, table in
      "{\"tables\":[\(scenario.restTable(Scenario.columns(of: table), scenario.rows(of: table)))]}"
    },
    Form(name: "REST, a union of both tables") { scenario, scratch in
      let columns = Scenario.columns(of: Scenario.repository) + ["JwtId"]
      return [
        scratch.write(
          "union.json", "{\n  \"statistics\": {}, \"tables\": [\(scenario.restTable(columns, scenario.rows))]}")
      ]
    },
    Form(name: "REST, a batch") { scenario, scratch in
      let responses = [Scenario.repository, Scenario.login].map { table in
        "{\"id\":\"1\",\"status\":200,\"body\":{\"tables\":[\(scenario.restTable(Scenario.columns(of: table), scenario.rows(of: table)))]}}"
      }
      return [scratch.write("batch.json", "{\"responses\":[\(responses.joined(separator: ","))]}")]
    },
    each("Kusto v1") { scenario, table in
      let columns = Scenario.columns(of: table)
      return
        "{\"Tables\": [{\"TableName\": \"Table_0\", \"Columns\": \(Scenario.kustoColumns(columns)), \"Rows\": \(scenario.kustoRows(columns, scenario.rows(of: table)))}]}"
    },
    each("Kusto v2") { scenario, table in scenario.frames(table, isProgressive: false) },
    each("Kusto v2, progressive") { scenario, table in scenario.frames(table, isProgressive: true) },
  ]

  private static func each(
    _ name: String, _ text: @escaping @Sendable (Scenario, RegistryTable) -> String
  ) -> Form {
    Form(name: name) { scenario, scratch in
      [Scenario.repository, Scenario.login].map { scratch.write("\(name)/\($0.name).json", text(scenario, $0)) }
    }
  }

  static let shellForms: [Form] = [
    each("az -o json") { scenario, table in
      let objects = scenario.rows(of: table).map { row in
        Scenario.json(scenario.cliMembers(row, table).map { ($0.0, Events.quoted($0.1)) }).replacing(
          "\",\"", with: "\",\n    \"")
      }
      return "[\n  \(objects.joined(separator: ",\n  "))\n]\n"
    },
    {
      var form = each("az -o tsv") { scenario, table in
        lines(scenario.rows(of: table).map { scenario.cliMembers($0, table).map(\.1).joined(separator: "\t") })
      }
      form.options.columns = [Scenario.repository, Scenario.login].map { table in
        ColumnList(
          table: table.name,
          names: (Scenario.columns(of: table) + ["TableName"]).sorted {
            Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8))
          })
      }
      return form
    }(),
    each("az -o table") { scenario, table in scenario.cliTable(table) },
    each("PowerShell JSON") { scenario, table in
      let objects = scenario.rows(of: table).map { row in
        Scenario.json(Scenario.columns(of: table).map { ($0, Events.quoted(row[$0])) }).replacing(
          ",\"", with: ",\r\n        \"")
      }
      return "[\r\n    \(objects.joined(separator: ",\r\n    "))\r\n]\r\n"
    },
    Form(name: "PowerShell CSV, UTF-16") { scenario, scratch in
      [(Scenario.repository, false), (Scenario.login, true)].map { table, isBigEndian in
        let csv = scenario.csv(table, timeHeader: "TimeGenerated", quotesAll: true) { $0 }
        let text = "#TYPE Selected.System.Management.Automation.PSCustomObject\r\n" + csv
        return scratch.write("posh/\(table.name).csv", utf16(text, isBigEndian: isBigEndian))
      }
    },
  ]
}

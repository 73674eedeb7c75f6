import KQLTypes

@testable import KQLIngest

/// Forms of export that are no text.
extension CrossFormatTests {
  static let binaryForms: [Form] =
    ["null", "deflate", "snappy"].map { codec in
      Form(name: "Event Hubs Capture, \(codec)", missing: settingColumns) { scenario, scratch in
        let bodies = scenario.rows.map { "{\"records\": [\(scenario.diagnosticLine($0))]}" }
        return [scratch.write("capture.avro", AvroWriter.capture(bodies, codec: codec, messagesPerBlock: 7))]
      }
    }
    + ParquetWriter.Codec.allCases.map { codec in
      Form(name: "Parquet, \(codec)") { scenario, scratch in
        [Scenario.repository, Scenario.login].map { table in
          scratch.write("\(table.name).parquet", scenario.parquet(table, codec: codec))
        }
      }
    } + [
      Form(name: "ZIP of blobs and Parquet files") { scenario, scratch in
        var zip = ZipWriter()
        let lines = scenario.rows(of: Scenario.login).map { scenario.columnLine($0, Scenario.login) + "\n" }
        zip.add("am-containerregistryloginevents/\(Scenario.login.name).json", lines.joined())
        zip.add("\(Scenario.repository.name).parquet", scenario.parquet(Scenario.repository, codec: .snappy), method: 0)
        return [scratch.write("all.zip", zip.archive())]
      }
    ]
}

extension Scenario {
  /// The rows of a table as export jobs write them: times in parts of a microsecond, sizes as integers.
  func parquet(_ table: RegistryTable, codec: ParquetWriter.Codec) -> [UInt8] {
    let rows = self.rows(of: table)
    var writer = ParquetWriter(codec: codec, isSecondVersion: codec == .gzip, rowsPerGroup: 20)
    writer.columns = Self.columns(of: table).map { column in
      switch column {
      case "TimeGenerated":
        // Nanoseconds, so that no digit is lost.
        let times = rows.map { DatetimeText.parse($0[column]).map { ($0 - EpochTime.epoch) * 100 } }
        let unit = Thrift.header(.structure, field: 3) + [0, 0]
        let logical =
          Thrift.header(.structure, field: 8) + Thrift.header(.true, field: 1)
          + Thrift.header(.structure, field: 2, after: 1) + unit + [0]
        return ParquetWriter.Column(name: column, values: .int64s(times), coding: .delta, logical: logical)
      case "Size": return ParquetWriter.Column(name: column, values: .int32s(rows.map { Int32($0[column]) }))
      default:
        let values = rows.map { $0[column].isEmpty ? nil : $0[column] }
        return ParquetWriter.Column(name: column, values: .texts(values), coding: .dictionary, converted: 0)
      }
    }
    return writer.bytes()
  }
}

import KQLTypes

/// A reader of the records of blocks, by the format of the input.
///
/// Named types rather than a protocol, so that the calls are made straight and compiled for the sink.
enum RecordReader<Sink: RecordSink> {
  case json(JSONBlockReader<Sink>, passesOverBytes: Bool)
  case delimited(DelimitedBlockReader<Sink>, passesOverBytes: Bool)
  case values(ValueRowReader<Sink>)
  case fixedWidth(FixedWidthBlockReader<Sink>)
  case lines(TextLineReader<Sink>)
  case parquet(ParquetRowReader<Sink>)
}

extension RecordReader {
  func begin(_ block: RecordBlock) {
    switch self {
    case .json(let reader, _): reader.begin(block)
    case .delimited(let reader, _): reader.begin(block)
    case .values(let reader): reader.begin(block)
    case .fixedWidth(let reader): reader.begin(block)
    case .lines(let reader): reader.begin(block)
    case .parquet(let reader): reader.begin(block)
    }
  }

  /// Offers records of the block to the sink until that holds a number of rows.
  ///
  /// - Returns: Whether the block is used up.
  func read(into sink: Sink, rowLimit: Int, tally: InputTally) throws(ExecutionError) -> Bool {
    switch self {
    case .json(let reader, _): try reader.read(into: sink, rowLimit: rowLimit, tally: tally)
    case .delimited(let reader, _): try reader.read(into: sink, rowLimit: rowLimit, tally: tally)
    case .values(let reader): try reader.read(into: sink, rowLimit: rowLimit, tally: tally)
    case .fixedWidth(let reader): try reader.read(into: sink, rowLimit: rowLimit, tally: tally)
    case .lines(let reader): try reader.read(into: sink, rowLimit: rowLimit, tally: tally)
    case .parquet(let reader): try reader.read(into: sink, rowLimit: rowLimit, tally: tally)
    }
  }

  /// Whether bytes that nobody needs are passed over without a check.
  var passesOverBytes: Bool {
    switch self {
    case .json(_, let passesOver), .delimited(_, let passesOver): passesOver
    case .values, .fixedWidth, .lines, .parquet: false
    }
  }
}

// MARK: - Making

/// Makes the readers that a sink needs, and keeps those that can serve further inputs.
struct RecordReaders<Sink: RecordSink> {
  /// What all readers have in common.
  struct Setting {
    var map: any FieldMap
    /// Slots of a row.
    var slotCount: Int
    /// The types of the columns that slots are for; empty when they are for none.
    var slotTypes: [ScalarType] = []
    var collectsExtras: Bool
    /// What is needed of records, if the rest may go unchecked.
    var needs: RecordNeeds?
    var arena: TextArena
    /// Whether records are expected to resemble one another.
    var learnsPaths: Bool
  }

  private let setting: Setting
  private var last: (format: InputFormat, reader: RecordReader<Sink>)?

  init(_ setting: Setting) { self.setting = setting }

  mutating func reader(for format: InputFormat) -> RecordReader<Sink> {
    if let last, last.format == format { return last.reader }
    let reader = make(format)
    last = (format, reader)
    return reader
  }

  private func make(_ format: InputFormat) -> RecordReader<Sink> {
    switch format {
    case .delimited(let layout):
      let reader = DelimitedBlockReader<Sink>(
        parser(spansLines: true, learnsPaths: false), setting.map, layout: layout,
        collectsExtras: setting.collectsExtras, arena: setting.arena, needs: setting.needs)
      return .delimited(reader, passesOverBytes: setting.needs != nil)
    case .answer:
      return .values(
        ValueRowReader<Sink>(
          parser(spansLines: true, learnsPaths: false), setting.map, collectsExtras: setting.collectsExtras))
    case .fixedWidth(let layout):
      return .fixedWidth(
        FixedWidthBlockReader<Sink>(
          parser(spansLines: true, learnsPaths: false), setting.map, layout: layout,
          collectsExtras: setting.collectsExtras))
    case .textLines: return .lines(TextLineReader<Sink>(setting.map, collectsExtras: setting.collectsExtras))
    case .parquet:
      return .parquet(
        ParquetRowReader<Sink>(setting.map, slotTypes: setting.slotTypes, collectsExtras: setting.collectsExtras))
    case .jsonLines, .jsonDocuments, .empty:
      let isLines = format == .jsonLines
      let reader = JSONBlockReader<Sink>(
        parser(spansLines: !isLines, needs: setting.needs, learnsPaths: setting.learnsPaths), isLines: isLines)
      return .json(reader, passesOverBytes: isLines && setting.needs != nil)
    }
  }

  private func parser(spansLines: Bool, needs: RecordNeeds? = nil, learnsPaths: Bool) -> JSONRecordParser {
    JSONRecordParser(
      setting.map, slotCount: setting.slotCount, spansLines: spansLines, collectsExtras: setting.collectsExtras,
      needs: needs, arena: setting.arena, learnsPaths: learnsPaths)
  }
}

import KQLTypes

/// A part of a scan that is handed to a reader.
struct ScanUnit: Sendable {
  enum Part: Sendable {
    /// The lines of a plain file that begin in a range of offsets.
    case lines(Range<Int64>, isFirst: Bool)
    /// A whole input, whose blocks several readers may take in turn.
    case stream
    /// The rows of a plain delimited file, whose chunks several readers may take.
    case rows
    /// Rows of columns that stand together.
    case rowGroup(Int)
  }

  /// Position among the table's sources.
  var source: Int
  var part: Part
}

extension ScanUnit {
  /// The parts of an input; they depend on the input alone, so that any number of readers finds the same batches.
  static func units(of input: DetectedInput, source: Int, limits: FramingLimits) -> [ScanUnit] {
    if input.format == .empty { return [] }
    if case .parquet(let file) = input.format {
      return file.rowGroups.indices.map { ScanUnit(source: source, part: .rowGroup($0)) }
    }
    if case .delimited = input.format, input.isPlain { return [ScanUnit(source: source, part: .rows)] }
    guard input.hasLines, input.isPlain else { return [ScanUnit(source: source, part: .stream)] }
    let end = input.byteCount
    // Parts are large, so that a selective filter still leaves a batch worth working on, and many, so that the
    // readers end together.
    let chunk = Int64(limits.chunkByteCount)
    let size = max(chunk, min(8 * chunk, end / 32 / chunk * chunk))
    var units: [ScanUnit] = []
    var start = input.firstRecordOffset
    while start < end {
      let next = end - start < size + size / 2 ? end : start + size
      units.append(ScanUnit(source: source, part: .lines(start..<next, isFirst: units.isEmpty)))
      start = next
    }
    return units
  }
}

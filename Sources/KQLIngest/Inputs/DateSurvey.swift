import KQLTypes

/// Finds out how the times of a delimited file are to be read.
///
/// Browsers write dates by the language of their user, and the same text may be a day in March or in April. A date
/// that can be read in one way only settles the order for the whole file; the file is read up to that one.
struct DateSurvey {
  private let input: DetectedInput
  private let layout: DelimitedLayout
  private let options: IngestOptions

  /// Columns that surely hold times, so that not knowing their order is an error.
  private let required: Set<Int>

  private static let sampleRecordCount = 1000
  private static let sampleByteCount: Int64 = 1 << 20

  private init(_ input: DetectedInput, _ layout: DelimitedLayout, _ options: IngestOptions) {
    self.input = input
    self.layout = layout
    self.options = options
    var required = Set(layout.zones.keys)
    for (index, name) in layout.header.enumerated() where ["timegenerated", "time"].contains(name.lowercased()) {
      required.insert(index)
    }
    self.required = required
  }

  /// Gives each column the way in which its times are written.
  static func settle(_ input: inout DetectedInput, _ options: IngestOptions) throws(ExecutionError) {
    guard case .delimited(var layout) = input.format else { return }
    let survey = DateSurvey(input, layout, options)
    layout.times = try survey.times()
    input.format = .delimited(layout)
  }
}

// MARK: - Columns

extension DateSurvey {
  private func times() throws(ExecutionError) -> [LocalTime?] {
    let name = input.file.displayName
    let columns = try candidates()
    var times = [LocalTime?](repeating: nil, count: layout.header.count)
    for (index, zone) in layout.zones where zone == .local {
      guard let offset = options.format.utcOffsetTicks else {
        throw .badInput(
          "\(name): column '\(layout.header[index]) [Local Time]' holds local times: give their distance from UTC "
            + "with --utc-offset, such as --utc-offset +01:00, or export the times as UTC")
      }
      times[index] = LocalTime(order: nil, offsetTicks: offset)
    }
    guard !columns.isEmpty else { return times.allSatisfy { $0 == nil } ? [] : times }
    var order = options.format.dateOrder
    if order == nil { order = try self.order(of: columns) }
    if order == nil, let index = columns.sorted().first(where: required.contains) {
      throw .badInput(
        "\(name): the dates of column '\(layout.header[index])' have the day or the month first, and no date shows "
          + "which: give --date-order dmy or --date-order mdy")
    }
    for index in columns where order != nil {
      times[index] = LocalTime(order: order, offsetTicks: times[index]?.offsetTicks ?? 0)
    }
    return times
  }

  /// The columns whose times are written in the way of a language.
  private func candidates() throws(ExecutionError) -> Set<Int> {
    var formCounts = [Int](repeating: 0, count: layout.header.count)
    var otherCounts = formCounts
    try read(recordLimit: Self.sampleRecordCount, byteLimit: Self.sampleByteCount) { index, time in
      if time == nil { otherCounts[index] += 1 } else { formCounts[index] += 1 }
      return true
    }
    return Set(layout.header.indices.filter { formCounts[$0] > 0 && (otherCounts[$0] == 0 || required.contains($0)) })
  }

  /// The order that the first date shows which can be read in one way; else that of English with AM and PM.
  private func order(of columns: Set<Int>) throws(ExecutionError) -> DateOrder? {
    var certain: DateOrder?
    var likely: DateOrder?
    var isSymmetric = true
    try read(recordLimit: .max, byteLimit: .max) { index, time in
      guard let time, columns.contains(index) else { return true }
      certain = time.certainOrder
      likely = likely ?? time.likelyOrder
      isSymmetric = isSymmetric && time.isSymmetric
      return certain == nil
    }
    return certain ?? likely ?? (isSymmetric ? .dayMonthYear : nil)
  }

  /// Shows the fields that are not empty to a function, until it returns `false`.
  private func read(
    recordLimit: Int, byteLimit: Int64, _ visit: @escaping (Int, PortalDatetime?) -> Bool
  ) throws(ExecutionError) {
    var indexes: [String: Int] = [:]
    for (index, name) in layout.header.enumerated() { indexes[name] = index }
    let sink = SampleSink()
    sink.visit = { [unowned sink] fields in
      for field in fields {
        guard let index = indexes[field.name], field.value.isText else { continue }
        if !RawText.with(field.value, { visit(index, PortalDatetime($0)) }) { return sink.stop() }
      }
    }
    _ = try input.sample(
      into: sink, map: SampleMap(opensProperties: false), byteLimit: byteLimit, recordLimit: recordLimit,
      isStrict: false, limits: options.limits)
  }
}

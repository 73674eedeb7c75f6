// MARK: - Along known paths

extension JSONRecordParser {
  /// - Parameters:
  ///   - depth: Levels of nesting, the record's own included.
  ///   - isWatched: Whether to find out which values are always the same.
  @inline(__always)
  mutating func parse(
    _ start: Bytes, depth: Int, isWatched: Bool, needs: RecordNeeds?,
    into row: UnsafeMutablePointer<RawValue>, finding: inout Finding
  ) -> Bytes? {
    var position = start
    var missingCount = needs?.slotCount ?? 0
    var place = RecordPaths.start
    var value = RawValue.absent
    let paths = self.paths
    let places = paths.places
    while true {
      if !isWatched {
        var segment = paths.segments + place
        following: while true {
          switch segment.pointee.text {
          case .unknown: break following
          case .step: guard segment.pointee.step.matches(position) else { break following }
          case .run:
            let run = segment.pointee.run
            guard run.pointee.matches(position) else {
              run.pointee.missCount &+= 1
              break following
            }
            run.pointee.store(position, into: row)
            if needs != nil { missingCount &-= run.pointee.storeCount }
          }
          position += segment.pointee.count
          let slot = segment.pointee.slot
          switch segment.pointee.value {
          case .end: return position
          case .string:
            guard let end = scanString(position, &segment.pointee.length, into: row + slot) else { return nil }
            position = end
          case .other:
            // Where a path was learned from a line without it, there may be space.
            if position.pointee <= 0x20 { position = scanner.skipSpace(position) }
            let depth = depthOfValue(segment.pointee.field, depth)
            guard let end = scanner.scanValue(position, depth: depth, into: &value) else { return nil }
            position = end
            take(value, ofField: segment.pointee.field, depth: depth, into: row)
          }
          if let needs, isEnough(slot, needs, &missingCount, row, &finding) { return position }
          segment = segment.pointee.next
        }
        place = segment - paths.segments
      }
      let from = position
      var landing = RecordPaths.Landing()
      var isKnown = false
      if !isKnown {
        let count = places[place].activeCount
        var step = paths.steps(of: place)
        var number = 0
        while number < count {
          if step.pointee.matches(position) {
            position += step.pointee.count
            landing = step.pointee.landing
            isKnown = true
            if number > 0 { paths.noteHit(place, number) }
            break
          }
          number &+= 1
          step += 1
        }
      }

      if !isKnown, places[place].pause > 0, let next = Self.nextField(position, place, index, &landing) {
        // The order of fields changes here, so names are read; most stand where they do in any compact JSON.
        paths.noteMiss(place)
        position = next
        isKnown = true
      }

      let valueStart: Bytes
      if isKnown {
        if landing.field == RecordPaths.end { return position }
        // Where a path was learned from a line without it, there may be space.
        if !landing.isString, position.pointee <= 0x20 { position = scanner.skipSpace(position) }
        valueStart = position
        if landing.isString {
          guard let end = scanString(position, into: &value) else { return nil }
          position = end
        } else {
          guard let end = scanner.scanValue(position, depth: depthOfValue(Int(landing.field), depth), into: &value)
          else { return nil }
          position = end
        }
        take(value, ofField: Int(landing.field), depth: depthOfValue(Int(landing.field), depth), into: row)
      } else {
        // Off the known paths: read what comes.
        paths.noteMiss(place)
        state.context = place == RecordPaths.start ? .record : index.fields[place].context
        state.isOpening = place == RecordPaths.start
        guard let next = advance(position, outermost: .record) else { return nil }
        if state.field == Self.atEnd {
          paths.learn(UnsafeBufferPointer(start: from, count: next - from), from: place, to: landing)
          return next
        }
        if next.pointee == UInt8(ascii: "["), state.target == .records, state.context == .record {
          finding = .records
          return next + 1
        }
        guard state.field >= 0, state.field < RecordPaths.capacity else {
          if isWatched { training.abandon() }
          return finish(next, depth: depth, into: row, finding: &finding)
        }
        let field = state.field
        landing = Self.landing(field, index, isString: next.pointee == 0x22)
        valueStart = landing.isString ? next + 1 : next
        learn(from, next, place, landing)
        guard let end = scanner.scanValue(next, depth: depthOfValue(field, depth), into: &value) else { return nil }
        position = end
        take(value, ofField: field, depth: depthOfValue(field, depth), into: row)
      }
      if isWatched {
        training.add(
          RunTraining.Visit(place: place, landing: landing, value: value, from: from, start: valueStart, to: position))
      }
      if let needs, isEnough(Int(landing.slot), needs, &missingCount, row, &finding) { return position }
      place = Int(landing.field)
    }
  }

  /// Reads a string whose opening quote was read.
  ///
  /// - Parameter length: How long it is expected to be.
  /// - Returns: The byte behind its closing quote; `nil` for a fault.
  @inline(__always)
  private mutating func scanString(
    _ start: Bytes, _ length: inout TextLength, into slot: UnsafeMutablePointer<RawValue>
  ) -> Bytes? {
    if length.matches(start) {
      let end = start + length.count
      slot.pointee = RawValue(.text, start, end)
      return end + 1
    }
    return scanString(start, into: &slot.pointee)
  }

  /// Reads a string of any length whose opening quote was read.
  @inline(__always)
  private mutating func scanString(_ start: Bytes, into value: inout RawValue) -> Bytes? {
    var end = ByteScan.endOfPlainText(start)
    var isEscaped = false
    if end.pointee != 0x22 {
      guard let rest = scanner.scanStringRest(end, &isEscaped) else { return nil }
      end = rest
    }
    value = RawValue(isEscaped ? .escapedText : .text, start, end)
    return end + 1
  }

  /// Whether the value that was read was the last one that is needed, or makes the record useless.
  @inline(__always)
  private mutating func isEnough(
    _ slot: Int, _ needs: RecordNeeds, _ missingCount: inout Int, _ row: UnsafeMutablePointer<RawValue>,
    _ finding: inout Finding
  ) -> Bool {
    guard slot >= 0, slot < needs.slotCount else { return false }
    missingCount &-= 1
    if let gate = needs.gate, slot == gate.slot, row[gate.slot].kind == .text,
      let ticks = timestamps.ticks(row[gate.slot].bytes), ticks < gate.lower || ticks > gate.upper
    {
      finding = .useless(ticks: ticks)
      return true
    }
    if missingCount <= 0 {
      finding = .recordInPart
      return true
    }
    return false
  }

  /// Reads a comma, a field's name and a colon, with no space around them.
  ///
  /// - Returns: Where the value is; `nil` when that is not what stands here, or the field needs a closer look.
  @inline(__always)
  private static func nextField(
    _ position: Bytes, _ place: Int, _ index: FieldIndex, _ landing: inout RecordPaths.Landing
  ) -> Bytes? {
    let isStart = place == RecordPaths.start
    guard position[0] == (isStart ? UInt8(ascii: "{") : UInt8(ascii: ",")), position[1] == 0x22 else { return nil }
    let nameEnd = ByteScan.endOfPlainText(position + 2)
    guard nameEnd[0] == 0x22, nameEnd[1] == UInt8(ascii: ":") else { return nil }
    let context = isStart ? FieldContext.record : index.fields[place].context
    guard let field = index.find(position + 2, nameEnd, in: context), field < RecordPaths.capacity,
      index.fields[field].slot != FieldIndex.special
    else { return nil }
    let value = nameEnd + 2
    let isString = value[0] == 0x22
    landing = Self.landing(field, index, isString: isString)
    return isString ? value + 1 : value
  }

  @inline(__always)
  private static func landing(_ field: Int, _ index: FieldIndex, isString: Bool) -> RecordPaths.Landing {
    RecordPaths.Landing(
      field: Int16(truncatingIfNeeded: field), slot: Int16(truncatingIfNeeded: index.fields[field].slot),
      isString: isString)
  }

  @inline(never)
  private func learn(
    _ from: Bytes, _ value: Bytes, _ place: Int, _ landing: RecordPaths.Landing
  ) {
    // Whether such a field is one value or holds fields of the record must be looked at each time.
    let target = index.fields[Int(landing.field)].target
    if !landing.isString, target == .nested || target == .records { return }
    let count = value - from + (landing.isString ? 1 : 0)
    paths.learn(UnsafeBufferPointer(start: from, count: count), from: place, to: landing)
  }

  @inline(__always)
  private func depthOfValue(_ field: Int, _ depth: Int) -> Int {
    index.fields[field].context == .record ? depth : depth &+ 1
  }
}

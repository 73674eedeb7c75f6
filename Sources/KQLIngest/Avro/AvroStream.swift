import KQLTypes

/// The records of an Avro file as JSON lines.
///
/// Of a file of Event Hubs Capture, whose messages hold JSON, these are the messages alone, each on a line of its own:
/// what the event hub was sent, as if it had been received directly.
final class AvroStream: ByteStream {
  private let file: AvroFile
  private var writer: AvroJSONWriter
  /// The field whose content is taken for the record.
  private let body: Int?
  private var block: (block: AvroFile.Block, cursor: AvroCursor, left: Int64)?
  private var position = 0
  private var failure: ExecutionError?
  private let name: String
  /// Bytes of text after which the file is refused, and those written so far.
  private let byteLimit: Int64
  private var byteCount: Int64 = 0

  /// Bytes of text that are made at once.
  private static let chunk = 64 << 10

  init(_ source: any ByteStream, name: String, byteLimit: Int64) throws(ExecutionError) {
    self.name = name
    self.byteLimit = byteLimit
    file = try AvroFile(source, name: name)
    guard file.schema.fields != nil else {
      throw .badInput("\(name): the Avro file holds no records but single values, which have no columns")
    }
    var writer = AvroJSONWriter(file.schema)
    var isMessages = false
    // What the first messages hold decides; whatever is wrong with them is said when they are read.
    do throws(ExecutionError) {
      if let first = try file.nextBlock() {
        let cursor = AvroCursor(first.bytes)
        block = (first, cursor, first.recordCount)
        isMessages = Self.holdsJSON(file.schema, cursor, first.recordCount, &writer)
      }
    } catch {
      failure = error
    }
    body = isMessages ? file.schema.messageBody : nil
    self.writer = writer
  }

  /// Whether the first message that is not empty begins as JSON does.
  private static func holdsJSON(
    _ schema: AvroSchema, _ cursor: AvroCursor, _ count: Int64, _ writer: inout AvroJSONWriter
  ) -> Bool {
    guard let index = schema.messageBody, let fields = schema.fields else { return false }
    var cursor = cursor
    for _ in 0..<min(count, 1000) {
      guard let body = try? writer.body(fields, index, &cursor) else { continue }
      let text = body.starts(with: [0xef, 0xbb, 0xbf]) ? body.dropFirst(3) : body[...]
      guard let first = text.first(where: { $0 > 0x20 }) else { continue }
      return first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
    }
    return false
  }
}

// MARK: - Reading

extension AvroStream {
  func read(into target: UnsafeMutablePointer<UInt8>, count: Int) throws(ExecutionError) -> Int {
    var done = 0
    while done < count {
      if position == writer.output.count {
        writer.removeAll()
        position = 0
        if let failure {
          if done > 0 { break }
          throw failure
        }
        do throws(ExecutionError) {
          guard try fill() else { break }
        } catch {
          // What was written before is delivered.
          failure = error
        }
      }
      let step = min(count - done, writer.output.count - position)
      writer.output.withUnsafeBufferPointer { output in
        if step > 0, let start = output.baseAddress { (target + done).update(from: start + position, count: step) }
      }
      position += step
      done += step
    }
    return done
  }

  /// Writes some records.
  ///
  /// - Returns: Whether there were any.
  private func fill() throws(ExecutionError) -> Bool {
    while writer.output.count < Self.chunk {
      if block == nil {
        guard let next = try file.nextBlock() else { return !writer.output.isEmpty }
        block = (next, AvroCursor(next.bytes), next.recordCount)
      }
      guard case (let current, var cursor, var left)? = block else { break }
      block = nil
      do throws(AvroCursor.Damage) {
        while left > 0, writer.output.count < Self.chunk {
          try append(&cursor)
          left -= 1
        }
      } catch {
        let number = current.recordCount - left + 1
        throw file.damage("record \(number) of \(current.recordCount): \(error.reason)", at: current.offset)
      }
      if left > 0 {
        block = (current, cursor, left)
      } else if cursor.left > 0 {
        throw file.damage("\(cursor.left) bytes follow its last record", at: current.offset)
      }
    }
    byteCount += Int64(writer.output.count)
    guard byteCount <= byteLimit else { throw .badInput("\(name): the Avro file holds too many records for its size") }
    return true
  }

  private func append(_ cursor: inout AvroCursor) throws(AvroCursor.Damage) {
    let start = cursor.position
    if let body, let fields = file.schema.fields {
      try writer.appendLine(message: fields, body: body, &cursor)
    } else {
      try writer.appendLine(&cursor)
    }
    guard cursor.position > start else { throw AvroCursor.Damage(reason: "records have no bytes") }
  }
}

import Deflate
import KQLTypes

/// Decompresses what is wrapped around deflate data: the members of a gzip file, or the one of an archive's entry.
///
/// Specification of gzip: RFC 1952.
final class CompressedMembers {
  enum Wrapper {
    /// Members one after the other, each with a header, checksum and length.
    case gzip
    /// Data alone, of which checksum and length are known.
    case raw(checksum: UInt32, byteCount: UInt64)
  }

  /// What a member must come to.
  struct Check: Equatable {
    var checksum: UInt32
    var byteCount: UInt64
    /// Bits of the length that are known.
    var byteCountMask: UInt64
  }

  /// What was found.
  struct Piece {
    /// Whether the bytes in the window go on those of the piece before.
    var isContinued: Bool
    /// Set when the member ends with the window's bytes.
    var check: Check?
  }

  let name: String
  private let wrapper: Wrapper
  private let input: InflateInput
  private let decoder: InflateDecoder
  private var isWithinMember = false
  private var isAtEnd = false
  private var memberCount = 0

  /// - Parameters:
  ///   - name: What messages call the input.
  ///   - inputCapacity: Compressed bytes that are read at once.
  init(_ source: any ByteStream, _ wrapper: Wrapper, name: String, inputCapacity: Int) {
    self.name = name
    self.wrapper = wrapper
    input = InflateInput(source, capacity: inputCapacity)
    decoder = InflateDecoder(input)
  }
}

// MARK: - Pieces

extension CompressedMembers {
  /// Decompresses the next piece, of one member alone.
  ///
  /// - Parameters:
  ///   - earlier: The window of the piece before; may be the same one.
  ///   - capacity: Bytes after which to stop.
  ///   - failure: Set to what is wrong behind the bytes that are in the window.
  /// - Returns: `nil` when there are no further members.
  func next(
    into window: InflateWindow, after earlier: InflateWindow?, capacity: Int, failure: inout ExecutionError?
  ) -> Piece? {
    let isContinued = isWithinMember
    window.begin(after: isContinued ? earlier : nil, capacity: capacity)
    do throws(ExecutionError) {
      if !isWithinMember, try !beginMember() { return nil }
      do throws(InflateFailure) { try decoder.decode(into: window) } catch { throw message(of: error) }
      guard decoder.isFinished else { return Piece(isContinued: isContinued, check: nil) }
      isWithinMember = false
      return Piece(isContinued: isContinued, check: try readCheck())
    } catch {
      failure = error
      return Piece(isContinued: isContinued, check: nil)
    }
  }

  /// Whether there is a further member, whose header was read.
  private func beginMember() throws(ExecutionError) -> Bool {
    switch wrapper {
    case .gzip:
      guard try readHeader() else { return false }
    case .raw:
      if memberCount > 0 { return false }
    }
    memberCount += 1
    isWithinMember = true
    decoder.restart()
    return true
  }

  private func readCheck() throws(ExecutionError) -> Check {
    switch wrapper {
    case .raw(let checksum, let byteCount):
      return Check(checksum: checksum, byteCount: byteCount, byteCountMask: .max)
    case .gzip:
      let checksum = try readNumber(byteCount: 4)
      let byteCount = try readNumber(byteCount: 4)
      return Check(checksum: checksum, byteCount: UInt64(byteCount), byteCountMask: UInt64(UInt32.max))
    }
  }
}

// MARK: - Headers

extension CompressedMembers {
  private struct HeaderFlags {
    static let hasChecksum: UInt8 = 2
    static let hasExtra: UInt8 = 4
    static let hasName: UInt8 = 8
    static let hasComment: UInt8 = 16
    static let reserved: UInt8 = 0xe0
  }

  /// Reads a member's header, after zeros that some programs fill files with.
  ///
  /// - Returns: Whether there is one.
  private func readHeader() throws(ExecutionError) -> Bool {
    var first = try input.takeByte()
    if memberCount > 0 { while first == 0 { first = try input.takeByte() } }
    guard let first else {
      if memberCount == 0 { throw truncation }
      return false
    }
    var checksum = CRC32()
    func read() throws(ExecutionError) -> UInt8 {
      guard let byte = try input.takeByte() else { throw truncation }
      withUnsafeBytes(of: byte) { checksum.add($0.bindMemory(to: UInt8.self)) }
      return byte
    }
    withUnsafeBytes(of: first) { checksum.add($0.bindMemory(to: UInt8.self)) }
    let start = input.offset - 1
    guard first == 0x1f, try read() == 0x8b else {
      throw memberCount == 0
        ? damage("there is no gzip header", at: start)
        : .badInput("\(name): something that is not gzip follows the gzip data at byte \(start)")
    }
    guard try read() == 8 else { throw damage("the compression method is not known", at: start + 2) }
    let flags = try read()
    guard flags & HeaderFlags.reserved == 0 else {
      throw damage("the header has flags that are not known", at: start + 3)
    }
    for _ in 0..<6 { _ = try read() }
    if flags & HeaderFlags.hasExtra != 0 {
      let count = try Int(read()) | Int(read()) << 8
      for _ in 0..<count { _ = try read() }
    }
    if flags & HeaderFlags.hasName != 0 { while try read() != 0 {} }
    if flags & HeaderFlags.hasComment != 0 { while try read() != 0 {} }
    if flags & HeaderFlags.hasChecksum != 0 {
      let expected = UInt16(truncatingIfNeeded: checksum.value)
      guard try readNumber(byteCount: 2) == UInt32(expected) else {
        throw damage("the checksum of the header is wrong", at: start)
      }
    }
    return true
  }

  private func readNumber(byteCount: Int) throws(ExecutionError) -> UInt32 {
    var number: UInt32 = 0
    for index in 0..<byteCount {
      guard let byte = try input.takeByte() else { throw truncation }
      number |= UInt32(byte) << UInt32(8 * index)
    }
    return number
  }
}

// MARK: - Messages

extension CompressedMembers {
  private var kind: String {
    if case .gzip = wrapper { "gzip" } else { "compressed" }
  }

  private var truncation: ExecutionError {
    .badInput("\(name): the \(kind) data end too early at byte \(input.offset); the file is cut off")
  }

  func damage(_ reason: String, at offset: Int64) -> ExecutionError {
    .badInput("\(name): the \(kind) data are damaged at byte \(offset): \(reason)")
  }

  private func message(of failure: InflateFailure) -> ExecutionError {
    switch failure {
    case .source(let error): error
    case .truncated: truncation
    case .damaged(let reason, let offset): damage(reason, at: offset)
    }
  }

  /// What is wrong with a member whose bytes were all seen; `nil` when nothing is.
  func verdict(_ check: Check, checksum: UInt32, byteCount: UInt64) -> ExecutionError? {
    if checksum != check.checksum {
      return .badInput("\(name): the \(kind) data are damaged: the checksum is wrong")
    }
    if byteCount & check.byteCountMask != check.byteCount {
      return .badInput("\(name): the \(kind) data are damaged: the length is wrong")
    }
    return nil
  }
}

import CZlib
import KQLTypes

/// What a gzip file holds: the content of its members, one after the other, checked by length and checksum.
final class GzipStream: ByteStream {
  private let handle: InputHandle
  private var offset: Int64 = 0
  private let input: UnsafeMutablePointer<UInt8>
  private let inputCapacity: Int
  private let state: UnsafeMutablePointer<z_stream>
  private var isWithinMember = true
  private var isAtEnd = false
  /// What is wrong behind the bytes that were delivered.
  private var failure: ExecutionError?

  /// - Parameter inputCapacity: Compressed bytes that are read at once.
  init(_ handle: InputHandle, inputCapacity: Int = 128 << 10) throws(ExecutionError) {
    self.handle = handle
    self.inputCapacity = inputCapacity
    input = .allocate(capacity: inputCapacity)
    state = .allocate(capacity: 1)
    state.initialize(to: z_stream())
    // 16 above the largest window asks zlib for the gzip wrapper and its checks.
    let code = inflateInit2_(state, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    guard code == Z_OK else { throw .badInput("\(handle.displayName): gzip cannot be read: zlib error \(code)") }
  }

  deinit {
    inflateEnd(state)
    state.deallocate()
    input.deallocate()
  }
}

// MARK: - Reading

extension GzipStream {
  /// What stands before damaged or missing data is delivered, and the error thrown by the next call.
  func read(into target: UnsafeMutablePointer<UInt8>, count: Int) throws(ExecutionError) -> Int {
    guard count > 0, !isAtEnd else { return 0 }
    if let failure { throw failure }
    let wanted = min(count, Int(UInt32.max))
    state.pointee.next_out = target
    state.pointee.avail_out = UInt32(wanted)
    do throws(ExecutionError) {
      try fill()
    } catch {
      if Int(state.pointee.avail_out) == wanted { throw error }
      failure = error
    }
    return wanted - Int(state.pointee.avail_out)
  }

  private func fill() throws(ExecutionError) {
    while state.pointee.avail_out > 0 {
      if state.pointee.avail_in == 0, try refill() == 0 {
        if isWithinMember { throw .badInput("\(handle.displayName): the gzip data end too early; the file is cut off") }
        isAtEnd = true
        break
      }
      if !isWithinMember, try !beginMember() { continue }
      switch inflate(state, Z_NO_FLUSH) {
      case Z_OK, Z_BUF_ERROR: break
      case Z_STREAM_END: isWithinMember = false
      case Z_MEM_ERROR: throw .badInput("\(handle.displayName): there is not enough memory to decompress")
      default:
        let reason = state.pointee.msg.map { String(cString: $0) } ?? "not gzip data"
        throw .badInput("\(handle.displayName): the gzip data are damaged: \(reason)")
      }
    }
  }

  private func refill() throws(ExecutionError) -> Int {
    let count = try handle.read(into: input, count: inputCapacity, at: offset)
    offset += Int64(count)
    state.pointee.next_in = input
    state.pointee.avail_in = UInt32(count)
    return count
  }

  /// Gets ready for a further member; passes over one zero byte of padding otherwise.
  private func beginMember() throws(ExecutionError) -> Bool {
    switch state.pointee.next_in.pointee {
    case 0x1f:
      inflateReset(state)
      isWithinMember = true
      return true
    case 0:
      state.pointee.next_in += 1
      state.pointee.avail_in -= 1
      return false
    default: throw .badInput("\(handle.displayName): something that is not gzip follows the gzip data")
    }
  }
}

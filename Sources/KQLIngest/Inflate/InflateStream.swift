import Deflate
import KQLTypes

/// The decompressed bytes of gzip members or of an archive's entry, checked by length and checksum.
///
/// Once some pieces were read of an input that is not small, the next ones are decompressed on a thread of their own
/// while the last ones are being looked at.
final class InflateStream: ByteStream {
  private let members: CompressedMembers
  private let readsAhead: Bool
  private var window: InflateWindow?
  private var ahead: InflateAhead?
  private var position: UnsafePointer<UInt8>?
  private var left = 0
  private var pieceCount = 0
  private var isAtEnd = false
  private var checksum = CRC32()
  private var memberByteCount: UInt64 = 0
  /// What the member comes to whose last bytes were handed out.
  private var check: CompressedMembers.Check?
  /// What is wrong behind the bytes that were delivered.
  private var failure: ExecutionError?
  /// The most bytes that one member may have; more are not decompressed.
  private let byteLimit: UInt64

  /// Bytes of a piece; the first ones are smaller, since many inputs are only looked at.
  static let pieceByteCount = 256 << 10
  private static let firstPieceByteCount = 32 << 10
  /// Pieces after which reading ahead begins.
  private static let patience = 6

  /// - Parameters:
  ///   - byteCount: Compressed bytes, by which it is decided whether a thread is worth it.
  ///   - inputCapacity: Compressed bytes that are read at once.
  init(
    _ source: any ByteStream, _ wrapper: CompressedMembers.Wrapper = .gzip, name: String, byteCount: Int64,
    inputCapacity: Int = 64 << 10
  ) {
    members = CompressedMembers(source, wrapper, name: name, inputCapacity: inputCapacity)
    readsAhead = byteCount >= 4 << 20
    if case .raw(_, let byteCount) = wrapper { byteLimit = byteCount } else { byteLimit = .max }
  }
}

// MARK: - Reading

extension InflateStream {
  /// Fills the target but at the end. What stands before damaged or missing data is delivered, and the error thrown
  /// by the next call.
  func read(into target: UnsafeMutablePointer<UInt8>, count: Int) throws(ExecutionError) -> Int {
    var done = 0
    while done < count {
      if left == 0 {
        do throws(ExecutionError) {
          guard try advance() else { break }
        } catch {
          failure = error
          if done > 0 { break }
          throw error
        }
        continue
      }
      guard let position else { break }
      let step = min(left, count - done)
      (target + done).update(from: position, count: step)
      self.position = position + step
      left -= step
      done += step
    }
    return done
  }

  /// Goes on to the next piece, checking what is complete.
  ///
  /// - Returns: Whether there is one.
  private func advance() throws(ExecutionError) -> Bool {
    if let check {
      self.check = nil
      failure = failure ?? members.verdict(check, checksum: checksum.value, byteCount: memberByteCount)
    }
    if let failure { throw failure }
    if isAtEnd { return false }
    guard let (bytes, piece, error) = nextPiece() else {
      isAtEnd = true
      return false
    }
    if !piece.isContinued {
      checksum = CRC32()
      memberByteCount = 0
    }
    checksum.add(bytes)
    memberByteCount += UInt64(bytes.count)
    check = piece.check
    failure = error
    if memberByteCount > byteLimit {
      failure = .badInput("\(members.name): the compressed data are damaged: they hold more than they should")
      return true
    }
    position = bytes.baseAddress
    left = bytes.count
    return true
  }

  private func nextPiece() -> (UnsafeBufferPointer<UInt8>, CompressedMembers.Piece, ExecutionError?)? {
    pieceCount += 1
    if readsAhead, pieceCount > Self.patience {
      let ahead = self.ahead ?? InflateAhead(members, after: window)
      self.ahead = ahead
      window = nil
      return ahead.next().map { ($0.window.bytes, $0.piece, $0.failure) }
    }
    let window = self.window ?? InflateWindow(capacity: Self.pieceByteCount)
    self.window = window
    var failure: ExecutionError?
    let capacity = min(Self.pieceByteCount, Self.firstPieceByteCount << min(pieceCount - 1, 8))
    guard let piece = members.next(into: window, after: window, capacity: capacity, failure: &failure) else {
      return nil
    }
    return (window.bytes, piece, failure)
  }
}

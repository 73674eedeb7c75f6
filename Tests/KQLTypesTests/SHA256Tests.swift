import Testing

@testable import KQLTypes

/// The examples of FIPS 180-4 and of RFC 6234.
@Suite("SHA-256")
struct SHA256Tests {
  private func text(_ message: String) -> String { SHA256.hexadecimal(SHA256.digest(of: message.utf8)) }

  @Test("of the published examples")
  func examples() {
    #expect(text("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    #expect(text("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    #expect(
      text("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")
        == "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")
    #expect(
      text(String(repeating: "a", count: 1_000_000))
        == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
  }

  @Test("does not depend on how the message is cut", arguments: [1, 3, 55, 56, 63, 64, 65, 127, 500])
  func pieces(_ size: Int) {
    let message = (0..<1_000).map { UInt8(truncatingIfNeeded: $0 * 7) }
    var digest = SHA256()
    for start in stride(from: 0, to: message.count, by: size) {
      digest.update(Array(message[start..<min(start + size, message.count)]))
    }
    #expect(digest.finish() == SHA256.digest(of: message))
  }
}

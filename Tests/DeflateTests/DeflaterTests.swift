import Deflate
import Foundation
import KQLTypes
import Testing

/// Compressed bytes must be those of miniz 3.0 at level 6; the digests of its answers stand here.
@Suite struct DeflaterTests {
  @Test(arguments: LongText.allCases)
  func `compresses as miniz does`(_ text: LongText) {
    let bytes = Array(text.value.utf8)
    let packed = bytes.withUnsafeBufferPointer { CompressionFormat.gzip.compress($0) }
    let encoded = Data(packed).base64EncodedString()
    #expect(encoded.utf8.count == text.packedCount)
    #expect(SHA256.hexadecimal(SHA256.digest(of: encoded.utf8)) == text.packedDigest)
    let decompressor = Decompressor(.gzip, byteLimit: bytes.count)
    #expect(packed.withUnsafeBufferPointer { decompressor.decompress($0) } == bytes)
  }
}

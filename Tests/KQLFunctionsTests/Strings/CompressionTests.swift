import KQLColumnar
import KQLFunctions
import KQLTypes
import Testing

/// Compressed text must be that of miniz 3.0 at level 6 to the byte; its answers stand here.
@Suite struct CompressionTests {
  @Test(arguments: [
    ("zlib_compress_to_base64_string", "1234567890qwertyuiop", "eAEBFADr/zEyMzQ1Njc4OTBxd2VydHl1aW9wOAkGdw=="),
    (
      "gzip_compress_to_base64_string", "1234567890qwertyuiop",
      "H4sIAAAAAAAA/wEUAOv/MTIzNDU2Nzg5MHF3ZXJ0eXVpb3A6m7f2FAAAAA=="
    ),
    ("zlib_compress_to_base64_string", "", "eAEDAAAAAAE="),
    ("gzip_compress_to_base64_string", "", "H4sIAAAAAAAA/wMAAAAAAAAAAAA="),
    ("zlib_compress_to_base64_string", "a", "eAEBAQD+/2EAYgBi"),
    ("gzip_compress_to_base64_string", "Kusto", "H4sIAAAAAAAA/wEFAPr/S3VzdG/Z2Al1BQAAAA=="),
    ("zlib_compress_to_base64_string", String(repeating: "x", count: 100), "eAG1wIEAAAAAgCDt8Kc4fgFAGy7h"),
    ("gzip_compress_to_base64_string", "Test string 123", "H4sIAAAAAAAA/wEPAPD/VGVzdCBzdHJpbmcgMTIz9KUb8w8AAAA="),
    (
      "zlib_compress_to_base64_string", "the cat sat on the mat, and the rat sat on the hat; the bat sat on that.",
      "eAFVickJACAMBFtJAWIDVrMekI8RdPvHkJc+FnZmqEMaKMe3TOg4wSSwHrD/pmCJU18P5guBgxiD"
    ),
    (
      "gzip_compress_to_base64_string", "größer als ß, 漢字漢字漢字漢字 und 😀😀😀😀",
      "H4sIAAAAAAAA/2XEsQ0AEBAF0FX+AJaSEI0oTvS2oLtEr1XpbhZqI2glivccyRC2BO0jhBX2bKuXf6RgcLjm1wWFwG3yPgAAAA=="
    ),
  ])
  func `compresses as Kusto does`(name: String, text: String, expected: String) throws {
    #expect(try Calls.call(name, [.string(text)], to: .string) == .string(expected))
  }
}

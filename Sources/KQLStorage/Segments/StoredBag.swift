import KQLTypes

/// A JSON object of the catalogue, whose properties must be there and of the right kind.
struct StoredBag {
  private let bag: DynamicBag

  init(_ value: DynamicValue) throws(BlobError) {
    guard let bag = value.bag else { throw BlobError("it is no JSON object") }
    self.bag = bag
  }

  init(text: String) throws(BlobError) {
    guard let value = try? JSONText.parse(text) else { throw BlobError("it is not JSON") }
    try self.init(value)
  }
}

extension StoredBag {
  subscript(key: String) -> DynamicValue { bag[key] ?? .null }

  func has(_ key: String) -> Bool { bag[key] != nil }

  func text(_ key: String) throws(BlobError) -> String {
    guard case .string(let text) = self[key] else { throw BlobError("'\(key)' is malformed") }
    return text
  }

  func count(_ key: String, limit: Int = 1 << 52) throws(BlobError) -> Int {
    guard case .long(let value) = self[key], value >= 0, value <= Int64(limit) else {
      throw BlobError("'\(key)' is malformed")
    }
    return Int(value)
  }

  func array(_ key: String) throws(BlobError) -> [DynamicValue] {
    guard let elements = self[key].array else { throw BlobError("'\(key)' is malformed") }
    return elements
  }

  func digest(_ key: String) throws(BlobError) -> [UInt8] {
    guard let digest = StoreDigest.bytes(try text(key)) else { throw BlobError("'\(key)' is no digest") }
    return digest
  }
}

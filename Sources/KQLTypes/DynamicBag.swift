/// A property bag: unique keys with values, in insertion order.
///
/// Two bags are equal when they hold the same properties in the same order.
package struct DynamicBag: Hashable, Sendable {
  package private(set) var keys: [String]
  package private(set) var values: [DynamicValue]

  package init() {
    keys = []
    values = []
  }

  /// Builds a bag from properties; of equal keys the last value wins, at the first one's place.
  package init(_ properties: some Sequence<(String, DynamicValue)>) {
    self.init()
    for (key, value) in properties { self[key] = value }
  }
}

// MARK: - Access

extension DynamicBag {
  package var count: Int { keys.count }
  package var isEmpty: Bool { keys.isEmpty }

  /// The value of a property; case-sensitive. Setting `nil` removes it.
  ///
  /// - Complexity: O(*properties*).
  package subscript(key: String) -> DynamicValue? {
    get {
      guard let index = keys.firstIndex(of: key) else { return nil }
      return values[index]
    }
    set {
      if let index = keys.firstIndex(of: key) {
        if let newValue {
          values[index] = newValue
        } else {
          keys.remove(at: index)
          values.remove(at: index)
        }
      } else if let newValue {
        keys.append(key)
        values.append(newValue)
      }
    }
  }

  /// Appends a property whose key the caller knows to be new.
  package mutating func append(uniqueKey key: String, _ value: DynamicValue) {
    keys.append(key)
    values.append(value)
  }
}

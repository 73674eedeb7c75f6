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
    var keys: [String] = []
    var values: [DynamicValue] = []
    for (key, value) in properties {
      keys.append(key)
      values.append(value)
    }
    self.init(keys: keys, values: values)
  }

  /// Builds a bag from keys and as many values; of equal keys the last value wins, at the first one's place.
  package init(keys: [String], values: [DynamicValue]) {
    assert(keys.count == values.count)
    self.keys = keys
    self.values = values
    // A few keys are compared faster than hashed.
    let hasDuplicates =
      keys.count <= 8
      ? keys.indices.contains { keys[..<$0].contains(keys[$0]) } : Set(keys).count < keys.count
    if hasDuplicates { removeDuplicates() }
  }

  private mutating func removeDuplicates() {
    var places: [String: Int] = [:]
    var keptKeys: [String] = []
    var keptValues: [DynamicValue] = []
    for (key, value) in zip(keys, values) {
      if let place = places[key] {
        keptValues[place] = value
      } else {
        places[key] = keptKeys.count
        keptKeys.append(key)
        keptValues.append(value)
      }
    }
    keys = keptKeys
    values = keptValues
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

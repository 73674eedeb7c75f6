/// A property bag: unique keys with values, in insertion order.
///
/// Two bags are equal when they hold the same properties in the same order. Keys are compared by code points.
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
      ? keys.indices.contains { Self.index(of: keys[$0], in: keys[..<$0]) != nil }
      : Set(keys.map { OrdinalString($0) }).count < keys.count
    if hasDuplicates { removeDuplicates() }
  }

  private mutating func removeDuplicates() {
    var places: [OrdinalString: Int] = [:]
    var keptKeys: [String] = []
    var keptValues: [DynamicValue] = []
    for (key, value) in zip(keys, values) {
      if let place = places[OrdinalString(key)] {
        keptValues[place] = value
      } else {
        places[OrdinalString(key)] = keptKeys.count
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
      guard let index = Self.index(of: key, in: keys[...]) else { return nil }
      return values[index]
    }
    set {
      if let index = Self.index(of: key, in: keys[...]) {
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

// MARK: - Equality

extension DynamicBag {
  package static func == (left: DynamicBag, right: DynamicBag) -> Bool {
    left.keys.elementsEqual(right.keys, by: OrdinalString.areEqual) && left.values == right.values
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(keys.count)
    for key in keys { OrdinalString.hash(key, into: &hasher) }
    hasher.combine(values)
  }

  private static func index(of key: String, in keys: ArraySlice<String>) -> Int? {
    keys.firstIndex { OrdinalString.areEqual($0, key) }
  }
}

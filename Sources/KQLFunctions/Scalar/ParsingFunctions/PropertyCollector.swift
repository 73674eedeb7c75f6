import KQLTypes

/// Collects the properties of a bag that a user's text makes as long as it likes: each step takes constant time.
struct PropertyCollector {
  private var keys: [String] = []
  private var values: [[DynamicValue]] = []
  private var positions: [OrdinalString: Int] = [:]

  var isEmpty: Bool { keys.isEmpty }

  func contains(_ key: String) -> Bool { positions[OrdinalString(key)] != nil }

  /// Sets a property, in place of the one that has the key.
  mutating func set(_ key: String, _ value: DynamicValue) {
    if let position = positions[OrdinalString(key)] {
      values[position] = [value]
    } else {
      append(key, value)
    }
  }

  /// Adds a value to a property; a second one makes it an array.
  mutating func add(_ key: String, _ value: DynamicValue) {
    if let position = positions[OrdinalString(key)] {
      values[position].append(value)
    } else {
      append(key, value)
    }
  }

  private mutating func append(_ key: String, _ value: DynamicValue) {
    positions[OrdinalString(key)] = keys.count
    keys.append(key)
    values.append([value])
  }

  var bag: DynamicBag {
    var bag = DynamicBag()
    for (key, values) in zip(keys, values) {
      bag.append(uniqueKey: key, values.count == 1 ? values[0] : .array(values))
    }
    return bag
  }
}

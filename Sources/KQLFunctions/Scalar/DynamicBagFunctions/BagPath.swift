import KQLTypes

/// Where a property stands in nested bags: its own name, or a JSON path through bags (`$.outer.inner`).
struct BagPath {
  /// Never empty.
  let names: [String]
  /// Whether the text starts like a JSON path but leads to no property: the root, or through arrays.
  let isInvalid: Bool

  init(_ text: String) {
    guard text.utf8.first == UInt8(ascii: "$") else {
      names = [text]
      isInvalid = false
      return
    }
    let path = JSONPath(text)?.members
    names = path ?? [text]
    isInvalid = path == nil
  }
}

extension DynamicBag {
  func contains(_ names: ArraySlice<String>) -> Bool {
    guard let name = names.first, let value = self[name] else { return false }
    let rest = names.dropFirst()
    return rest.isEmpty || value.bag?.contains(rest) == true
  }

  /// The bag with a property set; bags on the way are made when they are missing.
  func setting(_ names: ArraySlice<String>, to value: DynamicValue) -> DynamicBag {
    guard let name = names.first else { return self }
    let rest = names.dropFirst()
    var result = self
    result[name] = rest.isEmpty ? value : .bag((self[name]?.bag ?? DynamicBag()).setting(rest, to: value))
    return result
  }

  func removing(_ names: ArraySlice<String>) -> DynamicBag {
    guard let name = names.first, let value = self[name] else { return self }
    let rest = names.dropFirst()
    var result = self
    if rest.isEmpty {
      result[name] = nil
    } else if let inner = value.bag {
      result[name] = .bag(inner.removing(rest))
    }
    return result
  }
}

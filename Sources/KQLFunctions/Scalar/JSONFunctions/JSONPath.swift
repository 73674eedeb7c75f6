import KQLTypes

/// A path into a JSON value: `$`, members as `.name` or `['name']`, and elements as `[0]`.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/jsonpath>
struct JSONPath: Hashable, Sendable {
  /// Longer paths are refused: values are not nested deeper, and walking a path may recurse.
  private static let maximumStepCount = 256

  enum Step: Hashable, Sendable {
    case member(String)
    case element(Int64)
  }

  let steps: [Step]

  init(steps: [Step]) {
    self.steps = steps
  }

  /// Reads a path; `nil` when the text is not one, or uses wildcards, recursion, slices or filters, which KQL
  /// does not have.
  init?(_ text: String) {
    var reader = Reader(bytes: Array(text.utf8))
    guard let steps = reader.path() else { return nil }
    self.steps = steps
  }
}

// MARK: - Queries

extension JSONPath {
  /// The names on the path; `nil` when it is the root or goes through an array.
  var members: [String]? {
    var names: [String] = []
    for step in steps {
      guard case .member(let name) = step else { return nil }
      names.append(name)
    }
    return names.isEmpty ? nil : names
  }
}

// MARK: - Reading

extension JSONPath {
  private struct Reader {
    let bytes: [UInt8]
    var position = 0

    var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    mutating func path() -> [Step]? {
      guard take(UInt8(ascii: "$")) else { return nil }
      var steps: [Step] = []
      while next != nil {
        guard steps.count < JSONPath.maximumStepCount, let step = take(UInt8(ascii: ".")) ? name() : bracket() else {
          return nil
        }
        steps.append(step)
      }
      return steps
    }

    private mutating func take(_ byte: UInt8) -> Bool {
      guard next == byte else { return false }
      position += 1
      return true
    }

    private mutating func name() -> Step? {
      let start = position
      while let byte = next, byte != UInt8(ascii: "."), byte != UInt8(ascii: "[") {
        guard byte != UInt8(ascii: "*") else { return nil }
        position += 1
      }
      return position > start ? .member(String(decoding: bytes[start..<position], as: UTF8.self)) : nil
    }

    private mutating func bracket() -> Step? {
      guard take(UInt8(ascii: "[")), let first = next else { return nil }
      let isQuoted = first == UInt8(ascii: "'") || first == UInt8(ascii: "\"")
      guard let step = isQuoted ? quotedName(first) : index(), take(UInt8(ascii: "]")) else { return nil }
      return step
    }

    private mutating func quotedName(_ quote: UInt8) -> Step? {
      position += 1
      var name: [UInt8] = []
      while let byte = next {
        position += 1
        if byte == quote { return .member(String(decoding: name, as: UTF8.self)) }
        if byte == UInt8(ascii: "\\"), let escaped = next {
          name.append(escaped)
          position += 1
        } else {
          name.append(byte)
        }
      }
      return nil
    }

    private mutating func index() -> Step? {
      var value: Int64 = 0
      let start = position
      while let byte = next, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") {
        // Longer than any array; what matters is that it cannot overflow.
        guard position - start < 15 else { return nil }
        value = value * 10 + Int64(byte - UInt8(ascii: "0"))
        position += 1
      }
      return position > start ? .element(value) : nil
    }
  }
}

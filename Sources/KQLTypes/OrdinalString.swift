/// A text that equals another one only when both have the same code points, as strings do in KQL.
///
/// Swift takes a composed character and its decomposed form for equal; Kusto does not.
package struct OrdinalString: Hashable, Sendable {
  package let text: String

  package init(_ text: String) { self.text = text }

  package static func == (left: OrdinalString, right: OrdinalString) -> Bool { areEqual(left.text, right.text) }

  package func hash(into hasher: inout Hasher) { Self.hash(text, into: &hasher) }
}

// MARK: - Plain strings

extension OrdinalString {
  package static func areEqual(_ left: String, _ right: String) -> Bool {
    // The first comparison is the quick one, and decides nearly always.
    left == right && left.utf8.elementsEqual(right.utf8)
  }

  package static func hash(_ text: String, into hasher: inout Hasher) {
    var text = text
    text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    hasher.combine(0xff as UInt8)
  }
}

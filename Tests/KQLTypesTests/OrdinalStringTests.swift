import Testing

@testable import KQLTypes

@Suite("Strings compare by code points")
struct OrdinalStringTests {
  let composed = "\u{e9}"
  let decomposed = "e\u{301}"

  @Test("where Swift takes canonically equivalent ones for equal")
  func equality() {
    #expect(composed == decomposed)
    #expect(OrdinalString(composed) != OrdinalString(decomposed))
    #expect(Set([OrdinalString(composed), OrdinalString(decomposed), OrdinalString(composed)]).count == 2)
    #expect(ScalarValue.string(composed) != .string(decomposed))
    #expect(DynamicValue.array([.string(composed)]) != .array([.string(decomposed)]))
    #expect(ScalarValue.string(composed).hashValue == ScalarValue.string("\u{e9}").hashValue)
  }

  @Test("also as keys of a bag, few or many", arguments: [0, 20])
  func keys(_ others: Int) {
    let properties = (0..<others).map { ("k\($0)", DynamicValue.null) }
    let bag = DynamicBag(properties + [(composed, .long(1)), (decomposed, .long(2)), (composed, .long(3))])
    #expect(bag.count == others + 2)
    #expect(bag[composed] == .long(3))
    #expect(bag[decomposed] == .long(2))
  }
}

import KQLColumnar
import Testing

@Suite struct BitmapTests {
  // Sizes straddle the 64-row word, where off-by-one errors live.
  @Test(arguments: [0, 1, 63, 64, 65, 128, 1000])
  func `holds what a bool array would`(count: Int) {
    let expected = (0..<count).map { $0 % 3 == 0 }
    let built = Bitmap(count: count) { expected[$0] }
    var appended = Bitmap(repeating: false, count: 0)
    for value in expected { appended.append(value) }
    #expect(built == appended)
    #expect((0..<count).map { built[$0] } == expected)
    #expect(built.setCount == expected.filter { $0 }.count)
    #expect(Bitmap(repeating: true, count: count).isAllSet)
    #expect(built.intersection(Bitmap(repeating: true, count: count)) == built)
  }
}

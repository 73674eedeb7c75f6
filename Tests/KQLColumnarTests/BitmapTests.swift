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
    var set = Bitmap(repeating: true, count: count)
    for row in 0..<count { set[row] = expected[row] }
    #expect(built == appended)
    #expect(built == set)
    #expect((0..<count).map { built[$0] } == expected)
    #expect(built.setCount == expected.filter { $0 }.count)
    #expect(Bitmap(repeating: true, count: count).isAllSet)
    #expect(built.intersection(Bitmap(repeating: true, count: count)) == built)
    #expect(built.union(Bitmap(repeating: false, count: count)) == built)
    var unset: [Int] = []
    built.forEachUnset { unset.append($0) }
    #expect(unset == (0..<count).filter { !expected[$0] })
  }

  @Test(arguments: [0, 1, 5, 63, 64, 65, 130], [0, 1, 63, 64, 65, 200])
  func `appends and slices at any offset`(first: Int, second: Int) {
    let left = (0..<first).map { $0 % 5 != 0 }
    let right = (0..<second).map { $0 % 7 != 0 }
    var bitmap = Bitmap(count: first) { left[$0] }
    bitmap.append(contentsOf: Bitmap(count: second) { right[$0] })
    #expect(bitmap == Bitmap(count: first + second) { (left + right)[$0] })
    #expect(bitmap.slice(first..<(first + second)) == Bitmap(count: second) { right[$0] })
    #expect(bitmap.slice(0..<first) == Bitmap(count: first) { left[$0] })
    let indexes = (0..<(first + second)).reversed().map { Int32($0) }
    #expect(bitmap.gathered(indexes) == Bitmap(count: indexes.count) { bitmap[Int(indexes[$0])] })
  }

  @Test func `validities combine, absent ones meaning that no row is null`() {
    let some: Bitmap? = Bitmap(count: 3) { $0 == 1 }
    let other: Bitmap? = Bitmap(count: 3) { $0 == 2 }
    #expect(some.and(nil) == some)
    #expect(some.or(nil) == nil)
    #expect(some.and(other)?.setCount == 0)
    #expect(some.or(other)?.setCount == 2)
    let none: Bitmap? = nil
    #expect(none.isValid(7))
  }
}

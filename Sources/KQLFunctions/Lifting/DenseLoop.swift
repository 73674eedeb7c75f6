/// Loops over packed values that have no branch for nulls: the body is also called on the unspecified values of null
/// rows, and must give something for any of them.
enum DenseLoop {
  @inline(__always)
  static func map<A, R>(_ values: [A], _ body: (A) -> R) -> [R] {
    [R](unsafeUninitializedCapacity: values.count) { target, initialized in
      values.withUnsafeBufferPointer { source in
        guard let output = target.baseAddress, let input = source.baseAddress else { return }
        for row in 0..<source.count { (output + row).initialize(to: body(input[row])) }
        initialized = source.count
      }
    }
  }

  /// - Precondition: Both arrays have the same count.
  @inline(__always)
  static func zip<A, B, R>(_ lefts: [A], _ rights: [B], _ body: (A, B) -> R) -> [R] {
    precondition(lefts.count == rights.count)
    return [R](unsafeUninitializedCapacity: lefts.count) { target, initialized in
      lefts.withUnsafeBufferPointer { leftSource in
        rights.withUnsafeBufferPointer { rightSource in
          guard let output = target.baseAddress, let l = leftSource.baseAddress, let r = rightSource.baseAddress
          else { return }
          for row in 0..<leftSource.count { (output + row).initialize(to: body(l[row], r[row])) }
          initialized = leftSource.count
        }
      }
    }
  }
}

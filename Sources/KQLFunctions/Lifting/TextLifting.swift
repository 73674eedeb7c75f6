import KQLColumnar
import KQLTypes

extension Lift {
  /// A column of strings, each written by the body to a buffer that comes empty.
  @inline(__always)
  static func strings(
    _ rowCount: Int, _ body: (_ row: Int, _ output: inout [UInt8]) throws(ExecutionError) -> Void
  ) throws(ExecutionError) -> Datum {
    let heap = StringHeap(isDistinct: false, capacity: rowCount)
    var buffer: [UInt8] = []
    for row in 0..<rowCount {
      buffer.clear()
      try body(row, &buffer)
      _ = buffer.withUnsafeBufferPointer { heap.append($0) }
    }
    return .column(.string(StringColumn(heap: heap)))
  }

  /// A column of strings, each appended to the heap by the body: one entry a row.
  @inline(__always)
  static func entries(_ rowCount: Int, _ body: (_ row: Int, _ heap: StringHeap) -> Void) -> Datum {
    let heap = StringHeap(isDistinct: false, capacity: rowCount)
    for row in 0..<rowCount { body(row, heap) }
    assert(heap.count == rowCount)
    return .column(.string(StringColumn(heap: heap)))
  }

  /// A column of values, `nil` for null.
  @inline(__always)
  static func values<R: ColumnElement>(
    _ rowCount: Int, to type: ScalarType, _ body: (_ row: Int) throws(ExecutionError) -> R?
  ) throws(ExecutionError) -> Datum {
    var results: [R] = []
    results.reserveCapacity(rowCount)
    var validity: Bitmap?
    for row in 0..<rowCount {
      if let result = try body(row) {
        results.append(result)
      } else {
        results.append(R.placeholder)
        if validity == nil { validity = Bitmap(repeating: true, count: rowCount) }
        validity![row] = false
      }
    }
    return .column(R.column(results, type: type, validity: validity))
  }

  /// Runs a kernel once when all arguments are constant, and once an entry instead of once a row when only one
  /// argument varies and it is a string column with more rows than dictionary entries.
  ///
  /// - Precondition: The kernel is pure, takes each row by itself and does not throw because of one row's value.
  static func perEntry(_ kernel: @escaping ScalarKernel) -> ScalarKernel {
    { (arguments, rowCount) throws(ExecutionError) in
      var varying: Int?
      for (index, argument) in arguments.enumerated() where argument.constant == nil {
        if varying != nil { return try kernel(arguments, rowCount) }
        varying = index
      }
      guard let varying else {
        let result = try kernel(arguments, 1)
        return .constant(result[0])
      }
      guard case .column(let column) = arguments[varying], case .string(let strings) = column.values,
        let codes = strings.codes
      else { return try kernel(arguments, rowCount) }
      let entries = StringColumn(heap: strings.heap)
      guard entries.count < rowCount else { return try kernel(arguments, rowCount) }
      var entryArguments = arguments
      entryArguments[varying] = .column(.string(entries))
      let result = try kernel(entryArguments, entries.count)
      guard case .column(let results) = result else { return result }
      return .column(results.gathered(codes.map { Int32(truncatingIfNeeded: $0) }))
    }
  }
}

// MARK: - Declaring

extension ScalarFunction {
  /// A pure function of text, computed for each dictionary entry once where that is less work.
  ///
  /// - Parameter text: Positions of the arguments that are converted to strings first; all when `nil`.
  static func ofText(
    _ name: String, text: [Int]? = nil,
    prepare: @escaping @Sendable (CallSite) throws(ExecutionError) -> ScalarKernel
  ) -> ScalarFunction {
    ScalarFunction(name) { (site) throws(ExecutionError) in
      let kernel = Lift.perEntry(try prepare(site))
      let positions = text ?? Array(0..<site.argumentCount)
      guard positions.contains(where: { $0 < site.argumentCount && site.argumentTypes[$0] != .string }) else {
        return kernel
      }
      return { (arguments, rowCount) throws(ExecutionError) in
        try kernel(arguments.asText(positions, rowCount: rowCount), rowCount)
      }
    }
  }

  /// A string made of one string; the body appends to the buffer, which comes empty.
  static func textToText(
    _ name: String, _ body: @escaping @Sendable (UnsafeBufferPointer<UInt8>, inout [UInt8]) -> Void
  ) -> ScalarFunction {
    ofText(name) { _ in
      { (arguments, rowCount) throws(ExecutionError) in
        let text = TextArgument(arguments[0])
        return try Lift.strings(rowCount) { (row, output) in body(text[row], &output) }
      }
    }
  }

  /// A value made of one string, `nil` for null.
  static func textToValue<R: ColumnElement>(
    _ name: String, _ type: ScalarType, _ body: @escaping @Sendable (UnsafeBufferPointer<UInt8>) -> R?
  ) -> ScalarFunction {
    ofText(name) { _ in
      { (arguments, rowCount) throws(ExecutionError) in
        let text = TextArgument(arguments[0])
        return try Lift.values(rowCount, to: type) { row in body(text[row]) }
      }
    }
  }

  /// A function that this engine refuses, with the reason; the call is checked as any other.
  static func refused(_ name: String, because reason: String) -> ScalarFunction {
    ScalarFunction(name, volatility: .stable, refusal: reason) { (_) throws(ExecutionError) in
      throw .unsupported("'\(name)' is not supported: \(reason)")
    }
  }
}

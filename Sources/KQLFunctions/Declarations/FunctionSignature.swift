import KQLTypes

/// One way to call a function: its parameters and the type of the result.
package struct FunctionSignature: Hashable, Sendable {
  package var parameters: [Parameter]
  package var minimumCount: Int
  package var maximumCount: Int
  package var result: ResultRule
  /// Accepted, but not offered in messages.
  package var isHidden: Bool

  package init(
    parameters: [Parameter], minimumCount: Int, maximumCount: Int, result: ResultRule, isHidden: Bool = false
  ) {
    self.parameters = parameters
    self.minimumCount = minimumCount
    self.maximumCount = maximumCount
    self.result = result
    self.isHidden = isHidden
  }
}

extension FunctionSignature {
  /// The parameter that each of `count` arguments is for; `nil` when the signature does not take so many.
  package func parameters(forArgumentCount count: Int) -> [Parameter]? {
    guard (minimumCount...max(minimumCount, maximumCount)).contains(count) else { return nil }
    var result: [Parameter] = []
    var index = 0
    while index < parameters.count {
      // A run of neighbours with the same repetition repeats as a group.
      var end = index + 1
      if parameters[index].maximumCount > 1 {
        while end < parameters.count, parameters[end].repetition == parameters[index].repetition { end += 1 }
        let after = parameters[end...].reduce(0) { $0 + $1.minimumCount }
        let available = count - result.count - after
        let groupSize = end - index
        for repetition in 0..<max(0, available / groupSize) {
          guard repetition < parameters[index].maximumCount else { break }
          result.append(contentsOf: parameters[index..<end])
        }
      } else if parameters[index].minimumCount == 1 {
        result.append(parameters[index])
      } else {
        let after = parameters[end...].reduce(0) { $0 + $1.minimumCount }
        if count - result.count > after { result.append(parameters[index]) }
      }
      index = end
    }
    return result.count == count ? result : nil
  }

  /// As ``parameters(forArgumentCount:)``, with every way to understand a last argument that may belong to an optional
  /// parameter behind repeating ones.
  package func parameterLists(forArgumentCount count: Int) -> [[Parameter]] {
    var lists = parameters(forArgumentCount: count).map { [$0] } ?? []
    guard let last = parameters.last, last.minimumCount == 0, last.maximumCount == 1,
      parameters.dropLast().contains(where: { $0.maximumCount > 1 })
    else { return lists }
    var shorter = self
    shorter.parameters.removeLast()
    shorter.maximumCount -= 1
    if let list = shorter.parameters(forArgumentCount: count - 1) { lists.append(list + [last]) }
    return lists
  }
}

extension Parameter {
  fileprivate var repetition: ClosedRange<Int> { minimumCount...max(minimumCount, maximumCount) }
}

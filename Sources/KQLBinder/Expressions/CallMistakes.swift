import KQLDiagnostics
import KQLFunctions
import KQLSyntax
import KQLTypes

extension QueryBinding {
  func reportArgumentCount(of entry: FunctionSurface.Entry, _ call: CallSyntax) {
    var counts: [(Int, Int)] = []
    for signature in entry.signatures where !signature.isHidden {
      counts.append((signature.minimumCount, signature.maximumCount))
    }
    if counts.isEmpty { counts = entry.signatures.map { ($0.minimumCount, $0.maximumCount) } }
    let least = counts.map(\.0).min() ?? 0
    let most = counts.map(\.1).max() ?? 0
    let expected: String
    if least == most {
      expected = "\(least) argument\(least == 1 ? "" : "s")"
    } else if most > 1_000 {
      expected = "\(least) or more arguments"
    } else {
      expected = "\(least) to \(most) arguments"
    }
    let given = call.arguments.count
    if given >= least, given <= most {
      report(
        .wrongArgumentCount, "no form of '\(entry.name)' takes \(given) argument\(given == 1 ? "" : "s")",
        at: call.span)
    } else {
      report(.wrongArgumentCount, "'\(entry.name)' takes \(expected), not \(given)", at: call.span)
    }
  }

  func reportMismatch(
    of entry: FunctionSurface.Entry, _ signatures: [FunctionSignature], _ resolution: OverloadResolution,
    _ call: CallSyntax
  ) {
    let types = resolution.argumentTypes
    if signatures.count == 1, let parameters = signatures[0].parameters(forArgumentCount: types.count) {
      var isReported = false
      for (index, parameter) in parameters.enumerated() {
        switch parameter.type {
        case .commonScalar, .commonScalarOrDynamic, .commonOrderable: continue
        default: break
        }
        guard let type = types[index], resolution.fit(index, parameter.type) == .none else { continue }
        isReported = true
        report(
          .typeMismatch,
          "argument '\(parameter.name)' of '\(entry.name)' must be \(parameter.type.description), not \(type.name)",
          at: call.arguments[index].span, hint: TypeHints.converting(type, to: parameter.type))
      }
      if isReported { return }
      report(
        .typeMismatch,
        "the arguments of '\(entry.name)' must have one type, not \(types.compactMap { $0?.name }.shortened.formattedList)",
        at: call.span)
      return
    }
    report(
      .typeMismatch,
      "no form of '\(entry.name)' takes (\(types.map { $0?.name ?? "…" }.shortened.joined(separator: ", ")))",
      at: call.span)
  }
}

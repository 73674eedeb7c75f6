import KQLColumnar
import KQLPlan
import KQLTypes

/// Computes columns and conditions of matches, and of all nodes or edges; used by one thread.
final class GraphValues {
  private let program: GraphMatchProgram
  private let graph: GraphData
  private var evaluators: [ColumnID: ExpressionEvaluator] = [:]

  init(_ program: GraphMatchProgram, _ graph: GraphData) {
    self.program = program
    self.graph = graph
  }
}

// MARK: - Matches

extension GraphValues {
  /// A batch with a row a match.
  func batch(of columns: [PlanColumn], _ matches: GraphMatches) throws(ExecutionError) -> RecordBatch {
    var values: [Column] = []
    for column in columns { values.append(try self.column(column, matches)) }
    return RecordBatch(columns: values, rowCount: matches.count)
  }

  private func column(_ column: PlanColumn, _ matches: GraphMatches) throws(ExecutionError) -> Column {
    switch program.source(of: column.id) {
    case .node(let slot, let position): return graph.nodes.columns[position].gathered(matches.nodes[slot])
    case .edge(let slot, let position): return graph.edges.columns[position].gathered(matches.edges[slot])
    case .steps(let slot, let position):
      guard let steps = matches.steps[slot] else { preconditionFailure("steps of a single edge") }
      return Self.arrays(graph.edges.columns[position].gathered(steps.edges), steps.edgeOffsets)
    case .nodeFunction(let function, let slot): return self.function(function, matches.nodes[slot])
    case .overSteps(let computation): return try self.column(column.id, computation, matches)
    }
  }

  private func function(_ function: GraphMatchProgram.NodeFunction, _ nodes: [Int32]) -> Column {
    switch function {
    case .id: .string(nodes.map { graph.nodeIds[Int($0)].text })
    case .inDegree: .int64(nodes.map { Int64(graph.incoming.degree(of: $0)) }, as: .long)
    case .outDegree: .int64(nodes.map { Int64(graph.outgoing.degree(of: $0)) }, as: .long)
    }
  }

  private func column(
    _ id: ColumnID, _ computation: GraphMatchProgram.StepComputation, _ matches: GraphMatches
  ) throws(ExecutionError) -> Column {
    guard let steps = matches.steps[computation.slot] else { preconditionFailure("steps of a single edge") }
    let offsets = computation.isOverInnerNodes ? steps.nodeOffsets : steps.edgeOffsets
    let places = computation.isOverInnerNodes ? steps.innerNodes : steps.edges
    var owners: [Int32] = []
    if !computation.outer.isEmpty {
      for match in 0..<matches.count {
        owners.append(
          contentsOf: repeatElement(Int32(truncatingIfNeeded: match), count: Int(offsets[match + 1] - offsets[match])))
      }
    }
    var columns = stepColumns(computation, places)
    for outer in computation.outer { columns.append(try self.column(outer, matches).gathered(owners)) }
    let batch = RecordBatch(columns: columns, rowCount: places.count)
    let values = try evaluator(id, computation).evaluateColumns(batch)[0]
    if computation.reduction == .map { return Self.arrays(values, offsets) }
    let isAll = computation.reduction == .all
    return .bool(
      (0..<matches.count).map { match in
        for step in Int(offsets[match])..<Int(offsets[match + 1]) where values[step].isTrue != isAll { return !isAll }
        return isAll
      })
  }

  /// What a computation reads of its steps.
  private func stepColumns(_ computation: GraphMatchProgram.StepComputation, _ places: [Int32]) -> [Column] {
    let table = computation.isOverInnerNodes ? graph.nodes : graph.edges
    return computation.properties.map { table.columns[$0.position].gathered(places) }
      + computation.functions.map { function($0.function, places) }
  }

  private func evaluator(
    _ id: ColumnID, _ computation: GraphMatchProgram.StepComputation
  ) throws(ExecutionError) -> ExpressionEvaluator {
    if let known = evaluators[id] { return known }
    let evaluator = try ExpressionEvaluator(
      ExpressionProgram([computation.value], columns: computation.columns, now: program.now))
    evaluators[id] = evaluator
    return evaluator
  }

  private static func arrays(_ values: Column, _ offsets: [Int32]) -> Column {
    .dynamic(
      (0..<offsets.count - 1).map { match in
        .array((Int(offsets[match])..<Int(offsets[match + 1])).map { DynamicValue(values[$0]) })
      })
  }
}

// MARK: - All nodes or edges

extension GraphValues {
  /// Splits conditions into what each slot allows and what only a whole match can tell.
  func masks() throws(ExecutionError) -> (masks: GraphMasks, rest: [BoundExpression]) {
    var masks = GraphMasks(program.pattern)
    var rest: [BoundExpression] = []
    for condition in program.conditions {
      if try !restrict(&masks, to: condition) { rest.append(condition) }
    }
    return (masks, rest)
  }

  /// - Returns: False for a condition that depends on more than one element.
  private func restrict(_ masks: inout GraphMasks, to condition: BoundExpression) throws(ExecutionError) -> Bool {
    guard condition.isDeterministic else { return false }
    if case .column(let column) = condition, case .overSteps(let all) = program.source(of: column.id) {
      guard all.reduction == .all, all.outer.isEmpty, all.value.isDeterministic else { return false }
      let count = all.isOverInnerNodes ? graph.nodeCount : graph.edgeCount
      let everyPlace = Array(0..<Int32(truncatingIfNeeded: count))
      let batch = RecordBatch(columns: stepColumns(all, everyPlace), rowCount: count)
      let values = try evaluator(column.id, all).evaluateColumns(batch)[0]
      let mask = (0..<count).map { values[$0].isTrue }
      if all.isOverInnerNodes {
        GraphMasks.restrict(&masks.innerNodes[all.slot], to: mask)
      } else {
        GraphMasks.restrict(&masks.edges[all.slot], to: mask)
      }
      return true
    }
    var nodeSlots: Set<Int> = []
    var edgeSlots: Set<Int> = []
    for column in condition.columns {
      switch program.source(of: column) {
      case .node(let slot, _), .nodeFunction(_, let slot): nodeSlots.insert(slot)
      case .edge(let slot, _): edgeSlots.insert(slot)
      case .steps, .overSteps: return false
      }
    }
    guard nodeSlots.count + edgeSlots.count == 1 else { return false }
    let count = nodeSlots.isEmpty ? graph.edgeCount : graph.nodeCount
    let columns = program.columns(of: [condition])
    let everyPlace = Array(0..<Int32(truncatingIfNeeded: count))
    let values = columns.map { column -> Column in
      switch program.source(of: column.id) {
      case .node(_, let position): graph.nodes.columns[position]
      case .edge(_, let position): graph.edges.columns[position]
      case .nodeFunction(let function, _): self.function(function, everyPlace)
      case .steps, .overSteps: preconditionFailure("a condition on one element reads others")
      }
    }
    let evaluator = try ExpressionEvaluator(ExpressionProgram([condition], columns: columns, now: program.now))
    let result = try evaluator.evaluateColumns(RecordBatch(columns: values, rowCount: count))[0]
    let mask = (0..<count).map { result[$0].isTrue }
    if let slot = nodeSlots.first { GraphMasks.restrict(&masks.nodes[slot], to: mask) }
    if let slot = edgeSlots.first { GraphMasks.restrict(&masks.edges[slot], to: mask) }
    return true
  }
}

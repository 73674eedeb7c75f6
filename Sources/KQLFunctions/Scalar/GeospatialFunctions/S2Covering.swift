/// The S2 cells of one level that a line or polygon, or all that is within a radius of it, meets; cells that it only
/// touches count too.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/geo-polygon-to-s2cells-function>
struct S2Covering {
  static let maximumCount = 65_536

  private let level: Int
  private let radius: ChordAngle
  private let isInside: (SpherePoint) -> Bool
  private var cells: [S2Cell] = []

  /// - Parameters:
  ///   - radius: How far from the shape cells may be.
  ///   - edges: The edges of the shape.
  ///   - isInside: Whether a point that no edge is near belongs to the shape.
  /// - Returns: Cells in order of their identifiers; `nil` when there would be more than ``maximumCount``.
  static func cells(
    level: Int, radius: ChordAngle, edges: [SphericalEdge], isInside: @escaping (SpherePoint) -> Bool
  ) -> [S2Cell]? {
    var covering = S2Covering(level: level, radius: radius, isInside: isInside)
    for face in S2Cell.faces where !covering.visit(face, edges) { return nil }
    return covering.cells
  }

  private init(level: Int, radius: ChordAngle, isInside: @escaping (SpherePoint) -> Bool) {
    self.level = level
    self.radius = radius
    self.isInside = isInside
  }

  /// - Returns: Whether there is room for what was found.
  private mutating func visit(_ cell: S2Cell, _ edges: [SphericalEdge]) -> Bool {
    let near = edges.filter { cell.meets($0) || cell.isWithin(radius, of: $0) }
    if near.isEmpty { return !isInside(cell.center) || addAll(cell) }
    guard cell.level < level else { return add(cell) }
    for child in cell.children where !visit(child, near) { return false }
    return true
  }

  private mutating func addAll(_ cell: S2Cell) -> Bool {
    guard cell.level < level else { return add(cell) }
    for child in cell.children where !addAll(child) { return false }
    return true
  }

  private mutating func add(_ cell: S2Cell) -> Bool {
    cells.append(cell)
    return cells.count <= Self.maximumCount
  }
}

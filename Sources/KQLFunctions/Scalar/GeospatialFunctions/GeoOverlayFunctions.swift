import KQLColumnar
import KQLTypes

/// What shapes have in common, and the cells that cover them. Invalid shapes give a null.
///
/// What would be left to rounding errors, such as borders along each other, is refused.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/geo-intersects-2lines-function>
enum GeoOverlayFunctions {
  static let functions: [ScalarFunction] = [
    pair("geo_intersects_2lines", .bool, SphericalLine.init, SphericalLine.init) { left, right in
      .bool(left.edges.contains { edge in right.edges.contains { $0.meets(edge) } })
    },
    pair("geo_intersects_line_with_polygon", .bool, SphericalLine.init, SphericalPolygon.init) { line, polygon in
      .bool(line.edges.contains(where: polygon.intersects))
    },
    pair("geo_intersects_2polygons", .bool, SphericalPolygon.init, SphericalPolygon.init) { left, right in
      .bool(left.intersects(right))
    },
    pair("geo_intersection_2lines", .dynamic, SphericalLine.init, SphericalLine.init, intersection),
    pair("geo_intersection_line_with_polygon", .dynamic, SphericalLine.init, SphericalPolygon.init, intersection),
    pair("geo_intersection_2polygons", .dynamic, SphericalPolygon.init, SphericalPolygon.init, intersection),
    .rowwise("geo_polygon_to_s2cells", propagatesNull: false) { values, _ in
      guard let polygon = SphericalPolygon(values[0].asDynamic) else { return .null(.dynamic) }
      return covering(values, polygon.edges) { polygon.contains($0) }
    },
    .rowwise("geo_line_to_s2cells", propagatesNull: false) { values, _ in
      guard let line = SphericalLine(values[0].asDynamic) else { return .null(.dynamic) }
      return covering(values, line.edges) { _ in false }
    },
    .rowwise("geo_polygon_to_h3cells", propagatesNull: false, h3Cells),
    .rowwise("geo_union_polygons_array", propagatesNull: false, unionOfPolygons),
    .rowwise("geo_union_lines_array", propagatesNull: false, unionOfLines),
  ]

  private static func pair<Left: Sendable, Right: Sendable>(
    _ name: String, _ type: ScalarType, _ readLeft: @escaping @Sendable (DynamicValue) -> Left?,
    _ readRight: @escaping @Sendable (DynamicValue) -> Right?,
    _ body: @escaping @Sendable (Left, Right) throws(ExecutionError) -> ScalarValue
  ) -> ScalarFunction {
    ScalarFunction(name) { site in
      let left = ShapeArgument(site, 0, readLeft)
      let right = ShapeArgument(site, 1, readRight)
      return { (arguments, rowCount) throws(ExecutionError) in
        try Lift.rows(arguments, rowCount, to: type) { (values) throws(ExecutionError) in
          guard let l = left.value(values), let r = right.value(values) else { return .null(type) }
          return try body(l, r)
        }
      }
    }
  }

  // MARK: - Intersections

  private static let nothing = ScalarValue.dynamic(GeoShape.collection([]).json)

  private static func point(_ point: SpherePoint) -> ScalarValue {
    .dynamic(GeoShape.point(GeoPosition(point)).json)
  }

  private static func intersection(
    _ left: SphericalLine, _ right: SphericalLine
  ) throws(ExecutionError) -> ScalarValue {
    if left.chains == right.chains { return GeoShapeFunctions.line(left.chains, isMultiple: left.isMultiple) }
    var found: [SpherePoint] = []
    var touches = false
    for edge in left.edges {
      for other in right.edges {
        if SpherePoint.cross(edge.start, edge.end, other.start, other.end) {
          found.append(SpherePoint.crossing(edge.start, edge.end, other.start, other.end))
        } else if edge.meets(other) {
          touches = true
        }
      }
    }
    guard !touches, found.count < 2 else {
      throw .unsupported("geo_intersection_2lines(): more than one crossing, and lines that touch, are not supported")
    }
    return found.first.map(point) ?? nothing
  }

  /// The parts of the line within the polygon, in the line's order.
  private static func intersection(
    _ line: SphericalLine, _ polygon: SphericalPolygon
  ) throws(ExecutionError) -> ScalarValue {
    let borders = polygon.edges
    var parts: [[SpherePoint]] = []
    var touches = false
    for chain in line.chains {
      var isOpen = false
      for (start, end) in zip(chain, chain.dropFirst()) {
        var cuts: [SpherePoint] = []
        for border in borders {
          if SpherePoint.cross(start, end, border.start, border.end) {
            cuts.append(SpherePoint.crossing(start, end, border.start, border.end))
          } else if border.meets(SphericalEdge(start: start, end: end)) {
            touches = true
          }
        }
        let stops = [start] + cuts.sorted { start.angle($0) < start.angle($1) } + [end]
        for (from, to) in zip(stops, stops.dropFirst()) {
          guard polygon.contains((from + to).normalized) else {
            isOpen = false
            continue
          }
          if isOpen { parts[parts.count - 1].append(to) } else { parts.append([from, to]) }
          isOpen = true
        }
      }
    }
    guard !touches else {
      throw .unsupported("geo_intersection_line_with_polygon(): lines that touch the border are not supported")
    }
    return parts.isEmpty ? nothing : GeoShapeFunctions.line(parts, isMultiple: false)
  }

  private static func intersection(
    _ left: SphericalPolygon, _ right: SphericalPolygon
  ) throws(ExecutionError) -> ScalarValue {
    guard left.intersects(right) else { return nothing }
    guard let common = left.intersection(right) else {
      throw .unsupported("geo_intersection_2polygons(): polygons whose borders touch along edges are not supported")
    }
    let shapes = common.corners.map { GeoShape.point(GeoPosition($0)) }
    guard !common.loops.isEmpty else {
      guard shapes.count == 1 else {
        throw .unsupported("geo_intersection_2polygons(): polygons that touch at several corners are not supported")
      }
      return .dynamic(shapes[0].json)
    }
    let polygons = SphericalPolygon.shape(ofLoops: common.loops)
    if shapes.isEmpty { return .dynamic(polygons.json) }
    guard shapes.count == 1, case .polygon = polygons else {
      throw .unsupported("geo_intersection_2polygons(): several common parts besides corners are not supported")
    }
    return .dynamic(GeoShape.collection(shapes + [polygons]).json)
  }

  // MARK: - Unions

  /// <https://learn.microsoft.com/kusto/query/geo-union-polygons-array-function>
  private static func unionOfPolygons(_ values: [ScalarValue], _: CallSite) throws(ExecutionError) -> ScalarValue {
    guard isArray(values[0], of: SphericalPolygon.init) else { return .null(.dynamic) }
    let polygons = (values[0].elements ?? []).compactMap(SphericalPolygon.init)
    guard let loops = SphericalPolygon.union(polygons) else {
      throw .unsupported("geo_union_polygons_array(): polygons whose borders almost coincide are not supported")
    }
    return .dynamic(SphericalPolygon.shape(ofLoops: loops).json)
  }

  /// <https://learn.microsoft.com/kusto/query/geo-union-lines-array-function>
  private static func unionOfLines(_ values: [ScalarValue], _: CallSite) throws(ExecutionError) -> ScalarValue {
    guard isArray(values[0], of: SphericalLine.init) else { return .null(.dynamic) }
    let lines = (values[0].elements ?? []).compactMap(SphericalLine.init)
    guard let chain = SphericalLine.singleChain(of: lines) else {
      throw .unsupported("geo_union_lines_array(): lines that do not form a single one are not supported")
    }
    return GeoShapeFunctions.line([chain], isMultiple: false)
  }

  // MARK: - Coverings

  /// Cells of a level and within a radius, which follow the shape in the arguments.
  private static func covering(
    _ values: [ScalarValue], _ edges: [SphericalEdge], _ isInside: @escaping (SpherePoint) -> Bool
  ) -> ScalarValue {
    guard let level = GridCellFunctions.whole(values, 1, default: 11, in: 0...S2Cell.maximumLevel) else {
      return .null(.dynamic)
    }
    guard let meters = values.count > 2 ? values[2].number : 0, meters >= 0, meters.isFinite else {
      return .null(.dynamic)
    }
    let radius = ChordAngle(radians: meters / SpherePoint.earthRadius)
    let cells = S2Covering.cells(level: level, radius: radius, edges: edges, isInside: isInside)
    return cells.map { .array($0.map { .string($0.token) }) } ?? .null(.dynamic)
  }

  /// <https://learn.microsoft.com/kusto/query/geo-polygon-to-h3cells-function>
  private static func h3Cells(_ values: [ScalarValue], _: CallSite) throws(ExecutionError) -> ScalarValue {
    let name = "geo_polygon_to_h3cells"
    let polygons: [[[GeoPosition]]]
    switch GeoShape(values[0].asDynamic) {
    case .polygon(let rings): polygons = [rings]
    case .multiPolygon(let all): polygons = all
    default: return .null(.dynamic)
    }
    guard let polygon = SphericalPolygon(values[0].asDynamic),
      let resolution = GridCellFunctions.whole(values, 1, default: 6, in: 0...H3Cell.maximumResolution),
      let radius = values.count > 2 ? values[2].number : 0, radius >= 0, radius.isFinite
    else { return .null(.dynamic) }
    guard radius == 0 else { throw .unsupported("\(name)(): a radius is not supported") }
    // Cells differ in size by a factor of two, and straight edges from those of the sphere by less.
    let count = H3Covering.count(area: polygon.area, resolution: resolution)
    guard count < 8 * Double(H3Covering.maximumCount) else { return .null(.dynamic) }
    var cells: [H3Cell] = []
    var isKnown: Set<H3Cell> = []
    for rings in polygons {
      do {
        cells += try H3Covering(rings: rings, resolution: resolution).cells().filter { isKnown.insert($0).inserted }
      } catch .tooManyCells {
        return .null(.dynamic)
      } catch {
        throw .unsupported("\(name)(): a border of so many cells is not supported")
      }
    }
    return cells.count <= H3Covering.maximumCount ? .array(cells.map { .string($0.token) }) : .null(.dynamic)
  }

  private static func isArray<Shape>(_ value: ScalarValue, of read: (DynamicValue) -> Shape?) -> Bool {
    guard let elements = value.elements, !elements.isEmpty else { return false }
    return elements.allSatisfy { read($0) != nil }
  }
}

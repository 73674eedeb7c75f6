import KQLFunctions
import KQLTypes
import Testing

@Suite struct GeospatialFunctionsTests {
  @Test func `names cells of the geohash grid`() throws {
    #expect(try call("geo_point_to_geohash", .real(-80.195829), .real(25.802215), .long(8)) == .string("dhwfz15h"))
    #expect(try call("geo_point_to_geohash", .real(180), .real(90), .long(1)) == .string("z"))
    #expect(try call("geo_point_to_geohash", .real(181), .real(0)) == .string(""))
    #expect(try call("geo_point_to_geohash", .real(0), .real(0), .long(19)) == .string(""))
    #expect(
      try call("geo_geohash_to_central_point", .string("s")) == json(#"{"type":"Point","coordinates":[22.5,22.5]}"#))
    #expect(try call("geo_geohash_neighbors", .string("a")).isNull)
    // At the antimeridian the neighbours are on the other side; beyond the pole there are none.
    #expect(try call("geo_geohash_neighbors", .string("x")) == json(#"["w","q","r","2","b","8","z","y"]"#))
    #expect(try call("geo_geohash_neighbors", .string("z")) == json(#"["y","w","x","8","b"]"#))
  }

  @Test func `names cells of the S2 grid`() throws {
    #expect(try call("geo_point_to_s2cell", .real(10.1234), .real(53), .long(8)) == .string("47b1d"))
    #expect(try call("geo_point_to_s2cell", .real(10), .real(53), .long(31)) == .string(""))
    #expect(try call("geo_s2cell_to_central_point", .string("g")).isNull)
    #expect(try call("geo_s2cell_to_central_point", .string("2")).isNull)
    #expect(
      try call("geo_s2cell_neighbors", .string("89c259"))
        == json(#"["89c25d","89c25b","89c2f7","89c257","89c2f5","89c251","89c25f","89c2f9"]"#))
    // A cell of the first level at a corner of the cube.
    #expect(try call("geo_s2cell_to_polygon", .string("1")).isNull == false)
  }

  // Hexagons, a pentagon, cells across faces of the icosahedron, and both kinds of resolutions.
  @Test(arguments: [
    (-74.04450446039874, 40.689250859314974, 6, "862a1072fffffff"), (1, 1, 10, "8a7541ad5a77fff"),
    (10.53619907546767, 64.70000012793487, 1, "81083ffffffffff"), (0, 90, 3, "830326fffffffff"),
    (-0.12433080766874127, 51.51115841361647, 14, "8e194ad324f1647"),
  ])
  func `names cells of the H3 grid`(longitude: Double, latitude: Double, resolution: Int64, cell: String) throws {
    #expect(try call("geo_point_to_h3cell", .real(longitude), .real(latitude), .long(resolution)) == .string(cell))
    #expect(try call("geo_h3cell_level", .string(cell)) == .int(Int32(resolution)))
    // The middle of a cell is in it, at its own and at every coarser resolution's.
    guard case .dynamic(.bag(let bag)) = try call("geo_h3cell_to_central_point", .string(cell)),
      case .array(let place) = bag["coordinates"], case .real(let x) = place[0], case .real(let y) = place[1]
    else { throw ExecutionError.badInput("not a point") }
    #expect(try call("geo_point_to_h3cell", .real(x), .real(y), .long(resolution)) == .string(cell))
    for coarser in 0..<resolution {
      let parent = try call("geo_h3cell_parent", .string(cell), .long(coarser))
      #expect(try call("geo_h3cell_level", parent) == .int(Int32(coarser)))
    }
  }

  @Test func `walks the H3 grid`() throws {
    #expect(
      try call("geo_h3cell_children", .string("862a1072fffffff"))
        == json(
          """
          ["872a10728ffffff","872a10729ffffff","872a1072affffff","872a1072bffffff","872a1072cffffff",
          "872a1072dffffff","872a1072effffff"]
          """
        ))
    let children = try call("geo_h3cell_children", .string("8009fffffffffff"), .long(2))
    #expect(try call("array_length", children) == .long(41))
    #expect(
      try call("geo_h3cell_neighbors", .string("861f8894fffffff"))
        == json(
          """
          ["861f8d497ffffff","861f8896fffffff","861f8d4b7ffffff","861f88867ffffff","861f8895fffffff",
          "861f88947ffffff"]
          """
        ))
    guard case .dynamic(.array(let rings)) = try call("geo_h3cell_rings", .string("861f8894fffffff"), .long(3)) else {
      return
    }
    #expect(rings.map { $0.array?.count } == [1, 6, 12, 18])
    #expect(try call("array_length", try call("geo_h3cell_neighbors", .string("8009fffffffffff"))) == .long(5))
    for invalid in ["", "abc", "862a1072ffffff", "8009ffffffffff", "+62a1072fffffff", "8f2a1072fffffff"] {
      #expect(try call("geo_h3cell_level", .string(invalid)).isNull)
    }
  }

  @Test func `measures distances and directions`() throws {
    func number(_ value: ScalarValue) -> Double { value.number ?? .nan }
    let path: [ScalarValue] = [.real(-122.407628), .real(47.578557), .real(-118.275287), .real(34.019056)]
    let distance = try call("geo_distance_2points", path[0], path[1], path[2], path[3])
    #expect(abs(number(distance) - 1546754.35197381) < 1e-6)
    let flat = try call("geo_distance_2points", path[0], path[1], path[2], path[3], .bool(true))
    #expect(abs(number(flat) / number(distance) - 1) < 0.005 && flat != distance)
    #expect(try call("geo_distance_2points", .long(300), .long(1), .long(1), .long(1)).isNull)
    let azimuth = try call("geo_azimuth", .long(5), .long(10), .long(10), .long(-40))
    #expect(abs(number(azimuth) - 3.05459939796449) < 1e-13)
    #expect(try call("geo_azimuth", .long(5), .long(10), .long(5), .long(10)).isNull)
    let angle = try call("geo_angle", .long(0), .long(10), .long(0), .long(5), .long(3), .long(-10))
    #expect(abs(number(angle) - 2.94493843406882) < 1e-13)
    #expect(try call("geo_point_in_circle", .long(1), .long(1), .long(1), .long(1), .long(0)) == .bool(true))
    #expect(try call("geo_point_in_circle", .long(1), .long(1), .long(1), .long(1), .long(-1)).isNull)
  }

  let square = json(
    #"{"type":"Polygon","coordinates":[[[0,0],[10,0],[10,10],[0,10],[0,0]],[[4,4],[4,6],[6,6],[6,4],[4,4]]]}"#)

  @Test(arguments: [(5.0, 1.0, true), (5, 5, false), (11, 5, false), (-170, -5, false), (0, 0, true), (0.5, 9.9, true)])
  func `tells inside from outside`(longitude: Double, latitude: Double, expected: Bool) throws {
    #expect(try call("geo_point_in_polygon", .real(longitude), .real(latitude), square) == .bool(expected))
  }

  @Test(arguments: [
    "[[[0,0],[10,10],[10,10],[0,0]]]", "[[[0,0],[1,0],[1,1]]]", "[[[0,0],[2,2],[2,0],[0,2],[0,0]]]", "[]", "[[]]",
    "[[[0,0],[1,0],[2,0],[0,0]]]", #"[[["a",0],[1,0],[1,1],[0,0]]]"#,
  ])
  func `refuses rings that are none`(rings: String) throws {
    let polygon = json(#"{"type":"Polygon","coordinates":\#(rings)}"#)
    #expect(try call("geo_polygon_area", polygon).isNull)
    #expect(try call("geo_point_in_polygon", .long(0), .long(0), polygon).isNull)
  }

  @Test func `joins polygons`() throws {
    let left = json(#"{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,1],[0,0]]]}"#)
    let right = json(#"{"type":"Polygon","coordinates":[[[1,0],[2,0],[2,1],[1,1],[1,0]]]}"#)
    let array = try call("pack_array", left, right)
    guard case .dynamic(.bag(let bag)) = try call("geo_union_polygons_array", array) else {
      throw ExecutionError.badInput("not a shape")
    }
    #expect(bag["type"] == .string("Polygon"))
    #expect(bag["coordinates"]?.array?.first?.array?.count == 7)
    let joined = try call("geo_polygon_area", .dynamic(.bag(bag))).number ?? 0
    let parts = try [left, right].reduce(0) { $0 + (try call("geo_polygon_area", $1).number ?? 0) }
    #expect(abs(joined / parts - 1) < 1e-12)
    let both = json(
      """
      {"type":"MultiPolygon","coordinates":[
      [[[0,0],[1,0],[1,1],[0,1],[0,0]]],[[[0.5,0],[2,0],[2,1],[0.5,1],[0.5,0]]]]}
      """)
    let overlapping = try call("geo_polygon_area", both).number ?? 0
    #expect(abs(overlapping / parts - 1) < 1e-4)
  }

  @Test(arguments: [
    ("point(1 2)", #"{"type":"Point","coordinates":[1.0,2.0]}"#),
    ("MULTIPOINT ((1 1), 2 2)", #"{"type":"MultiPoint","coordinates":[[1.0,1.0],[2.0,2.0]]}"#),
    ("LINESTRING (1 -2.5e1, 3 4)", #"{"type":"LineString","coordinates":[[1.0,-25.0],[3.0,4.0]]}"#),
    (
      "GEOMETRYCOLLECTION (POINT (1 1))",
      #"{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1.0,1.0]}]}"#
    ),
    ("POINT (1)", "null"), ("POINT (1 2) x", "null"), ("LINESTRING", "null"), ("POINT EMPTY", "null"), ("", "null"),
    ("POLYGON ((1 2, 3 4)", "null"),
  ])
  func `reads well-known text`(text: String, expected: String) throws {
    #expect(try call("geo_from_wkt", .string(text)) == json(expected))
  }

  @Test func `covers with cells`() throws {
    let wide = json(#"{"type":"Polygon","coordinates":[[[0,0],[0,50],[100,50],[0,0]]]}"#)
    #expect(try call("array_length", try call("geo_polygon_to_s2cells", wide, .long(5))) == .long(286))
    #expect(try call("geo_polygon_to_s2cells", wide, .long(30)).isNull)
    let line = json(#"{"type":"LineString","coordinates":[[-0.14,51.5],[-0.13,51.51]]}"#)
    #expect(try call("geo_line_to_s2cells", line, .long(5)) == json(#"["4874"]"#))
  }
}

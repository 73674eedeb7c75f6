extension FunctionSurface {
  /// Functions of geospatial shapes and grids.
  static let geospatialText = """
    geo_from_wkt
      1 1 dynamic | wkt:StringOrArray
    geo_angle
      6 6 real | p1_longitude:Number p1_latitude:Number p2_longitude:Number p2_latitude:Number p3_longitude:Number p3_latitude:Number
    geo_azimuth
      4 4 real | p1_longitude:Number p1_latitude:Number p2_longitude:Number p2_latitude:Number
    geo_closest_point_on_line
      3 3 dynamic | longitude:Number latitude:Number lineString:DynamicBag
    geo_closest_point_on_polygon
      3 3 dynamic | longitude:Number latitude:Number polygon:DynamicBag
    geo_distance_2points
      4 5 real | p1_longitude:Number p1_latitude:Number p2_longitude:Number p2_latitude:Number use_spheroid:NumberOrBool{0,1}
    geo_distance_point_to_line
      3 3 real | longitude:Number latitude:Number lineString:DynamicBag
    geo_distance_point_to_polygon
      3 3 real | longitude:Number latitude:Number polygon:DynamicBag
    geo_point_in_circle
      5 5 bool | p_longitude:Number p_latitude:Number pc_longitude:Number pc_latitude:Number c_radius:Number
    geo_point_in_polygon
      3 3 bool | longitude:Number latitude:Number polygon:DynamicBag
    geo_intersects_2lines
      2 2 bool | lineString1:DynamicBag lineString2:DynamicBag
    geo_intersects_line_with_polygon
      2 2 bool | lineString:DynamicBag polygon:DynamicBag
    geo_intersects_2polygons
      2 2 bool | polygon1:DynamicBag polygon2:DynamicBag
    geo_intersection_2lines
      2 2 dynamic | lineString1:DynamicBag lineString2:DynamicBag
    geo_intersection_line_with_polygon
      2 2 dynamic | lineString:DynamicBag polygon:DynamicBag
    geo_intersection_2polygons
      2 2 dynamic | polygon1:DynamicBag polygon2:DynamicBag
    geo_union_polygons_array
      1 1 dynamic | polygons:DynamicArray
    geo_simplify_polygons_array
      1 2 dynamic | polygons:DynamicArray tolerance:Number{0,1}
    geo_union_lines_array
      1 1 dynamic | lineStrings:DynamicArray
    geo_polygon_to_h3cells
      1 3 dynamic | polygon:DynamicBag resolution:Number{0,1} radius:Number{0,1}
    geo_polygon_to_s2cells
      1 3 dynamic | polygon:DynamicBag level:Number{0,1} radius:Number{0,1}
    __geo_polygon_s2cell_covering_level hidden
      1 1 int | polygon:DynamicBag
    geo_polygon_densify
      1 3 dynamic | polygon:DynamicBag tolerance:Number{0,1} preserve_crossing:NumberOrBool{0,1}
    geo_polygon_area
      1 1 real | polygon:DynamicBag
    geo_polygon_buffer
      2 3 dynamic | polygon:DynamicBag radius:Number tolerance:Number{0,1}
    geo_polygon_centroid
      1 1 dynamic | polygon:DynamicBag
    __geo_polygon_validate hidden
      1 1 string | polygon:DynamicBag
    geo_polygon_perimeter
      1 1 real | polygon:DynamicBag
    geo_polygon_simplify
      1 2 dynamic | polygon:DynamicBag tolerance:Number{0,1}
    __geo_line_s2cell_covering_level hidden
      1 1 int | lineString:DynamicBag
    geo_line_length
      1 1 real | lineString:DynamicBag
    geo_line_buffer
      2 3 dynamic | lineString:DynamicBag radius:Number tolerance:Number{0,1}
    geo_line_centroid
      1 1 dynamic | lineString:DynamicBag
    geo_line_densify
      1 3 dynamic | lineString:DynamicBag tolerance:Number{0,1} preserve_crossing:NumberOrBool{0,1}
    geo_line_simplify
      1 2 dynamic | lineString:DynamicBag tolerance:Number{0,1}
    geo_line_locate_point
      3 4 real | lineString:DynamicBag longitude:Number latitude:Number use_spheroid:NumberOrBool{0,1}
    geo_line_interpolate_point
      2 2 dynamic | lineString:DynamicBag fraction:Number
    __geo_line_validate hidden
      1 1 string | lineString:DynamicBag
    geo_line_to_s2cells
      1 3 dynamic | lineString:DynamicBag level:Number{0,1} radius:Number{0,1}
    __geo_length_to_s2cell_level hidden
      1 1 int | length:Number
    geo_point_to_geohash
      2 3 string | longitude:Number latitude:Number accuracy:Number{0,1}
    geo_geohash_to_central_point
      1 1 dynamic | geohash:string
    geo_geohash_to_polygon
      1 1 dynamic | geohash:string
    geo_geohash_neighbors
      1 1 dynamic | geohash:string
    geo_point_buffer
      3 4 dynamic | longitude:Number latitude:Number radius:Number tolerance:Number{0,1}
    geo_point_to_s2cell
      2 3 string | longitude:Number latitude:Number level:Number{0,1}
    geo_s2cell_to_central_point
      1 1 dynamic | s2cell:string
    geo_s2cell_to_polygon
      1 1 dynamic | s2cell:string
    geo_s2cell_neighbors
      1 1 dynamic | s2cell:string
    geo_point_to_h3cell
      2 3 string | longitude:Number latitude:Number resolution:Number{0,1}
    geo_h3cell_to_central_point
      1 1 dynamic | h3cell:string
    geo_h3cell_to_polygon
      1 1 dynamic | h3cell:string
    geo_h3cell_neighbors
      1 1 dynamic | h3cell:string
    geo_h3cell_children
      1 2 dynamic | h3cell:string resolution:Number{0,1}
    geo_h3cell_parent
      1 2 string | h3cell:string resolution:Number{0,1}
    geo_h3cell_rings
      2 2 dynamic | h3cell:string distance:Number
    geo_h3cell_level
      1 1 int | h3cell:string
    """
}

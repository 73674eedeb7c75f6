import KQLColumnar
import KQLTypes

/// Aggregates that gather values into arrays and property bags.
enum CollectingAggregates {
  static let aggregates: [AggregateFunction] = [
    list("make_list"),
    list("make_list").conditional("make_list_if"),
    list("make_list_with_nulls", keepsNulls: true),
    list("makelist", defaultSize: obsoleteSize),
    set("make_set"),
    set("make_set").conditional("make_set_if"),
    set("makeset", defaultSize: obsoleteSize),
    bag("make_bag"),
    bag("make_bag").conditional("make_bag_if"),
    bag("make_dictionary", defaultSize: obsoleteSize),
    AggregateFunction("buildschema", isOrderSensitive: false) { _ throws(ExecutionError) in SchemaAggregator() },
  ]

  /// The most elements that a list, set or bag has, and how many it has when the call does not say.
  static let maximumSize = 1_048_576
  /// What the functions of the old names gave by default.
  private static let obsoleteSize = 128

  /// `make_list(expr, maxSize)`: the values in row order. Nulls are left out, but for those of `dynamic`; the
  /// elements of arrays become elements of the list.
  ///
  /// Kusto documentation: <https://learn.microsoft.com/kusto/query/make-list-aggregation-function>
  private static func list(
    _ name: String, keepsNulls: Bool = false, defaultSize: Int = maximumSize
  ) -> AggregateFunction {
    AggregateFunction(name) { site throws(ExecutionError) in
      ListAggregator(
        type: site.argumentTypes[0], keepsNulls: keepsNulls, maximumSize: try site.maximumSize(default: defaultSize))
    }
  }

  /// `make_set(expr, maxSize)`: the different values in the order of their first rows, as `make_list` takes them.
  ///
  /// Kusto documentation: <https://learn.microsoft.com/kusto/query/make-set-aggregation-function>
  private static func set(_ name: String, defaultSize: Int = maximumSize) -> AggregateFunction {
    AggregateFunction(name) { site throws(ExecutionError) in
      SetAggregator(type: site.argumentTypes[0], maximumSize: try site.maximumSize(default: defaultSize))
    }
  }

  /// `make_bag(expr, maxSize)`: the properties of all bags; of equal keys the first one stays.
  ///
  /// Kusto documentation: <https://learn.microsoft.com/kusto/query/make-bag-aggregation-function>
  private static func bag(_ name: String, defaultSize: Int = maximumSize) -> AggregateFunction {
    AggregateFunction(name) { site throws(ExecutionError) in
      BagAggregator(maximumSize: try site.maximumSize(default: defaultSize))
    }
  }
}

extension CallSite {
  /// The size limit that a collecting aggregate's second argument sets.
  fileprivate func maximumSize(default size: Int) throws(ExecutionError) -> Int {
    if argumentCount < 2 { return size }
    guard let given = constant(1)?.int64, given >= 0 else {
      throw .invalidArgument("\(name)(): 'maxSize' must be a constant, non-negative integer")
    }
    return Int(min(given, Int64(CollectingAggregates.maximumSize)))
  }
}

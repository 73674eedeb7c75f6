extension Array where Element == any OptimizerRule {
  /// Every rule, in the order in which they help each other.
  package static var standard: [any OptimizerRule] {
    [
      ConstantFolding(), PredicatePushDown(), ConstantFolding(), ProjectMerging(), SortRemoval(), OrderedDistinct(),
      LimitPushDown(), ScanFiltering(), ColumnPruning(), ProjectMerging(), StatisticsAnswer(),
      SmallerSide(), JoinNarrowing(),
    ]
  }
}

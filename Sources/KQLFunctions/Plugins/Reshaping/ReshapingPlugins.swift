/// Plugins that turn values into columns or columns into rows.
enum ReshapingPlugins {
  static let functions: [TableFunction] = [BagUnpack.function, Pivot.function, Narrow.function, SchemaMerge.function]
}

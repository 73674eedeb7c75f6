import KQLTypes

/// A table whose columns Azure fixes: the two kinds of events of a container registry.
///
/// Azure documentation: <https://learn.microsoft.com/azure/azure-monitor/reference/tables/containerregistryrepositoryevents>,
/// <https://learn.microsoft.com/azure/azure-monitor/reference/tables/containerregistryloginevents>
package struct RegistryTable: Sendable {
  package let name: String
  /// The official columns, and ``extraColumn`` at the end.
  package let schema: Schema
  /// Official columns that the other table does not have.
  let ownColumns: Set<String>

  /// The column that holds a bag of all fields that are no column of the table.
  package static let extraColumn = "_Extra"
  /// The column with the time of the event.
  package static let timeColumn = "TimeGenerated"

  package static let repositoryEvents = RegistryTable(
    "ContainerRegistryRepositoryEvents",
    [
      Field("TimeGenerated", .datetime), Field("OperationName", .string), Field("Repository", .string),
      Field("Tag", .string), Field("Digest", .string), Field("Identity", .string), Field("CallerIpAddress", .string),
      Field("UserAgent", .string), Field("ResultType", .string), Field("ResultDescription", .string),
      Field("DurationMs", .string), Field("LoginServer", .string), Field("ArtifactType", .string),
      Field("MediaType", .string), Field("Size", .int), Field("Region", .string), Field("Category", .string),
      Field("CorrelationId", .string), Field("UserTenantId", .string), Field("TenantId", .string),
      Field("SourceSystem", .string), Field("Type", .string), Field("_ResourceId", .string),
      Field("_SubscriptionId", .string), Field("_BilledSize", .real), Field("_IsBillable", .string),
    ],
    own: ["Repository", "Tag", "Digest", "ArtifactType", "MediaType", "Size", "UserTenantId"])

  package static let loginEvents = RegistryTable(
    "ContainerRegistryLoginEvents",
    [
      Field("TimeGenerated", .datetime), Field("OperationName", .string), Field("Identity", .string),
      Field("CallerIpAddress", .string), Field("UserAgent", .string), Field("ResultType", .string),
      Field("ResultDescription", .string), Field("DurationMs", .string), Field("LoginServer", .string),
      Field("JwtId", .string), Field("Region", .string), Field("Category", .string), Field("CorrelationId", .string),
      Field("TenantId", .string), Field("SourceSystem", .string), Field("Type", .string),
      Field("_ResourceId", .string), Field("_SubscriptionId", .string), Field("_BilledSize", .real),
      Field("_IsBillable", .string),
    ],
    own: ["JwtId"])

  package static let all = [repositoryEvents, loginEvents]

  private init(_ name: String, _ fields: [Field], own: Set<String>) {
    self.name = name
    schema = Schema(fields + [Field(Self.extraColumn, .dynamic)])
    ownColumns = own
  }
}

// MARK: - Recognition

extension RegistryTable {
  /// The table of this name, whatever its case.
  package static func named(_ name: String) -> RegistryTable? {
    all.first { $0.name == name } ?? all.first { $0.name.lowercased() == name.lowercased() }
  }

  /// The table that a record with these fields and nothing that names its table belongs to.
  ///
  /// `nil` unless the fields are Azure's and one of them only that table has.
  static func recognised(byFields names: [String]) -> RegistryTable? {
    for table in all {
      let map = RegistryFieldMap(table, slotOfColumn: Array(table.schema.fields.indices))
      var columns: Set<String> = []
      for name in names {
        if case .slot(let column) = map.target(of: name, in: .record) { columns.insert(table.schema[column].name) }
      }
      let isAzure = columns.contains(timeColumn) && columns.contains("OperationName")
      if isAzure, columns.contains("CallerIpAddress") || columns.contains("Identity"),
        !columns.isDisjoint(with: table.ownColumns)
      {
        return table
      }
    }
    return nil
  }
}

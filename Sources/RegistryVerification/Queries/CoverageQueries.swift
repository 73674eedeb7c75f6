extension NamedQuery {
  /// What the logs hold, and what they do not.
  static let coverageQueries = [
    NamedQuery(
      "registry-events", "The callers of the last 24 hours, in the order of their first request.",
      reading: [.repository],
      """
      ContainerRegistryRepositoryEvents
      | where TimeGenerated > ago(24h)
      | sort by TimeGenerated asc
      | distinct CallerIpAddress, ArtifactType, OperationName, Identity
      """),
    NamedQuery(
      "statuses", "How requests ended: operations by HTTP status.", reading: [.login, .repository],
      """
      union isfuzzy=true ContainerRegistryLoginEvents, ContainerRegistryRepositoryEvents
      | summarize Events = count(), FirstSeen = min(TimeGenerated), LastSeen = max(TimeGenerated)
          by OperationName, Status = ResultDescription
      | sort by OperationName asc, Status asc
      """),
    NamedQuery(
      "hours", "Events by hour, to see when the registry is used and what the logs cover.",
      reading: [.login, .repository],
      """
      union isfuzzy=true ContainerRegistryLoginEvents, ContainerRegistryRepositoryEvents
      | extend IsSuccess = ResultDescription matches regex "^2[0-9]{2}$"
      | summarize
          Logins = countif(OperationName == "Login"),
          Pulls = countif(OperationName == "Pull"),
          Pushes = countif(OperationName == "Push"),
          Others = countif(OperationName !in ("Login", "Pull", "Push")),
          Refused = countif(not(IsSuccess))
          by Hour = bin(TimeGenerated, 1h)
      | sort by Hour asc
      """),
    NamedQuery(
      "gaps", "The ten longest times without an event, of each table on its own.", reading: [.login, .repository],
      """
      union isfuzzy=true withsource=Table ContainerRegistryLoginEvents, ContainerRegistryRepositoryEvents
      | where isnotnull(TimeGenerated)
      | project Table, TimeGenerated
      | sort by Table asc, TimeGenerated asc
      | extend From = iff(Table == prev(Table), prev(TimeGenerated), datetime(null))
      | where isnotnull(From)
      | project Gap = TimeGenerated - From, Table, From, To = TimeGenerated
      | sort by Gap desc, Table asc, From asc
      | take 10
      """),
  ]
}

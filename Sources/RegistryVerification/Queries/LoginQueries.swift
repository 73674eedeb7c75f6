extension NamedQuery {
  /// How callers prove who they are.
  static let loginQueries = [
    NamedQuery(
      "failed-logins", "Logins that were refused, by caller and status.", reading: [.login],
      """
      ContainerRegistryLoginEvents
      | where not(ResultDescription matches regex "^2[0-9]{2}$")
      | summarize Attempts = count(), FirstSeen = min(TimeGenerated), LastSeen = max(TimeGenerated)
          by CallerIpAddress, Identity, ResultDescription, UserAgent
      | project-reorder CallerIpAddress, Identity, ResultDescription, Attempts, FirstSeen, LastSeen, UserAgent
      | sort by Attempts desc, CallerIpAddress asc, Identity asc, ResultDescription asc, UserAgent asc
      """),
    NamedQuery(
      "local-logins", "Use of the registry's own accounts: the admin user, and tokens by their names.",
      reading: [.login, .repository],
      """
      union isfuzzy=true ContainerRegistryLoginEvents, ContainerRegistryRepositoryEvents
      | extend
          Registry = tostring(split(_ResourceId, "/")[-1]),
          HostName = tostring(split(LoginServer, ".")[0]),
          IsEntraIdentity = Identity contains "@"
            or Identity matches regex "^[0-9A-Za-z]{8}(-[0-9A-Za-z]{4}){3}-[0-9A-Za-z]{12}$"
      | extend Account = case(
          isempty(Identity) or Identity in~ ("<nil>", "anonymous"), "",
          Identity =~ HostName or Identity =~ Registry, "admin user",
          IsEntraIdentity, "",
          "token")
      | where Account != ""
      | extend IsSuccess = ResultDescription matches regex "^2[0-9]{2}$"
      | summarize
          Succeeded = countif(IsSuccess),
          Refused = countif(not(IsSuccess)),
          Addresses = array_sort_asc(make_set(CallerIpAddress)),
          FirstSeen = min(TimeGenerated),
          LastSeen = max(TimeGenerated)
          by Account, Identity, LoginServer
      | sort by Succeeded desc, Refused desc, Identity asc, LoginServer asc
      """),
    NamedQuery(
      "anonymous", "Requests without an identity, and whether they succeeded.", reading: [.login, .repository],
      """
      union isfuzzy=true ContainerRegistryLoginEvents, ContainerRegistryRepositoryEvents
      | where isempty(Identity) or Identity in~ ("<nil>", "anonymous")
      | extend IsSuccess = ResultDescription matches regex "^2[0-9]{2}$"
      | summarize
          Succeeded = countif(IsSuccess),
          Refused = countif(not(IsSuccess)),
          FirstSeen = min(TimeGenerated),
          LastSeen = max(TimeGenerated)
          by CallerIpAddress, OperationName, UserAgent
      | project-reorder CallerIpAddress, OperationName, Succeeded, Refused, FirstSeen, LastSeen, UserAgent
      | sort by Succeeded desc, Refused desc, CallerIpAddress asc, OperationName asc, UserAgent asc
      """),
  ]
}

extension NamedQuery {
  /// Who reaches the registry.
  static let callerQueries = [
    NamedQuery(
      "callers", "Everyone who reached the registry or tried to, by outcome.", reading: [.login, .repository],
      """
      union isfuzzy=true ContainerRegistryLoginEvents, ContainerRegistryRepositoryEvents
      | extend IsSuccess = ResultDescription matches regex "^2[0-9]{2}$"
      | summarize
          Succeeded = countif(IsSuccess),
          Refused = countif(not(IsSuccess)),
          Operations = array_sort_asc(make_set(OperationName)),
          FirstSeen = min(TimeGenerated),
          LastSeen = max(TimeGenerated)
          by CallerIpAddress, Identity, UserAgent
      | project-reorder CallerIpAddress, Identity, Succeeded, Refused, Operations, FirstSeen, LastSeen, UserAgent
      | sort by CallerIpAddress asc, Identity asc, UserAgent asc
      """),
    NamedQuery(
      "new-callers", "Callers that were seen for the first time within the last 24 hours.",
      reading: [.login, .repository],
      """
      union isfuzzy=true ContainerRegistryLoginEvents, ContainerRegistryRepositoryEvents
      | extend IsSuccess = ResultDescription matches regex "^2[0-9]{2}$"
      | summarize
          FirstSeen = min(TimeGenerated),
          Succeeded = countif(IsSuccess),
          Refused = countif(not(IsSuccess))
          by CallerIpAddress, Identity, UserAgent
      | where FirstSeen > ago(24h)
      | project FirstSeen, CallerIpAddress, Identity, Succeeded, Refused, UserAgent
      | sort by FirstSeen asc, CallerIpAddress asc, Identity asc, UserAgent asc
      """),
    NamedQuery(
      "defender", "What Microsoft Defender did, found by Microsoft's two steps: user agent, then identity.",
      reading: [.login, .repository],
      """
      let scanners = union isfuzzy=true ContainerRegistryLoginEvents, ContainerRegistryRepositoryEvents
        | where OperationName == "Pull" and UserAgent startswith_cs "MDCContainersSecurity/"
        | where ResultDescription matches regex "^2[0-9]{2}$" and isnotempty(Identity)
        | distinct Identity;
      union isfuzzy=true ContainerRegistryLoginEvents, ContainerRegistryRepositoryEvents
      | extend
          HasIdentity = Identity in (scanners),
          HasUserAgent = UserAgent startswith_cs "MDCContainersSecurity/"
      | where HasIdentity or HasUserAgent
      | extend Finding = case(
          not(HasIdentity), "no pull with this identity and Defender's user agent",
          not(HasUserAgent), "identity of a scanner, another user agent",
          OperationName !in ("Login", "Pull"), "a scanner does more than pull",
          "as expected")
      | extend IsSuccess = ResultDescription matches regex "^2[0-9]{2}$"
      | summarize
          Succeeded = countif(IsSuccess),
          Refused = countif(not(IsSuccess)),
          Addresses = array_sort_asc(make_set(CallerIpAddress)),
          FirstSeen = min(TimeGenerated),
          LastSeen = max(TimeGenerated)
          by Identity, UserAgent, OperationName, Finding
      | sort by Identity asc, UserAgent asc, OperationName asc
      """),
    NamedQuery(
      "denied", "Callers that were turned away with status 401 or 403.", reading: [.login, .repository],
      """
      union isfuzzy=true ContainerRegistryLoginEvents, ContainerRegistryRepositoryEvents
      | where ResultDescription in ("401", "403")
      | summarize
          Denied = count(),
          Statuses = array_sort_asc(make_set(ResultDescription)),
          Operations = array_sort_asc(make_set(OperationName)),
          FirstSeen = min(TimeGenerated),
          LastSeen = max(TimeGenerated)
          by CallerIpAddress, Identity, UserAgent
      | project-reorder CallerIpAddress, Identity, Denied, Statuses, Operations, FirstSeen, LastSeen, UserAgent
      | sort by Denied desc, CallerIpAddress asc, Identity asc, UserAgent asc
      """),
    NamedQuery(
      "user-agents", "The programs that reached the registry, by what they say of themselves.",
      reading: [.login, .repository],
      """
      union isfuzzy=true ContainerRegistryLoginEvents, ContainerRegistryRepositoryEvents
      | extend IsSuccess = ResultDescription matches regex "^2[0-9]{2}$"
      | summarize
          Succeeded = countif(IsSuccess),
          Refused = countif(not(IsSuccess)),
          Addresses = count_distinct(CallerIpAddress),
          Identities = count_distinct(Identity),
          LastSeen = max(TimeGenerated)
          by UserAgent
      | project Succeeded, Refused, Addresses, Identities, LastSeen, UserAgent
      | sort by Succeeded desc, Refused desc, UserAgent asc
      """),
  ]
}

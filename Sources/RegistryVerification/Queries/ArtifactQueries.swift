extension NamedQuery {
  /// What happens to repositories and images.
  static let artifactQueries = [
    NamedQuery(
      "last-pull", "Who pulled what last: the newest successful pull of each tag or digest.", reading: [.repository],
      """
      ContainerRegistryRepositoryEvents
      | where OperationName == "Pull" and ResultDescription matches regex "^2[0-9]{2}$"
      | summarize Pulls = count(), arg_max(TimeGenerated, CallerIpAddress, Identity, UserAgent)
          by LoginServer, Repository, Tag
      | project LastPull = TimeGenerated, Repository, Tag, CallerIpAddress, Identity, Pulls, UserAgent, LoginServer
      | sort by LastPull desc, LoginServer asc, Repository asc, Tag asc
      """),
    NamedQuery(
      "pushed-by", "Who pushed what, newest first.", reading: [.repository],
      """
      ContainerRegistryRepositoryEvents
      | where OperationName contains "Push"
      | project
          TimeGenerated, Repository, Tag, CallerIpAddress, Identity, Status = ResultDescription, Digest, UserAgent,
          LoginServer
      | sort by TimeGenerated desc, LoginServer asc, Repository asc, Tag asc
      """),
    NamedQuery(
      "untagged-by", "Who removed tags, newest first.", reading: [.repository],
      """
      ContainerRegistryRepositoryEvents
      | where OperationName contains "Untag"
      | project
          TimeGenerated, Repository, Tag, CallerIpAddress, Identity, Status = ResultDescription, Digest, UserAgent,
          LoginServer
      | sort by TimeGenerated desc, LoginServer asc, Repository asc, Tag asc
      """),
    NamedQuery(
      "deleted-by", "Who deleted or purged images and repositories, newest first.", reading: [.repository],
      """
      ContainerRegistryRepositoryEvents
      | where OperationName contains "Delete" or OperationName contains "Purge"
      | project
          TimeGenerated, OperationName, Repository, Tag, CallerIpAddress, Identity, Status = ResultDescription, Digest,
          UserAgent, LoginServer
      | sort by TimeGenerated desc, LoginServer asc, Repository asc, Tag asc
      """),
    NamedQuery(
      "repository-activity", "Each repository with its pulls, pushes and deletions that succeeded.",
      reading: [.repository],
      """
      ContainerRegistryRepositoryEvents
      | extend IsSuccess = ResultDescription matches regex "^2[0-9]{2}$"
      | summarize
          Pulls = countif(IsSuccess and OperationName == "Pull"),
          Pushes = countif(IsSuccess and OperationName == "Push"),
          Removals = countif(IsSuccess and OperationName !in ("Pull", "Push")),
          Refused = countif(not(IsSuccess)),
          Identities = count_distinct(Identity),
          LastPull = maxif(TimeGenerated, IsSuccess and OperationName == "Pull"),
          LastPush = maxif(TimeGenerated, IsSuccess and OperationName == "Push")
          by Repository, LoginServer
      | sort by Pulls desc, Pushes desc, LoginServer asc, Repository asc
      """),
    NamedQuery(
      "never-pulled", "Images that were pushed and that nobody pulled since, as far as the logs go.",
      reading: [.repository],
      """
      ContainerRegistryRepositoryEvents
      | where ResultDescription matches regex "^2[0-9]{2}$" and Digest startswith "sha256:"
      | summarize
          LastPush = maxif(TimeGenerated, OperationName == "Push"),
          LastPull = maxif(TimeGenerated, OperationName == "Pull")
          by LoginServer, Repository, Digest
      | where isnotnull(LastPush) and (isnull(LastPull) or LastPull < LastPush)
      | project LastPush, Repository, Digest, LastPull, LoginServer
      | sort by LastPush asc, LoginServer asc, Repository asc, Digest asc
      """),
  ]
}

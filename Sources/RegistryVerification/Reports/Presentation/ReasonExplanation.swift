/// What a code of a reason stands for, for readers who have only the code.
struct ReasonExplanation {
  /// What is checked, as something that holds when there is no such reason.
  var requirement: String
  /// What to do about it.
  var remedy: String

  init(_ requirement: String, _ remedy: String) {
    self.requirement = requirement
    self.remedy = remedy
  }
}

extension ReasonCode {
  var explanation: ReasonExplanation {
    switch self {
    case .unexpectedCaller:
      ReasonExplanation(
        "No caller outside the claim succeeded",
        "Find out who it is from its timeline; close its way in, or add it to the policy if it belongs there.")
    case .operationNotAllowed:
      ReasonExplanation(
        "Claimed callers carried out nothing but the operations that the claim names",
        "Take the permission away, or add the operation to the caller in the policy.")
    case .firewallCaller:
      ReasonExplanation(
        "No caller succeeded that a firewall rule lets in and the claim leaves out",
        "Remove the rule, add the caller to the policy, or accept such callers with --allow-firewall.")
    case .localAuthentication:
      ReasonExplanation(
        "Nobody logged in as the admin user or with a token",
        "Disable the admin user and tokens of the registry, and change the credentials that were used.")
    case .callerNotSeen:
      ReasonExplanation(
        "Every caller that must appear succeeded in the window",
        "Export a window in which the caller is active, or find out why the registry refuses it.")
    case .userAgentOnly:
      ReasonExplanation(
        "No caller is known by its user agent alone",
        "Give the caller addresses or identities: a user agent is whatever a client says.")
    case .identityLearned:
      ReasonExplanation(
        "Defender's identity is given by the policy",
        "Confirm the learned identity in Microsoft Entra ID and write it into the policy.")
    case .addressUnresolved:
      ReasonExplanation(
        "Every address that the policy names by its resource is known",
        "Run the command that the reason names and give its output as an input.")
    case .statusMissing:
      ReasonExplanation(
        "Records of callers outside the claim say how they ended",
        "Export the column ResultDescription, which holds the HTTP status.")
    case .registryMissing:
      ReasonExplanation(
        "Records name the registry that they are about", "Export the column LoginServer, or the resource's identifier.")
    case .windowNotFinal:
      ReasonExplanation(
        "The window ends before the time that late records may still arrive for",
        "Wait for late records and export again, or end the window earlier.")
    case .windowEmpty:
      ReasonExplanation("The window holds records", "Export the time that the claim is about, or set --now.")
    case .tableMissing:
      ReasonExplanation(
        "Both ContainerRegistryLoginEvents and ContainerRegistryRepositoryEvents are there",
        "Export both tables; turn both categories on in the registry's diagnostic setting.")
    case .registryNotSeen:
      ReasonExplanation(
        "The window holds records of every claimed registry",
        "Check the login server in the policy and the registry's diagnostic setting.")
    case .coverageGap:
      ReasonExplanation(
        "No time without records is longer than the claim allows",
        "Export what is missing; if the registry was idle, allow a longer gap in the policy.")
    case .malformedRecords:
      ReasonExplanation("Every record can be read", "Export the named files again.")
    case .timelessRecords:
      ReasonExplanation("Every record has a time", "Export the column TimeGenerated.")
    case .inputIncomplete:
      ReasonExplanation("Every input was read to its end and says that it is whole", "Export the named files again.")
    case .inputNotRead:
      ReasonExplanation("Every file was read", "Export the named files again, or leave them out on purpose.")
    case .inputEmpty:
      ReasonExplanation("Every input holds records", "Export the named files again.")
    case .columnMissing:
      ReasonExplanation(
        "The inputs hold every column that the claim depends on", "Export all columns of the named table.")
    case .duplicateRecords:
      ReasonExplanation("No record is there twice", "Nothing: each record was counted once.")
    case .otherRegistries:
      ReasonExplanation("All records are of claimed registries", "Nothing: records of others were left out.")
    case .anonymousAccess:
      ReasonExplanation("No caller came without an identity", "Disable anonymous pulls of the registry.")
    case .refusedCallers:
      ReasonExplanation("Nobody was refused", "Look at who tried; the registry refused them.")
    case .unconditionalCaller:
      ReasonExplanation(
        "Every caller of the claim has conditions", "Give the caller addresses, identities or user agents.")
    case .missingBlobs:
      ReasonExplanation("No hourly blob is missing between others", "Copy the missing blobs if they exist.")
    case .azureDescription:
      ReasonExplanation(
        "Descriptions of Azure say nothing that the policy leaves open", "Correct the policy, or the registry.")
    }
  }
}

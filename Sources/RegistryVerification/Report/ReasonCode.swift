/// The stable codes of reasons, in order of importance; <doc:ReasonCodes> explains each.
public enum ReasonCode: String, Hashable, Sendable, CaseIterable {
  // Against the claim
  case unexpectedCaller = "unexpected-caller"
  case operationNotAllowed = "operation-not-allowed"
  case firewallCaller = "firewall-caller"
  case localAuthentication = "local-authentication"
  // Not proven: the callers
  case callerNotSeen = "caller-not-seen"
  case userAgentOnly = "user-agent-only"
  case identityLearned = "identity-learned"
  case addressUnresolved = "address-unresolved"
  case statusMissing = "status-missing"
  case registryMissing = "registry-missing"
  // Not proven: the window
  case windowNotFinal = "window-not-final"
  case windowEmpty = "window-empty"
  case tableMissing = "table-missing"
  case registryNotSeen = "registry-not-seen"
  case coverageGap = "coverage-gap"
  // Not proven: the inputs
  case malformedRecords = "malformed-records"
  case timelessRecords = "timeless-records"
  case inputIncomplete = "input-incomplete"
  case inputNotRead = "input-not-read"
  case inputEmpty = "input-empty"
  case columnMissing = "column-missing"
  // Worth knowing
  case duplicateRecords = "duplicate-records"
  case otherRegistries = "other-registries"
  case anonymousAccess = "anonymous-access"
  case refusedCallers = "refused-callers"
  case unconditionalCaller = "unconditional-caller"
  case missingBlobs = "missing-blobs"
  case azureDescription = "azure-description"
}

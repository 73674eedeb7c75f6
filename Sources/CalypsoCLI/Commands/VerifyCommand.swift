import ArgumentParser
import Calypso
import Glibc
import RegistryVerification

struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Verify a claim about who reaches a registry.",
    discussion: """
      The claim is a policy in YAML or JSON. The report goes to standard output; whatever contradicts the claim, or \
      keeps it from being proven, is a reason with a stable code. 'calypso verify init' writes a policy from what az \
      says of the cluster and the registry.

      EXAMPLES
        calypso verify --policy policy.yaml exports/
        calypso verify --policy policy.yaml --report r.html --report r.json exports/
        calypso verify --check r.json exports/
        calypso verify --policy policy.yaml --explain-caller 203.0.113.77 exports/

      EXIT CODES
         0  PASS: the logs cover the window and nothing contradicts the claim
        10  FAIL: something contradicts the claim
        11  INCONCLUSIVE: nothing contradicts the claim, and the logs do not prove it
         1  the policy is wrong; 2 wrong usage; 3 an input cannot be opened or recognised
         5  a report could not be written
      With --check: 0 the report is what the inputs give, 10 it is not, 3 the file is no report
      """)

  @Option(help: ArgumentHelp("The claim, a file in YAML or JSON; '-' for standard input.", valueName: "file"))
  var policy: String?

  @Argument(help: "Files, folders, globs, '-' for standard input, or NAME=PATH.")
  var inputs: [String] = []

  @Option(help: "What the window counts from: latest (newest TimeGenerated of the inputs), wall or a datetime.")
  var now: QueryTime = .latest

  @Flag(help: "Only note callers that a firewall rule of the policy lets in, though they are not in the claim.")
  var allowFirewall = false

  @Option(
    help: ArgumentHelp(
      "Say why the callers of an address are what they are, instead of the report.", valueName: "address"))
  var explainCaller: String?

  @Option(help: "Form of the report on standard output.")
  var format: ReportFormat = .text

  @Option(
    help: ArgumentHelp(
      "Write the report to a file too, in the form that its ending says or of FORMAT=FILE. May be given several times.",
      valueName: "file"),
    transform: VerifyCommand.destination)
  var report: [ReportDestination] = []

  @Option(
    help: ArgumentHelp(
      "Instead of a policy: prove that a report in JSON or HTML is what the inputs give, and say what differs.",
      valueName: "report"))
  var check: String?

  @OptionGroup(title: "FOR WHAT THE POLICY LEAVES OPEN: THE FIREWALL, UNRESOLVED ADDRESSES")
  var descriptions: AzureDescriptionArguments

  @OptionGroup var form: FormArguments
  @OptionGroup var limits: LimitArguments
  @OptionGroup var account: AccountArguments

  func validate() throws {
    guard policy != nil || check != nil else {
      throw ValidationError("--policy is missing: give the file with the claim ('calypso verify init' writes one)")
    }
    guard !inputs.isEmpty else {
      throw ValidationError(
        "inputs are missing: give the exports that the \(check == nil ? "claim" : "report") is about")
    }
    guard (inputs + descriptions.paths + [policy, check].compactMap { $0 }).count(where: { $0 == "-" }) <= 1 else {
      throw ValidationError("'-' stands for standard input, which can be read once only")
    }
    guard check == nil || policy == nil && report.isEmpty && explainCaller == nil && !allowFirewall else {
      throw ValidationError("--check takes the policy and the options from the report: leave them out")
    }
  }

  func run() throws {
    if let check { return try checkReport(check) }
    guard let policy else { return }
    var file = try PolicyFile.read(policy)
    let sources = try descriptions.sources()
    let completion = file.policy.completed(by: try AzureDescriptionArguments.description(of: sources))
    file.policy = completion.policy
    let session = Session(limits.configuration)
    var verification = VerificationOptions(
      now: now, allowsFirewallCallers: allowFirewall, policySource: file.source, policyRemarks: completion.remarks)
    verification.descriptionSources = sources
    let result = try verify(file.policy, verification, session, policyName: file.source.path)
    ReportFile.warn(about: report, inside: inputs)
    // Files first, as who reads standard output may go away; what went wrong with them is said last.
    let written = Result { try ReportWriter(result).write(to: report) }
    try show(result)
    try written.get()
    try account.write(session)
    if let exit = CommandExit(result.verdict) { throw CommandFailure(exitCode: exit) }
  }

  private func checkReport(_ path: String) throws {
    let saved = try ReportFile.read(path)
    let session = Session(limits.configuration)
    let sources = try descriptions.sources()
    let completion = try ReportFile.policy(of: saved, path)
      .completed(by: AzureDescriptionArguments.description(of: sources))
    if completion.policy != saved.policy, descriptions.paths.isEmpty {
      Console.standardError.say("note: a policy that --acr, --aks and others completed is checked with the same files")
    }
    var options = saved.options
    options.policyRemarks = completion.remarks
    options.descriptionSources = sources
    let result = try verify(saved.policy, options, session, policyName: path)
    try account.write(session)
    try ReportFile.show(saved.check(against: result, policyAsWritten: completion.policy), of: path)
  }

  private static func destination(_ argument: String) throws -> ReportDestination {
    do throws(ReportDestinationError) { return try ReportDestination(argument: argument) } catch {
      throw ValidationError(error.message)
    }
  }

  private func verify(
    _ policy: Policy, _ verification: VerificationOptions, _ session: Session, policyName: String
  ) throws -> VerificationReport {
    let monitor = QueryMonitor(limits.configuration)
    Interrupt.cancels(monitor)
    var options = RegistryVerifier.inputOptions
    options.form = form.form
    options.schemas = form.schemas
    try session.addInputs(inputs, options: options)
    let progress = Progress.start(monitor)
    defer { progress?.finish() }
    do {
      return try RegistryVerifier(policy, options: verification).verify(session, monitor: monitor)
    } catch let error as PolicyError {
      for problem in error.problems { Console.standardError.reportError("\(policyName): \(problem)") }
      throw CommandFailure(exitCode: .queryIsWrong)
    }
  }

  private func show(_ result: VerificationReport) throws {
    let output = FileOutput(descriptor: STDOUT_FILENO)
    if let explainCaller {
      return try output.write(
        SafeText.escaped(CallerExplanation(explainCaller, in: result).text, keepingLineBreaks: true))
    }
    try output.write(
      ReportWriter(result).text(
        format, width: Terminal.width(STDOUT_FILENO) ?? 80, usesColor: Terminal.allowsColor(STDOUT_FILENO)))
  }
}

extension CommandExit {
  /// `nil` for PASS.
  init?(_ verdict: Verdict) {
    switch verdict {
    case .pass: return nil
    case .fail: self = .verificationFailed
    case .inconclusive: self = .verificationInconclusive
    }
  }
}

extension ReportFormat: ExpressibleByArgument {}

import ArgumentParser
import Calypso

/// What inputs do not show of their own form.
struct FormArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The form of all inputs, instead of finding it from their content: "
        + ExportFormat.all.map { "\($0.name) (\($0.explanation))" }.joined(separator: ", ") + ".", valueName: "name"))
  var inputFormat: ExportFormat?

  @Option(
    help: ArgumentHelp(
      "The columns of files without a header, such as those of az -o tsv; for one table alone after its name and a "
        + "colon. May be given several times.", valueName: "a,b,c"))
  var columns: [HeaderlessColumns] = []

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "How far times that are written as local ones are ahead of UTC, such as +01:00.", valueName: "+hh:mm"))
  var utcOffset: OffsetFromUTC?

  @Option(help: ArgumentHelp("What dates begin with, where they do not show it: dmy, mdy or ymd.", valueName: "order"))
  var dateOrder: DatePartOrder?

  @Option(
    help: ArgumentHelp(
      "The columns and types of a table, instead of finding them from its records. May be given several times.",
      valueName: "T:(a:long, ...)"))
  var schema: [TableDeclaration] = []

  var form: InputForm {
    InputForm(format: inputFormat, columns: columns, utcOffsetMinutes: utcOffset?.minutes, dateOrder: dateOrder)
  }

  var schemas: [String: [ColumnDefinition]] {
    Dictionary(schema.map { ($0.name, $0.columns) }) { _, last in last }
  }
}

/// A distance from UTC: `+01:00`, `-0530`, `Z`.
struct OffsetFromUTC: ExpressibleByArgument {
  var minutes: Int

  init?(argument: String) {
    if argument == "Z" || argument == "z" {
      minutes = 0
      return
    }
    guard let sign = argument.first, sign == "+" || sign == "-" else { return nil }
    let digits = argument.dropFirst().filter { $0 != ":" }
    guard (2...4).contains(digits.count), digits.count != 3, digits.allSatisfy(\.isWholeNumber),
      let hours = Int(digits.prefix(2)), let rest = digits.count == 4 ? Int(digits.suffix(2)) : 0, hours <= 14,
      rest < 60
    else { return nil }
    minutes = (hours * 60 + rest) * (sign == "-" ? -1 : 1)
  }
}

extension ExportFormat: ExpressibleByArgument {
  public init?(argument: String) { self.init(argument) }
  public static var allValueStrings: [String] { all.map(\.name) }
}

extension HeaderlessColumns: ExpressibleByArgument {
  public init?(argument: String) { self.init(argument) }
}

extension DatePartOrder: ExpressibleByArgument {}

extension TableDeclaration: ExpressibleByArgument {
  public init?(argument: String) { self.init(argument) }
}

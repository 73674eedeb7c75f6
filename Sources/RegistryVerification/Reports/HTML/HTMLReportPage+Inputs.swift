import Calypso

extension HTMLReportPage {
  func writeInputs(to html: inout MarkupBuilder) {
    let evidence = report.inputs
    if evidence.inputs.isEmpty {
      writeNote("No file was read.", to: &html)
    } else {
      writeInputTable(evidence.inputs, to: &html)
    }
    writeList("Stores", of: evidence.stores, to: &html) { store, html in
      Self.logText(store.path, to: &html)
      html.add(", digest ")
      Self.logText(store.digest, to: &html)
    }
    if evidence.prunedCount > 0 {
      writeNote(
        "Not opened, as their paths say that they hold other times: "
          + GroupedNumber.text(evidence.prunedCount, "file") + ".",
        to: &html)
    }
    writeList("Files that were not read", of: evidence.skipped, to: &html) { file, html in
      Self.logText(file.path, to: &html)
      html.add(" ")
      Self.proseText(file.reason, to: &html)
    }
    writeOtherRegistries(to: &html)
  }

  /// A heading and a list; nothing where there is nothing to list.
  private func writeList<Item>(
    _ title: String, of items: [Item], to html: inout MarkupBuilder, _ write: (Item, inout MarkupBuilder) -> Void
  ) {
    guard !items.isEmpty else { return }
    html.element("h3", text: title)
    html.element("ul") { html in
      for item in items { html.element("li") { html in write(item, &html) } }
    }
  }

  private func writeInputTable(_ inputs: [InputEvidence.Input], to html: inout MarkupBuilder) {
    html.element("table") { html in
      Self.tableHead(
        "\(GroupedNumber.text(inputs.count, "file")) with what was read of each, below its path",
        [
          ("Format", ""), ("Bytes", "n w1"), ("Records", "n w1"), ("Kept", "n w1"),
          ("Malformed", "n w1"), ("Duplicate", "n w1"), ("First and last time", "w4"),
        ], to: &html)
      for input in inputs { Self.writeInput(input, to: &html) }
    }
    html.newLine()
  }

  private static func writeInput(_ input: InputEvidence.Input, to html: inout MarkupBuilder) {
    html.element("tbody", ["class": "group"]) { html in
      html.element("tr") { html in
        html.element("th", ["scope": "rowgroup", "colspan": "7"]) { logText(input.path, to: &$0) }
      }
      html.element("tr") { html in
        cell("Format", to: &html) { $0.add(input.format) }
        if let count = input.byteCount {
          number("Bytes", count, to: &html)
        } else {
          html.element("td", ["class": "n", "data-label": "Bytes"], text: "–")
        }
        number("Records", input.recordCount, to: &html)
        number("Kept", input.keptCount, to: &html)
        number("Malformed", input.malformedCount, to: &html)
        number("Duplicate", input.duplicateCount, to: &html)
        times("Times", input.firstTime, input.lastTime, to: &html)
      }
      html.element("tr") { html in
        html.element("td", ["colspan": "7"]) { html in
          html.add("SHA-256 ")
          logText(input.sha256 ?? "", to: &html)
          if input.timelessCount > 0 {
            html.add(" \(GroupedNumber.text(input.timelessCount, "record")) without a time.")
          }
          let kept = ReportWording.kept(of: input)
          if !kept.isEmpty {
            html.element("p") { html in
              html.add("Kept: ")
              proseText(kept, to: &html)
            }
          }
          for text in ReportWording.notes(on: input) {
            html.element("p") { proseText(text, to: &$0) }
          }
        }
      }
    }
    html.newLine()
  }

  private func writeOtherRegistries(to html: inout MarkupBuilder) {
    if report.otherRegistries.isEmpty { return }
    html.element("h3", text: "Registries that the claim is not about")
    html.element("table") { html in
      Self.tableHead(
        "Their records are in the inputs and were left out",
        [("Login server", ""), ("Records", "n w1"), ("First and last seen", "w4")], to: &html)
      html.element("tbody") { html in
        for registry in report.otherRegistries {
          html.element("tr") { html in
            html.element("th", ["scope": "row", "data-label": "Login server"]) {
              Self.logText(registry.loginServer, to: &$0)
            }
            Self.number("Records", registry.recordCount, to: &html)
            Self.times("Seen", registry.firstSeen, registry.lastSeen, to: &html)
          }
        }
      }
    }
    html.newLine()
  }
}

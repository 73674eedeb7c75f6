/// A name of Microsoft's for the addresses of one of its services or regions.
///
/// Tags are no evidence of who a caller is: any customer's machine may have an address of `AzureCloud`. They are read to
/// say so, and never become part of a claim.
public struct ServiceTag: Hashable, Sendable {
  public var name: String
  public var ranges: [AddressRange]
}

extension ServiceTag {
  /// The tags of a `ServiceTags_Public_….json`.
  ///
  /// - Throws: ``DocumentProblem`` for a prefix that is no range.
  static func tags(_ node: DocumentNode) throws(DocumentProblem) -> [ServiceTag] {
    var tags: [ServiceTag] = []
    for value in node["values"]?.elements ?? [] {
      guard let name = value["name"]?.text else { continue }
      var ranges: [AddressRange] = []
      for prefix in value.field("addressPrefixes")?.elements ?? [] { ranges.append(try prefix.addressRange()) }
      tags.append(ServiceTag(name: name, ranges: ranges))
    }
    return tags
  }

  func contains(_ range: AddressRange) -> Bool {
    ranges.contains { $0.prefixLength <= range.prefixLength && $0.contains(range.base) }
  }
}

/// Finds out which of the policy's registries a record is about.
struct RegistryNames {
  private var indexes: [String: Int] = [:]
  private var indexesByName: [String: Int] = [:]

  /// - Parameter loginServers: Of the policy, in its order.
  init(_ loginServers: [String]) {
    for (index, server) in loginServers.enumerated() {
      let server = server.lowercased()
      if indexes[server] == nil { indexes[server] = index }
      let name = Self.registryName(ofLoginServer: server)
      if indexesByName[name] == nil { indexesByName[name] = index }
    }
  }

  /// The name of the registry that a login server belongs to, lower case: `contoso` of `contoso.azurecr.io`, and of
  /// `contoso-d7f2.azurecr.io`, whose name was made unique.
  static func registryName(ofLoginServer server: String) -> String {
    String(server.lowercased().prefix { $0 != "." && $0 != "-" })
  }

  /// - Parameter text: The login server that a record names, or its resource where it names none.
  /// - Returns: The position in the policy; `nil` for other registries.
  func index(of text: String) -> Int? {
    let text = text.lowercased()
    if let index = indexes[text] { return index }
    if text.hasPrefix("/") {
      let parts = text.split(separator: "/")
      guard let marker = parts.lastIndex(of: "registries"), marker + 1 < parts.count else { return nil }
      return indexesByName[String(parts[marker + 1])]
    }
    // Geo-replicated registries answer under a name for each region too.
    guard text.hasSuffix(Self.geoSuffix), let dot = text.firstIndex(of: ".") else { return nil }
    return indexes[text[..<dot] + ".azurecr.io"]
  }

  private static let geoSuffix = ".geo.azurecr.io"
}

/// The two tables of a registry's logs.
enum RegistryEvents: String, CaseIterable {
  case repository = "ContainerRegistryRepositoryEvents"
  case login = "ContainerRegistryLoginEvents"
}

/// The engine as a whole.
public enum Calypso {
  public static let version = "0.1.0"
}

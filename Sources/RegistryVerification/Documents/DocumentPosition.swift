/// A place in a document: line and column from 1, columns in Unicode scalars.
public struct DocumentPosition: Hashable, Sendable, Comparable {
  public var line: Int
  public var column: Int

  public static let start = DocumentPosition(line: 1, column: 1)

  public init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  public static func < (left: DocumentPosition, right: DocumentPosition) -> Bool {
    (left.line, left.column) < (right.line, right.column)
  }
}

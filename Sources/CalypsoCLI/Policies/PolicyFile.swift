import Calypso
import RegistryVerification

/// A policy as it was read from a file.
struct PolicyFile {
  var policy: Policy
  /// The file, for the report.
  var source: PolicySource
}

extension PolicyFile {
  /// Policies are written by hand.
  static let maximumByteCount = 1 << 20

  /// Reads a policy in YAML or JSON; `-` is standard input.
  ///
  /// - Throws: ``QueryError`` when the file can't be read, ``DocumentFileError`` when it holds no policy.
  static func read(_ path: String) throws -> PolicyFile {
    let bytes = try TextFile.bytes(path)
    guard bytes.count <= maximumByteCount else {
      throw QueryError(.badInput, "\(path): is larger than 1 MB, which no policy is")
    }
    guard let text = DocumentNode.text(of: bytes) else { throw QueryError(.badInput, "\(path): is not UTF-8 text") }
    do throws(DocumentError) {
      return PolicyFile(policy: try Policy(document(text)), source: PolicySource(path: path, bytes: bytes))
    } catch {
      throw DocumentFileError(path: path, text: text, error: error)
    }
  }

  /// JSON is YAML but for escapes and tabs, which are its own.
  static func document(_ text: String) throws(DocumentError) -> DocumentNode {
    if text.first(where: { !$0.isWhitespace }) == "{", let node = try? DocumentNode(json: Array(text.utf8)) {
      return node
    }
    return try DocumentNode(yaml: text)
  }
}

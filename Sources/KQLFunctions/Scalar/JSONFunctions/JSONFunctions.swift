import KQLColumnar
import KQLTypes

/// Reading JSON text.
enum JSONFunctions {
  static let functions: [ScalarFunction] = [
    parse("parse_json"), parse("parsejson"), parse("todynamic"), parse("toobject"),
    extract("extract_json"), extract("extractjson"),
  ]

  /// Text that is not JSON becomes a dynamic string, empty text null; `dynamic` values stay as they are.
  ///
  /// <https://learn.microsoft.com/kusto/query/parse-json-function>
  private static func parse(_ name: String) -> ScalarFunction {
    ScalarFunction(name) { _ in
      { (arguments, _) in
        switch arguments[0] {
        case .constant(let value):
          guard var text = value.string else { return .constant(.dynamic(value.asDynamic)) }
          return .constant(.dynamic(text.withUTF8(dynamic(parsing:))))
        case .column(let column):
          guard case .string(let strings) = column.values else { return .column(column) }
          return .column(.dynamic(BatchEntryMemo.map(strings, dynamic(parsing:))))
        }
      }
    }
  }

  private static func dynamic(parsing text: UnsafeBufferPointer<UInt8>) -> DynamicValue {
    guard !text.isEmpty else { return .null }
    do throws(JSONText.ParseError) {
      return try JSONText.parse(text)
    } catch {
      return .string(String(decoding: text, as: UTF8.self))
    }
  }

  /// <https://learn.microsoft.com/kusto/query/extract-json-function>
  private static func extract(_ name: String) -> ScalarFunction {
    ScalarFunction(name) { (site) throws(ExecutionError) in
      guard let pathText = site.constant(0)?.string else {
        throw .unsupported("\(name)(): the path must be a constant")
      }
      guard let path = JSONPath(pathText) else {
        throw .invalidArgument("\(name)(): '\(pathText)' is not a supported JSON path")
      }
      let type = site.resultType
      return { (arguments, _) in
        var scanner = JSONPathScanner(path)
        switch arguments[1] {
        case .constant(let value):
          var text = value.string ?? ""
          return .constant(text.withUTF8 { extracted($0, &scanner, as: type) })
        case .column(let column):
          guard case .string(let strings) = column.values else { return .constant(.null(type)) }
          return .column(Column(BatchEntryMemo.map(strings) { extracted($0, &scanner, as: type) }, type: type))
        }
      }
    }
  }

  private static func extracted(
    _ text: UnsafeBufferPointer<UInt8>, _ scanner: inout JSONPathScanner, as type: ScalarType
  ) -> ScalarValue {
    guard let found = scanner.value(in: text), let value = try? JSONText.parse(found), !value.isNull else {
      return .null(type)
    }
    return type == .dynamic ? .dynamic(value) : ScalarValue.dynamic(value).converted(to: type)
  }
}

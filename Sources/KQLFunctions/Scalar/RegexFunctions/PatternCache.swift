import KQLTypes
import LinearRegex
import Synchronization

/// Compiled patterns with matchers that worker threads borrow.
///
/// A call has one pattern almost always; patterns that come from rows are compiled once each, and forgotten when there
/// are too many.
final class PatternCache: Sendable {
  private static let limit = 256

  private let functionName: String
  private let compiled = Mutex<[String: SharedRegex]>([:])

  init(_ functionName: String) {
    self.functionName = functionName
  }

  /// - Throws: ``ExecutionError`` that shows what is wrong with the pattern.
  func regex(_ pattern: String) throws(ExecutionError) -> SharedRegex {
    if let known = compiled.withLock({ $0[pattern] }) { return known }
    let regex: LinearRegex
    do throws(RegexError) { regex = try LinearRegex(pattern) } catch {
      throw .invalidArgument("\(functionName)(): the pattern '\(pattern)' is not valid: \(error)")
    }
    let shared = SharedRegex(regex)
    compiled.withLock { patterns in
      if patterns.count >= Self.limit { patterns = [:] }
      patterns[pattern] = shared
    }
    return shared
  }
}

/// A compiled pattern that several threads use.
final class SharedRegex: Sendable {
  let regex: LinearRegex
  private let idle = Mutex<[RegexMatcher]>([])

  init(_ regex: LinearRegex) {
    self.regex = regex
  }

  /// Lends a matcher for the length of the call.
  func withMatcher<Result, Failure: Error>(
    _ body: (RegexMatcher) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let matcher = idle.withLock { $0.popLast() } ?? regex.makeMatcher()
    defer { idle.withLock { $0.append(matcher) } }
    return try body(matcher)
  }
}

/// The pattern argument of a call: compiled when the call is prepared if it is constant.
struct PatternArgument: Sendable {
  private let constant: SharedRegex?
  private let cache: PatternCache
  private let wrap: @Sendable (String) -> String

  /// - Parameter wrap: Turns what the user wrote into the pattern that is matched.
  init(
    _ site: CallSite, at position: Int, wrap: @escaping @Sendable (String) -> String = { $0 }
  ) throws(ExecutionError) {
    self.wrap = wrap
    let cache = PatternCache(site.name)
    self.cache = cache
    if let value = site.constant(position) {
      // The pattern itself is checked first, so that a message shows what the user wrote.
      _ = try cache.regex(value.text)
      constant = try cache.regex(wrap(value.text))
    } else {
      constant = nil
    }
  }

  /// The pattern of a row.
  func regex(_ patterns: TextArgument, _ row: Int) throws(ExecutionError) -> SharedRegex {
    if let constant { return constant }
    return try cache.regex(wrap(patterns.string(row)))
  }
}

import KQLDiagnostics
import KQLPlan
import KQLSyntax
import KQLTypes

/// What names stand for besides columns and tables: variables, parameters, functions, results named by `as`.
///
/// A value; functions keep the one of the place where they are declared, which also rules recursion out.
struct Environment {
  private var values: [String: NamedValue] = [:]
  /// When not `nil`, the only tables that may be named (`restrict access to`).
  var accessibleTables: Set<String>?
}

/// What a name stands for.
enum NamedValue {
  /// An expression without columns; written out where the name is used.
  case scalar(BoundExpression)
  case table(TableVariable)
  case function(UserFunction)
  case pattern(PatternDeclarationSyntax, Environment)
  /// Something was reported about the declaration.
  case invalid
}

extension Environment {
  subscript(name: String) -> NamedValue? {
    get { values[name] }
    set { values[name] = newValue }
  }

  /// Names of variables and parameters, for suggestions.
  var names: [String] { values.keys.sorted() }

  var tableNames: [String] {
    values.filter { if case .table = $0.value { true } else { false } }.keys.sorted()
  }

  /// Functions declared as `view`, which wildcards of names see.
  var viewNames: [String] {
    values.filter { if case .function(let function) = $0.value { function.declaration.isView } else { false } }
      .keys.sorted()
  }

  /// Names of what gives tables: variables, functions and patterns.
  var tabularNames: [String] {
    values.filter {
      switch $0.value {
      case .table, .pattern: true
      case .function(let function): function.isTabular
      case .scalar, .invalid: false
      }
    }.keys.sorted()
  }

  var functionNames: [String] {
    values.filter { if case .function = $0.value { true } else { false } }.keys.sorted()
  }
}

/// A table that a name stands for. Each use has columns of its own.
final class TableVariable {
  enum Source {
    /// Bound anew where the name is used, in the environment of its declaration.
    case syntax(ExpressionSyntax, Environment)
    /// A plan of which each use is a copy (`as`, `materialize`, tabular arguments).
    case shared(identity: Int, BoundTable)
    /// A table known by its columns alone: the parameter of a function that is only checked.
    case declared([(name: String, type: ScalarType)], isOpen: Bool)
  }
  let name: String
  let source: Source
  /// Whether `union *` and wildcards see it.
  let isView: Bool
  let materializations = Materializations()

  init(name: String, source: Source, isView: Bool = false) {
    self.name = name
    self.source = source
    self.isView = isView
  }
}

/// A function that the query declares.
struct UserFunction {
  var name: String
  var declaration: FunctionDeclarationSyntax
  /// What was visible where it is declared.
  var environment: Environment
  var isTabular: Bool
  /// Whether its declaration has mistakes, which calls do not report again.
  var isInvalid: Bool
  /// What all calls share; `nil` for a function with parameters, whose results depend on the arguments.
  var materializations: Materializations?
}

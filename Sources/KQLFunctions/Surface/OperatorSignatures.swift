// The names and signatures that Kusto documents, one a line below its name:
// fewest and most arguments, result, then parameters as name:type{fewest,most}@form=allowed/values.

extension FunctionSurface {
  /// Scalar operators, by their KQL text.
  static let operatorText = """
    unary-
      1 1 Custom | operand:Summable
      1 1 dynamic | operand:dynamic
    unary+
      1 1 Custom | operand:Summable
      1 1 dynamic | operand:dynamic
    and
      2 2 bool | left:bool right:bool
      2 2 bool hidden | left:dynamic right:bool
      2 2 bool hidden | left:bool right:dynamic
      2 2 bool hidden | left:dynamic right:dynamic
    or
      2 2 bool | left:bool right:bool
      2 2 bool hidden | left:dynamic right:bool
      2 2 bool hidden | left:bool right:dynamic
      2 2 bool hidden | left:dynamic right:dynamic
    +
      2 2 Widest | left:Number right:Number
      2 2 timespan | left:timespan right:timespan
      2 2 datetime | left:datetime|timespan right:datetime|timespan
      2 2 dynamic | left:dynamic right:dynamic
      2 2 long | left:dynamic right:int
      2 2 long | left:int right:dynamic
      2 2 Parameter1 | left:dynamic right:int|long|real|decimal|timespan|datetime
      2 2 Parameter0 | left:int|long|real|decimal|timespan|datetime right:dynamic
    -
      2 2 Widest | left:Number right:Number
      2 2 timespan | left:timespan right:timespan
      2 2 timespan | left:datetime right:datetime
      2 2 timespan | left:datetime right:dynamic
      2 2 timespan | left:dynamic right:datetime
      2 2 datetime | left:datetime right:timespan
      2 2 datetime | left:timespan right:datetime
      2 2 dynamic | left:dynamic right:dynamic
      2 2 long | left:dynamic right:int
      2 2 long | left:int right:dynamic
      2 2 Parameter1 | left:dynamic right:int|long|real|decimal|timespan|datetime
      2 2 Parameter0 | left:int|long|real|decimal|timespan|datetime right:dynamic
    *
      2 2 Widest | left:Number right:Number
      2 2 timespan | left:timespan right:timespan
      2 2 timespan | left:timespan right:Number
      2 2 timespan | left:Number right:timespan
      2 2 datetime | left:datetime right:Number
      2 2 datetime | left:Number right:datetime
      2 2 dynamic | left:dynamic right:dynamic
      2 2 long | left:dynamic right:int
      2 2 long | left:int right:dynamic
      2 2 Parameter1 | left:dynamic right:Number
      2 2 Parameter0 | left:Number right:dynamic
    /
      2 2 Widest | left:Number right:Number
      2 2 real | left:timespan right:timespan
      2 2 timespan | left:timespan right:Number
      2 2 real | left:datetime right:datetime
      2 2 real | left:datetime right:timespan
      2 2 datetime | left:datetime right:Number
      2 2 dynamic | left:dynamic right:dynamic
      2 2 long | left:dynamic right:int
      2 2 long | left:int right:dynamic
      2 2 Parameter1 | left:dynamic right:Number
      2 2 Parameter0 | left:Number right:dynamic
    %
      2 2 Widest | left:Number right:Number
      2 2 timespan | left:timespan right:timespan
      2 2 timespan | left:timespan right:Number
      2 2 timespan | left:datetime right:datetime
      2 2 timespan | left:datetime right:timespan
      2 2 datetime | left:datetime right:Number
      2 2 dynamic | left:dynamic right:dynamic
      2 2 long | left:dynamic right:int
      2 2 long | left:int right:dynamic
      2 2 Parameter1 | left:dynamic right:Number
      2 2 Parameter0 | left:Number right:dynamic
    <
      2 2 bool hidden | left:bool right:NumberOrBool
      2 2 bool | left:Number right:NumberOrBool
      2 2 bool | left:timespan right:timespan
      2 2 bool | left:datetime right:datetime
      2 2 bool | left:dynamic right:dynamic
      2 2 bool | left:dynamic right:Number
      2 2 bool | left:Number right:dynamic
    <=
      2 2 bool hidden | left:bool right:NumberOrBool
      2 2 bool | left:Number right:NumberOrBool
      2 2 bool | left:timespan right:timespan
      2 2 bool | left:datetime right:datetime
      2 2 bool | left:dynamic right:dynamic
      2 2 bool | left:dynamic right:Number
      2 2 bool | left:Number right:dynamic
    >
      2 2 bool hidden | left:bool right:NumberOrBool
      2 2 bool | left:Number right:NumberOrBool
      2 2 bool | left:timespan right:timespan
      2 2 bool | left:datetime right:datetime
      2 2 bool | left:dynamic right:dynamic
      2 2 bool | left:dynamic right:Number
      2 2 bool | left:Number right:dynamic
    >=
      2 2 bool hidden | left:bool right:NumberOrBool
      2 2 bool | left:Number right:NumberOrBool
      2 2 bool | left:timespan right:timespan
      2 2 bool | left:datetime right:datetime
      2 2 bool | left:dynamic right:dynamic
      2 2 bool | left:dynamic right:Number
      2 2 bool | left:Number right:dynamic
    ==
      2 2 bool hidden | left:bool right:Scalar
      2 2 bool | left:NotBool right:Scalar
      2 2 bool | left:NotBool@StarOnly right:Scalar
    !=
      2 2 bool hidden | left:bool right:Scalar
      2 2 bool | left:NotBool right:Scalar
    =~
      2 2 bool | left:StringOrDynamic right:StringOrDynamic
      2 2 bool | left:StringOrDynamic@StarOnly right:StringOrDynamic
    !~
      2 2 bool | left:StringOrDynamic right:StringOrDynamic
      2 2 bool | left:StringOrDynamic@StarOnly right:StringOrDynamic
    has
      2 2 bool | left:StringOrDynamic right:string
      2 2 bool | left:StringOrDynamic@StarOnly right:string
    has_cs
      2 2 bool | left:StringOrDynamic right:string
      2 2 bool | left:StringOrDynamic@StarOnly right:string
    !has
      2 2 bool | left:StringOrDynamic right:string
      2 2 bool | left:StringOrDynamic@StarOnly right:string
    !has_cs
      2 2 bool | left:StringOrDynamic right:string
      2 2 bool | left:StringOrDynamic@StarOnly right:string
    hasprefix
      2 2 bool | left:StringOrDynamic right:string
      2 2 bool | left:StringOrDynamic@StarOnly right:string
    hasprefix_cs
      2 2 bool | left:StringOrDynamic right:string
      2 2 bool | left:StringOrDynamic@StarOnly right:string
    !hasprefix
      2 2 bool | left:StringOrDynamic right:string
      2 2 bool | left:StringOrDynamic@StarOnly right:string
    !hasprefix_cs
      2 2 bool | left:StringOrDynamic right:string
      2 2 bool | left:StringOrDynamic@StarOnly right:string
    hassuffix
      2 2 bool | left:StringOrDynamic right:string
      2 2 bool | left:StringOrDynamic@StarOnly right:string
    hassuffix_cs
      2 2 bool | left:StringOrDynamic right:string
      2 2 bool | left:StringOrDynamic@StarOnly right:string
    !hassuffix
      2 2 bool | left:StringOrDynamic right:string
      2 2 bool | left:StringOrDynamic@StarOnly right:string
    !hassuffix_cs
      2 2 bool | left:StringOrDynamic right:string
      2 2 bool | left:StringOrDynamic@StarOnly right:string
    like
      2 2 bool | left:StringOrDynamic right:StringOrDynamic
      2 2 bool | left:StringOrDynamic@StarOnly right:StringOrDynamic
    like_cs
      2 2 bool | left:StringOrDynamic right:StringOrDynamic
      2 2 bool | left:StringOrDynamic@StarOnly right:StringOrDynamic
    !like
      2 2 bool | left:StringOrDynamic right:StringOrDynamic
      2 2 bool | left:StringOrDynamic@StarOnly right:StringOrDynamic
    !like_cs
      2 2 bool | left:StringOrDynamic right:StringOrDynamic
      2 2 bool | left:StringOrDynamic@StarOnly right:StringOrDynamic
    contains
      2 2 bool | left:StringOrDynamic right:StringOrDynamic
      2 2 bool | left:StringOrDynamic@StarOnly right:StringOrDynamic
    contains_cs
      2 2 bool | left:StringOrDynamic right:StringOrDynamic
      2 2 bool | left:StringOrDynamic@StarOnly right:StringOrDynamic
    !contains
      2 2 bool | left:StringOrDynamic right:StringOrDynamic
      2 2 bool | left:StringOrDynamic@StarOnly right:StringOrDynamic
    !contains_cs
      2 2 bool | left:StringOrDynamic right:StringOrDynamic
      2 2 bool | left:StringOrDynamic@StarOnly right:StringOrDynamic
    startswith
      2 2 bool | left:StringOrDynamic right:StringOrDynamic
      2 2 bool | left:StringOrDynamic@StarOnly right:StringOrDynamic
    startswith_cs
      2 2 bool | left:StringOrDynamic right:StringOrDynamic
      2 2 bool | left:StringOrDynamic@StarOnly right:StringOrDynamic
    !startswith
      2 2 bool | left:StringOrDynamic right:StringOrDynamic
      2 2 bool | left:StringOrDynamic@StarOnly right:StringOrDynamic
    !startswith_cs
      2 2 bool | left:StringOrDynamic right:StringOrDynamic
      2 2 bool | left:StringOrDynamic@StarOnly right:StringOrDynamic
    endswith
      2 2 bool | left:StringOrDynamic right:StringOrDynamic
      2 2 bool | left:StringOrDynamic@StarOnly right:StringOrDynamic
    endswith_cs
      2 2 bool | left:StringOrDynamic right:StringOrDynamic
      2 2 bool | left:StringOrDynamic@StarOnly right:StringOrDynamic
    !endswith
      2 2 bool | left:StringOrDynamic right:StringOrDynamic
      2 2 bool | left:StringOrDynamic@StarOnly right:StringOrDynamic
    !endswith_cs
      2 2 bool | left:StringOrDynamic right:StringOrDynamic
      2 2 bool | left:StringOrDynamic@StarOnly right:StringOrDynamic
    matches_regex
      2 2 bool | left:StringOrDynamic right:StringOrDynamic
      2 2 bool | left:StringOrDynamic@StarOnly right:StringOrDynamic
    :
      2 2 bool | left:StringOrDynamic right:StringOrDynamic
      2 2 bool | left:StringOrDynamic@StarOnly right:StringOrDynamic
    in
      2 2 bool hidden | value:bool table:Tabular
      2 2 bool | value:NotBool table:Tabular
      2 32768 bool hidden | value:bool value:Scalar{1,32767}
      2 32768 bool | value:NotBool value:Scalar{1,32767}
    in~
      2 2 bool | value:string|dynamic table:Tabular
      2 32768 bool | value:string|dynamic value:Scalar{1,32767}
    !in
      2 2 bool hidden | value:bool table:Tabular
      2 2 bool | value:NotBool table:Tabular
      2 32768 bool hidden | value:bool value:Scalar{1,32767}
      2 32768 bool | value:NotBool value:Scalar{1,32767}
    !in~
      2 2 bool | value:string|dynamic table:Tabular
      2 32768 bool | value:string|dynamic value:Scalar{1,32767}
    between
      3 3 bool | value:Number start:Number end:Number
      3 3 bool | value:Summable start:Parameter0 end:Parameter0
      3 3 bool | value:datetime start:datetime end:timespan
      3 3 bool | value:Number start:dynamic end:Parameter1
      3 3 bool | value:dynamic start:Number end:Parameter1
    !between
      3 3 bool | value:Number start:Number end:Number
      3 3 bool | value:Summable start:Parameter0 end:Parameter0
      3 3 bool | value:datetime start:datetime end:timespan
      3 3 bool | value:Number start:dynamic end:Parameter1
      3 3 bool | value:dynamic start:Number end:Parameter1
    has_any
      2 2 bool | value:string|dynamic table:Tabular
      2 32768 bool | value:string|dynamic value:Scalar{1,32767}
    has_all
      2 2 bool | value:string|dynamic table:Tabular
      2 32768 bool | value:string|dynamic value:Scalar{1,32767}
    """
}

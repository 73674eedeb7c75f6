// KQLSyntax

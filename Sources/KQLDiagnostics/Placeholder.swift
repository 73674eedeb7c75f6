// KQLDiagnostics

// KQLExecution

// KQLPlan

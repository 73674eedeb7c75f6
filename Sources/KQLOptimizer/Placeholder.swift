// KQLOptimizer

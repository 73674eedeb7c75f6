// KQLBinder

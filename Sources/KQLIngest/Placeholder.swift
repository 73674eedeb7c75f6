// KQLIngest

// KQLRendering

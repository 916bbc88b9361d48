"""Four eyes: what one asks, another decides, bound to exactly what was asked."""

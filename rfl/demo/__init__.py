"""The demonstration: invented families on real routes, from a seed. Nobody in it exists."""

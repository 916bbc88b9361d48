"""News: what came to somebody since they last looked, by the bell and by a letter without names."""

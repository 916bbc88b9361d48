"""Person records: what one society knows about one human being, each statement with its source."""

"""What lists of cases and of people have in common: kept views, and acts on many lines at once."""

"""What comes in as lists: imports with preview, kept mappings, and rows to mend."""

"""Long forms kept as one types: sealed, for whoever types alone, and not for long."""

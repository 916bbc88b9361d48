"""What a society owes the people it knows of: their rights, and an end to what is kept."""

"""Background work: rows with a lease, carried by a queue, safe to kill and to run again."""

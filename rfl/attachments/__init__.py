"""Photos and documents of a case: drawn anew as pictures, sealed, taken away again."""

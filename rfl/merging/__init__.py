"""One human being, recorded twice: joined with a reason and four eyes, and parted again."""

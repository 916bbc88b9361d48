"""The family around a search: its picture, whom they named, and its links judged together."""

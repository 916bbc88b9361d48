"""What one society asks another, and what a found person allows to be told: the consent gate."""

"""How the installation stands, for who looks after it: background work, backups, settings."""

"""Persistence shared by every domain: declarative bases, column types, sessions, migrations."""

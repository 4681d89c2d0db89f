"""Domain objects to files; no database, no network."""

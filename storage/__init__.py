"""Where everything is kept: SQLite for one school, PostgreSQL for a city."""

"""Rows: the only place that knows tables, SQL, keys and encryption."""

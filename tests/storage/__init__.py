"""Tests of the rows: promises of every database, then what is SQLite's own."""

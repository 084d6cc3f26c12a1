"""Lists of transactions as offices have them: read apart, checked row by row, kept or undone."""

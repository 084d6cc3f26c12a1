"""What leaves the house as a file: exports and printed sheets."""

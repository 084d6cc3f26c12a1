"""Bots that people would write instead: what the benchmark holds Lắng Nghe against."""

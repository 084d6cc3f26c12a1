"""Tests that press and type in a real browser."""

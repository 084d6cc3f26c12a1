"""Tests of the sender, on every database that keeps the promises."""

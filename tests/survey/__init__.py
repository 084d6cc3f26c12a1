"""Tests of the survey's science."""

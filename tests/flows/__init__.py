"""Tests of the pure decisions: forms, conditions, answers and conversations."""

"""Tests of the desk of reports."""

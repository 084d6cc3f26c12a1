"""Tests of the doors for browsers, on real storage and the real runner."""

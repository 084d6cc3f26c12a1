"""Tests of figures that are kept from rows."""

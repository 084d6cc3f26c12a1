"""Whole conversations as data: what is put in, and all that happens and is said."""

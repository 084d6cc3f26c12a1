"""The desk as rules: who may do what, what becomes of a case, and what is due when."""

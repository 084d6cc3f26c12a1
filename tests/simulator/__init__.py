"""Tests of the synthetic citizens, their ledgers and the checker that judges by them."""

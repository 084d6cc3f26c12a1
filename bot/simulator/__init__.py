"""Synthetic citizens: seeded people who use the real doors, and keep a ledger of what they did."""

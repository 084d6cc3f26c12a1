"""What is asked and decided: pure values in, values out; no clock, disk, network or randomness."""

"""What follows from the figures of an edition, by rules: values, and no words."""

"""Files of strangers: told by what they hold, redrawn, and looked at where they can do no harm."""

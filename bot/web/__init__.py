"""The doors for browsers: landing page, web chat, notices and health."""

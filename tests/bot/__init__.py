"""Tests of the service's own parts: settings, texts, forms, invitations, exports, commands."""

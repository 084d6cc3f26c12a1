"""The channels: how prompts look and travel on each platform."""

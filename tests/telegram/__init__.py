"""People talk with the real service over the strict Telegram of `bot.simulator`."""

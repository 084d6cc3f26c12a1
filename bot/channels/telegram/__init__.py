"""Telegram: private chats with a bot, by webhook or by long polling.

The only package that imports python-telegram-bot, as the client for set-up, polling and files;
messages in and out are typed structs and ready JSON, which cost a fraction of its objects.
"""

from bot.channels.telegram.capabilities import CAPABILITIES, NAME
from bot.channels.telegram.channel import ALLOWED_UPDATES, TelegramChannel
from bot.channels.telegram.polling import Take, poll
from bot.channels.telegram.watching import watch

__all__ = ["ALLOWED_UPDATES", "CAPABILITIES", "NAME", "Take", "TelegramChannel", "poll", "watch"]

"""E-mail: letters that leave by the office's own mail server; nothing is heard by it.

The only package that imports aiosmtplib. What comes back from mail servers is read by
`read_return`; whoever answers a letter writes to the office, not to the bot.
"""

from bot.channels.email.capabilities import CAPABILITIES, NAME
from bot.channels.email.channel import EmailChannel
from bot.channels.email.letters import Letter
from bot.channels.email.returns import Return, read_return

__all__ = ["CAPABILITIES", "NAME", "EmailChannel", "Letter", "Return", "read_return"]

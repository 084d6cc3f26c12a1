"""A strict mail server on this machine: it takes letters, checks the standards, fails on demand.

What a letter breaks is written down as a breach, with the standard that it breaks; the server
goes on as lenient ones do, so that one run finds everything.
"""

from bot.simulator.smtp.faults import Fault, Faults
from bot.simulator.smtp.ledger import Breach, Ledger, Posted
from bot.simulator.smtp.returns import returned
from bot.simulator.smtp.server import SmtpServer

__all__ = ["Breach", "Fault", "Faults", "Ledger", "Posted", "SmtpServer", "returned"]

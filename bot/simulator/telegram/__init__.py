"""A strict stand-in for Telegram: Bot API server, ledger of all, delivery, faults, and people.

    async with TelegramServer() as sim:              # TELEGRAM_TOKEN=sim.token
        start_bot(api_url=sim.base_url)              # TELEGRAM_API_URL=sim.base_url
        lan = sim.person(5021, "Lan", "Nguyễn")
        lan.start("k7Q2mX9aZ0_bH")                   # the deep link's parameter
        question = await lan.wait_for("hài lòng")    # the bot's next message with that text
        lan.press("Hài lòng")                        # NotOnScreenError unless it is on screen
        lan.press("a:1:2:3", force=True)             # a forged client may send anything
        await lan.wait_until(lambda: not question.buttons)
        assert not sim.ledger.broken()               # Counter of broken rules, see RULES

- Methods are at `{base_url}/bot<token>/<method>`, files at `{base_url}/file/bot<token>/<path>`;
  getUpdates, or setWebhook to an http address of this machine.
- People (`Person`): start, type, press, press_data, edit, share_contact, forward_contact,
  contact_of, contact_without_user_id, photo, voice, document, location, block, unblock,
  deactivate; `texts`, `labels`, `last`, `chat.messages`, `chat.keys` are what they see.
  `sim.group(-100, "…")` is a group, for `person.type(text, chat=…)`.
- The ledger: `requests`, `calls(method, chat)`, `withheld()`, `texts` (how often a chat got a
  text), `repeated()`, `deliveries` (each update with its attempts and state), `expired`,
  `presses`, `violations`, `broken(besides=…)`; `sim.close_books()` adds unanswered buttons.
- Faults: `sim.faults.server_error()`, `flood(35)`, `reset()`, `withhold()`, `malform()`,
  `slow(0.05)`, `blocked(chat_id)`, `refuse(text, description)`, each with `methods`, `chats`,
  `text`, `probability`, `times`.
- Delivery: `sim.delivery.duplication = Duplication(...)`, `.reordering = Reordering(...)`,
  `.send_again(delivery)`.
- Time: `TelegramServer(clock=WallClock(scale=60))`, or `clock=HandClock()` and
  `await sim.advance(seconds)`.
- Rates: people who answer at once outrun the default a message a second to a chat: use
  `limits=UNLIMITED`, `Limits(chat_burst=…)`, or a quicker clock.
"""

from bot.simulator.telegram.chats import Button, Chat, Message
from bot.simulator.telegram.clock import HandClock, WallClock
from bot.simulator.telegram.delivery import Duplication, Reordering
from bot.simulator.telegram.faults import Fault
from bot.simulator.telegram.ledger import Delivery, Ledger, Press, Request, Violation
from bot.simulator.telegram.limits import UNLIMITED, Limits
from bot.simulator.telegram.person import NotOnScreenError, Person
from bot.simulator.telegram.rules import RULES
from bot.simulator.telegram.server import TOKEN, TelegramServer

__all__ = [
    "RULES",
    "TOKEN",
    "UNLIMITED",
    "Button",
    "Chat",
    "Delivery",
    "Duplication",
    "Fault",
    "HandClock",
    "Ledger",
    "Limits",
    "Message",
    "NotOnScreenError",
    "Person",
    "Press",
    "Reordering",
    "Request",
    "TelegramServer",
    "Violation",
    "WallClock",
]

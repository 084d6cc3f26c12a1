"""What a person does with the phone to say something: press, type, share, attach, edit."""

from __future__ import annotations

import random
from functools import cache
from io import BytesIO
from typing import Final, NamedTuple

from PIL import Image

from bot.simulator.browser import Told
from bot.simulator.choosing import Act
from bot.simulator.ledger import Kind
from bot.simulator.personas import Persona
from bot.simulator.phrases import phrases
from bot.simulator.screen import Screen
from bot.simulator.telegram import Delivery, Message, Person
from flows.messages import parse_payload

__all__ = ["Deed", "Deeds"]

_INTAKE: Final = "intake"
_MOST_PHOTOS: Final = 3
_NEIGHBOUR: Final = 1_000_000
"""Added to a person's id: somebody else, whose card is shared."""


class Deed(NamedTuple):
    """What was done, and the update that tells of it."""

    kind: Kind
    update: Delivery | None


class Deeds:
    """The hands of one person."""

    def __init__(self, person: Person, persona: Persona, rng: random.Random) -> None:
        self._person = person
        self._persona = persona
        self._rng = rng
        self._holders: dict[tuple[str, str], Message] = {}
        """The newest message with buttons of a question: they are pressed long after, too."""
        self._typed: Message | None = None
        self._photos = 0

    def see(self, message: Message) -> None:
        """Remember where buttons are, or were."""
        for button in message.buttons:
            payload = parse_payload(button.data or "")
            if payload is not None:
                self._holders[payload.tag, payload.question] = message

    # -- what was meant to be said

    def do(self, act: Act, asked: Told | None) -> Deed:
        """Say something as this channel says it."""
        if act.kind == "choice":
            return self._press(act.said, asked)
        if act.kind == "command":
            return self._type(f"/{act.said}", "command")
        if asked is not None and asked.input == "phone" and act.meant is not None:
            number = act.meant.value
            if isinstance(number, str) and self._rng.random() < self._persona.shares:
                return self._share(number)
        return self._type(act.said, "text")

    def _press(self, data: str, asked: Told | None) -> Deed:
        payload = parse_payload(data)
        holder = self._holders.get((payload.tag, payload.question)) if payload else None
        if holder is None and asked is not None:
            key = next((c.label for c in asked.controls if c.payload == data), None)
            holder = self._person.chat.messages.get(asked.seq)
            if key is not None and holder is not None and not holder.buttons:
                return self._type(key, "choice")  # a key of the keyboard types its label
        holder = holder or self._person.last
        return Deed("choice", self._person.press_data(data, holder) if holder else None)

    def _type(self, text: str, kind: Kind) -> Deed:
        message = self._person.type(text)
        if kind == "text":
            self._typed = message
        return Deed(kind, self._person.newest)

    def _share(self, number: str) -> Deed:
        """Share a number: most press the button, some send a card of somebody's."""
        phone = number.removeprefix("+")
        if self._rng.random() < 0.8 and self._person.chat.keyboard is not None:
            self._person.share_contact(phone)
            return Deed("contact", self._person.newest)
        self._person.contact_of(phone, self._person.id + _NEIGHBOUR)
        return Deed("card", self._person.newest)

    # -- what nobody asked for

    def draw(self, asked: Told | None, screen: Screen) -> Deed | None:
        """Do something else than answering, now and then."""
        rng, habits, person = self._rng, self._persona, self._person
        if asked is None or asked.prompt is None or asked.input == "phone":
            return None
        if rng.random() < habits.edits and self._typed is not None:
            typed, self._typed = self._typed, None
            more = phrases().afterthought[habits.language]
            return Deed("edit", person.edit(typed, f"{typed.text} {more}"))
        if rng.random() < habits.cards:
            person.contact_of("84912000111", person.id + _NEIGHBOUR)
            return Deed("card", person.newest)
        is_case = screen.form_of(asked.prompt[0]) == _INTAKE
        if is_case and self._photos < _MOST_PHOTOS and rng.random() < habits.photos:
            self._photos += 1
            person.photo(_photo())
            return Deed("file", person.newest)
        return None


@cache
def _photo() -> bytes:
    """Return a small picture as a phone takes it."""
    out = BytesIO()
    Image.radial_gradient("L").resize((64, 48)).convert("RGB").save(out, "JPEG")
    return out.getvalue()

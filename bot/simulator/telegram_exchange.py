"""The exchange of one citizen with the bot, over Telegram: typed, pressed, shared; all noted."""

from __future__ import annotations

import asyncio
import random
import time
from collections import deque
from typing import Final

import msgspec

from bot.simulator.browser import Told
from bot.simulator.choosing import Act
from bot.simulator.hearing import asks, is_taken
from bot.simulator.ledger import Heard, Kind, Ledger, Meant, Sent
from bot.simulator.meter import Meter
from bot.simulator.patience import Patience
from bot.simulator.personas import Persona
from bot.simulator.screen import Screen
from bot.simulator.telegram import Delivery, Message, Person, TelegramServer
from bot.simulator.telegram_deeds import Deeds
from bot.simulator.wire import CutOffError
from flows.messages import parse_payload
from flows.talk import DIALOGUE

__all__ = ["TelegramExchange"]

_DELIVERED_S: Final = 300.0
"""A restarted server gets its updates within two minutes (the platform doubles its pauses)."""
_REMEMBERED: Final = 12
_RECENT: Final = 4
"""Messages of one turn that a dying server may leave undecided, so that all come again."""


class TelegramExchange:
    """`Talk` over Telegram. `meter` and `patience` are those of all citizens together."""

    def __init__(  # noqa: PLR0913 - who, with what, and among whom
        self,
        ledger: Ledger,
        person: Person,
        persona: Persona,
        token: str,
        *,
        rng: random.Random,
        meter: Meter,
        sim: TelegramServer,
        patience: Patience,
    ) -> None:
        self.ledger = ledger
        self.unheard = 0
        self._prompt: Told | None = None
        self._standing: Told | None = None
        self._person = person
        self._persona = persona
        self._rng = rng
        self._token = token
        self._meter = meter
        self._sim = sim
        self._patience = patience
        self._screen = Screen(persona.language)
        self._deeds = Deeds(person, persona, rng)
        self._updates: list[Delivery] = []
        self._fresh: list[Told] = []
        self._copies: list[Told] = []
        self._recent: deque[Told] = deque(maxlen=_RECENT)
        self._news = asyncio.Event()
        self._asked_at = 0.0
        self._in_doubt = False
        person.chat.hear = self._hear

    @property
    def prompt(self) -> Told | None:
        """What is asked now. What came late, after its turn seemed to be over, counts too."""
        self._look(keeps=True)
        return self._prompt

    @prompt.setter
    def prompt(self, prompt: Told | None) -> None:
        self._prompt = prompt

    # -- the way in

    async def open(self) -> None:
        """Press Start on the link: the first time, again after a pause, or for no reason."""
        # Where something is asked, Start leads on in silence.
        self._look(keeps=True)
        expects = self._standing is None
        await self._meter.pace()
        self.ledger.opens_tried += 1
        self._person.start(self._token)
        await self._turn(self._sent("start", "/start", self._person.newest), expects=expects)
        self.ledger.opens += 1
        self._prompt = self._standing

    def close(self) -> None:
        """Put the phone away; what still comes stays on its screen."""

    # -- saying

    async def say(self, act: Act, *, twice: bool = False) -> None:
        """Send something and hear what comes of it; `twice`: delivered two times at once."""
        await self._meter.pace()
        asked = self.prompt  # from here on, what comes is an answer
        kind, delivery = self._deeds.do(act, asked)
        meant = act.meant
        if meant is not None and self._in_doubt:  # it may have been answered already
            meant = msgspec.structs.replace(meant, vague=True)
        sent = self._sent(kind, act.said, delivery, meant, calm=act.calm and not self._in_doubt)
        if twice:
            self._sim.delivery.send_again(self._updates[-1])
        is_rude = self._blocks_now()
        if is_rude:
            self._person.block()
            self.ledger.blocked = self._in_doubt = True
        await self._turn(sent, expects=not is_rude and not self._says_again(act))
        if is_rude:
            await self._come_back()

    def _says_again(self, act: Act) -> bool:
        """Whether an act presses what was answered so already: nothing comes of it."""
        payload = parse_payload(act.said) if act.kind == "choice" else None
        return payload is not None and any(
            sent.meant is not None
            and (sent.meant.tag, sent.meant.question) == (payload.tag, payload.question)
            and str(sent.meant.value) == payload.value
            for sent in self.ledger.sent[:-1]
        )

    async def repeat(self) -> None:
        """Let an older update be delivered again: nothing happens."""
        known = [one for one in self._updates[-_REMEMBERED:] if one.state == "delivered"]
        if known:
            self._sim.delivery.send_again(self._rng.choice(known))
            await asyncio.sleep(0)

    async def besides(self) -> bool:
        """Block, edit, send a photo or a card of somebody, as the habits say."""
        if self._is_time_to_block() and not self._persona.blocks_rudely:
            await self._block_for_a_while()
            return True
        asked = self.prompt
        done = self._deeds.draw(asked, self._screen)
        if done is None:
            return False
        is_heard = done.kind != "edit" or (asked is not None and _is_of_form(asked))
        await self._meter.pace()
        sent = self._sent(done.kind, "", done.update)
        await self._turn(sent, expects=is_heard, keeps=True)
        return True

    # -- blocking

    def _is_time_to_block(self) -> bool:
        after = self._persona.blocks_after
        return after is not None and not self.ledger.blocked and len(self.ledger.sent) > after

    def _blocks_now(self) -> bool:
        return self._persona.blocks_rudely and self._is_time_to_block()

    async def _block_for_a_while(self) -> None:
        self.ledger.blocked = True
        self._person.block()
        await self._come_back()

    async def _come_back(self) -> None:
        await asyncio.sleep(self._rng.uniform(0.1, 1.0))
        await self.open()

    # -- one turn

    def _sent(
        self,
        kind: Kind,
        said: str,
        delivery: Delivery | None,
        meant: Meant | None = None,
        *,
        calm: bool = False,
    ) -> Sent:
        if delivery is None:
            raise CutOffError("the bot does not ask for such updates")
        sent = Sent(
            id=str(delivery.update_id),
            kind=kind,
            said=said,
            meant=meant,
            calm=calm,
            before=self.ledger.last,
        )
        self._updates.append(delivery)
        self.ledger.sent.append(sent)
        return sent

    async def _turn(self, sent: Sent, *, expects: bool = True, keeps: bool = False) -> None:
        """Wait until the update is taken and its answer is there. `expects`: there must be one;
        `keeps`: words that ask nothing do not end what was asked.
        """
        delivery, began = self._updates[-1], time.perf_counter()
        self._asked_at = 0.0
        if expects:
            self._patience.begins(self.ledger.citizen)
        await self._delivered(delivery)
        sent.tries = len(delivery.attempts)
        sent.statuses.append("delivered")
        await self._until_asked(expects=expects)
        self._patience.gives_up(self.ledger.citizen)
        wait = self._asked_at - began if self._asked_at and not delivery.fails else None
        self._meter.took(wait, applied=True)
        self._settle(sent, expects=expects, keeps=keeps)

    async def _delivered(self, delivery: Delivery) -> None:
        taken = asyncio.Event()
        delivery.on_end = taken.set
        if delivery.state == "pending":
            try:
                async with asyncio.timeout(_DELIVERED_S):
                    await taken.wait()
            except TimeoutError:
                raise CutOffError(f"update {delivery.update_id} was never taken") from None
        if delivery.state != "delivered":
            raise CutOffError(f"update {delivery.update_id} is {delivery.state}")

    async def _until_asked(self, *, expects: bool) -> None:
        while not any(map(asks, self._fresh)):
            wants = expects and not self._fresh
            is_long = wants and not self._copies
            patience = self._patience.answer() if is_long else self._patience.lull()
            self._news.clear()
            try:
                async with asyncio.timeout(patience + self._sim.state.silence()):
                    await self._news.wait()
            except TimeoutError:
                self._trust_copies()
                return

    def _trust_copies(self) -> None:
        """Take what looked like second copies for what they say, since nothing else came."""
        if not self._fresh:
            self._fresh = self._copies

    def _settle(self, sent: Sent, *, expects: bool, keeps: bool) -> None:
        fresh = self._fresh
        sent.after = self.ledger.last
        if sent.meant is not None:
            sent.given = bool(fresh) and is_taken(sent.meant, fresh)
        if not fresh and expects:
            # What answers it may have been given up; then nobody knows what is asked now.
            self.unheard += 1
            sent.silent = self._in_doubt = True
        self._look(keeps=keeps or not fresh)

    def _look(self, *, keeps: bool) -> None:
        """Turn to what is asked now. `keeps`: words that ask nothing do not end it."""
        fresh, self._fresh, self._copies = self._fresh, [], []
        asked = next((told for told in reversed(fresh) if asks(told)), None)
        if asked is not None or not keeps:
            self._prompt = self._standing = asked
            self._in_doubt = False

    # -- hearing

    def _hear(self, message: Message) -> None:
        """Take a message the moment it is shown; edits say nothing new."""
        ledger = self.ledger
        if message.id <= ledger.last:
            return
        told = self._screen.read(message)
        ledger.heard.append(Heard(message.id, message.text or ""))
        self._deeds.see(message)
        if told.code:
            ledger.codes.add(told.code)
        is_copy = any(_is_copy(told, before) for before in self._recent)
        self._recent.append(told)
        if is_copy and not self._fresh:
            # After a lost answer, or a server's death, the same is sent again.
            self._copies.append(told)
        else:
            self._fresh.append(told)
            self._patience.ends(ledger.citizen)
        if self._fresh and asks(told) and not self._asked_at:
            self._asked_at = time.perf_counter()
        self._news.set()


def _is_of_form(told: Told) -> bool:
    return told.prompt is not None and told.prompt[0] != DIALOGUE


def _is_copy(told: Told, before: Told) -> bool:
    return (told.text, told.choices) == (before.text, before.choices)

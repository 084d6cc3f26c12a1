"""One synthetic citizen: opens a link, answers, errs, goes away, comes back, and notes it all."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable

import msgspec

from bot.simulator.browser import RefusedError, Told
from bot.simulator.choosing import Act, Chooser
from bot.simulator.ledger import Ledger, Meant, Outcome
from bot.simulator.personas import Persona
from bot.simulator.phrases import phrases
from bot.simulator.talking import Talk
from bot.simulator.wire import CutOffError
from flows.talk import DIALOGUE

__all__ = ["Citizen"]

_NOT_UNDERSTOOD = (DIALOGUE, "HUMAN")
_MOST_UNHEARD = 2  # messages in vain, then even a patient person goes
_MOST_STEPS = 250  # a whole survey with a case and corrections has some 70


class Citizen:
    """One person with a browser or a phone. `live` plays the visit and returns its ledger."""

    def __init__(self, persona: Persona, rng: random.Random, talk: Talk) -> None:
        self._persona = persona
        self._rng = rng
        self._talk = talk
        self._chooser = Chooser(persona, rng)
        self.ledger = talk.ledger
        self._pending: Meant | None = None
        self._pending_at: tuple[str, str] | None = None
        self._corrections = persona.corrections
        self._has_paused = self._has_stopped = self._has_looked_back = False

    async def live(self) -> Ledger:
        """Play the visit."""
        try:
            await self._talk.open()
            self.ledger.outcome = await self._visit()
        except (CutOffError, RefusedError) as error:
            self.ledger.troubles.append(f"I1 gave up: {error}")
            self.ledger.outcome = "failed"
        finally:
            self._talk.close()
        return self.ledger

    # -- the visit

    async def _visit(self) -> Outcome:
        persona = self._persona
        for step in range(_MOST_STEPS):
            if self._talk.unheard >= _MOST_UNHEARD:
                return "stuck"
            if self._talk.prompt is None:
                if not await self._rest():
                    return self._outcome()
            elif step == persona.leaves_after and not self._has_stopped:
                await self._stop()
            elif step == persona.pauses_after:
                await self._pause()
            else:
                await self._step(self._talk.prompt)
        return "stuck"

    async def _rest(self) -> bool:
        """Nothing is asked any more: come back, look back, or go; False is go."""
        if self._has_paused:
            self._has_paused = False
            await self._reopen()
            return self._talk.prompt is not None
        if self._has_stopped and self._persona.comes_back and self._rng.random() < 0.5:
            await self._talk.say(Act("text", self._rng.choice(self._words(phrases().resume))))
            return self._talk.prompt is not None
        if self._rng.random() < self._persona.looks_back and not self._has_looked_back:
            self._has_looked_back = True
            await self._look_back()
            return self._talk.prompt is not None
        return False

    async def _look_back(self) -> None:
        code = next(iter(sorted(self.ledger.codes)), "")
        if code and self._rng.random() < 0.5:
            await self._talk.say(Act("text", f"{phrases().view[self._persona.language]} {code}"))
        else:
            await self._reopen()

    async def _reopen(self) -> None:
        self._talk.close()
        await asyncio.sleep(self._rng.uniform(0.02, 0.3))
        await self._talk.open()

    async def _pause(self) -> None:
        self._has_paused = True
        await self._command("pause", phrases().pause)

    async def _stop(self) -> None:
        self._has_stopped = True
        if self._rng.random() < 0.4:
            self._talk.prompt = None  # closes the window without a word
        else:
            await self._command("stop", phrases().stop)

    async def _command(self, name: str, words: dict[str, list[str]]) -> None:
        is_pressed = self._talk.prompt is None or self._chooser.is_question_of_text(
            self._talk.prompt
        )
        if is_pressed or self._rng.random() < 0.6:
            await self._talk.say(Act("command", name))
        else:
            await self._talk.say(Act("text", self._rng.choice(self._words(words))))

    def _words(self, by_language: dict[str, list[str]]) -> list[str]:
        return by_language.get(self._persona.language) or by_language["vi"]

    def _outcome(self) -> Outcome:
        if self.ledger.codes and self._has_sent():
            return "completed"
        given = [s.meant for s in self.ledger.sent if s.given and s.meant]
        last = given[-1].question if given else ""
        if any(m.question == "C1" and m.value == "no" for m in given):
            return "declined"
        if last in {"SC1", "SC2"}:
            return "ineligible"
        return "left" if self._has_stopped else "stopped"

    def _has_sent(self) -> bool:
        return any(sent.said.endswith(":@review:submit") for sent in self.ledger.sent)

    # -- one step

    async def _step(self, told: Told) -> None:
        persona, rng = self._persona, self._rng
        if told.prompt and told.prompt[0] != DIALOGUE:
            self._pending_at = (told.prompt[0], told.prompt[1].removesuffix("?"))
        if rng.random() < persona.reloads:
            await self._talk.open()
            return
        if await self._talk.besides():
            return
        if rng.random() < persona.repeats * 0.5:
            await self._talk.repeat()
        act = self._slip(told) or self._answer(told)
        await self._talk.say(act, twice=rng.random() < persona.repeats * 0.5)

    def _slip(self, told: Told) -> Act | None:
        """Return something else than an answer, now and then."""
        if told.kind == "review" and self._corrections:
            self._corrections -= 1
            return self._chooser.correction(told)
        persona, chooser = self._persona, self._chooser
        slips: tuple[tuple[float, Callable[[], Act | None]], ...] = (
            (persona.presses_stale, lambda: chooser.old_button(self._pressed(), told)),
            (persona.babbles, lambda: chooser.nonsense(told)),
            (persona.goes_back, lambda: chooser.control(told, "back")),
            (persona.skips, lambda: chooser.control(told, "skip")),
        )
        drawn = next((act for chance, act in slips if self._rng.random() < chance), None)
        return drawn() if drawn else None

    def _pressed(self) -> list[Meant]:
        """Return the answers given of late."""
        return [s.meant for s in self.ledger.sent[-20:] if s.given and s.meant]

    def _answer(self, told: Told) -> Act:
        if told.prompt and told.prompt[1].endswith("?"):
            return self._confirmation(told)
        act = self._chooser.answer(told)
        if told.prompt == _NOT_UNDERSTOOD and self._pending_at:
            # "Leave it out" skips the question below.
            return msgspec.structs.replace(act, meant=Meant(*self._pending_at, None, vague=True))
        self._pending = act.meant
        return act

    def _confirmation(self, told: Told) -> Act:
        """Settle a "did you mean …?": yes, if it is what was meant."""
        meant = self._pending
        fits = meant is not None and _shows(told.text, meant)
        wanted = ":yes" if fits else ":no"
        chosen = next(c for c in told.choices if c.payload.endswith(wanted))
        return Act("choice", chosen.payload, meant if fits else None)


def _shows(text: str, meant: Meant) -> bool:
    digits = "".join(c for c in text if c.isdigit())
    wanted = "".join(c for c in str(meant.value) if c.isdigit())[-6:]
    return bool(wanted) and wanted in digits

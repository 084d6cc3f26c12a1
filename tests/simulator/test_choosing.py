"""Synthetic citizens choose at the cards of khiếu nại and tố cáo, and hear what these say."""

import random
from collections import Counter

import pytest

from bot.channels.base import Choice
from bot.simulator.browser import Told
from bot.simulator.choosing import Chooser
from bot.simulator.personas import persona_of
from flows.messages import payload_for
from flows.talk import DIALOGUE
from tests.flows.shipped import DIALOGUE as OWN


def card(name: str) -> Told:
    choices = [
        Choice(c.label["vi"], payload_for(DIALOGUE, name, c.value))
        for c in OWN.by_id[name].choices
    ]
    return Told(kind="question", text="…", choices=tuple(choices), prompt=(DIALOGUE, name), seq=1)


@pytest.mark.parametrize("name", ["TC_CARD", "KN_CARD"])
def test_every_button_of_a_card_is_chosen_by_somebody(name: str) -> None:
    rng = random.Random("cards")
    said = Counter(Chooser(persona_of(rng), rng).answer(card(name)).said for _ in range(3000))
    pressed = {value for value in said if value.startswith(f"{DIALOGUE}:")}
    assert pressed == {choice.payload for choice in card(name).choices}
    explained = sum(said[c.payload] for c in card(name).choices[:2])
    assert explained < said.total() / 2, "most go on"

"""Every form is played to its end in the web chat, as its golden conversations go."""

import pytest
from aiohttp.test_utils import BaseTestServer

from bot.web.doors import LIMITS
from bot.web.limits import Buckets
from storage.base import ResponseRecord
from tests.conversations.ways import FORM_WAYS, Step, Way, way
from tests.flows.shipped import FORMS
from tests.web.citizen import Citizen
from tests.web.installation import PLACE, Installation


@pytest.fixture(autouse=True)
def in_no_hurry(server: BaseTestServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let citizens of a test answer as fast as they can; the limit is shown elsewhere."""
    limits = server.app[LIMITS]  # type: ignore[attr-defined]
    monkeypatch.setattr(limits, "messages", Buckets(1_000, 1_000))


async def token_for(trial: Installation, going: Way) -> str:
    """Invite to the form, with the place and the service that the conversation knows."""
    at_place = "place" in going.facts
    invitation = await trial.invite(
        form=going.form,
        place_id=PLACE.id if at_place else None,
        counter_id=None,
        service=going.facts.get("service"),
    )
    return invitation.token


async def walk(citizen: Citizen, token: str, steps: tuple[Step, ...]) -> None:
    await citizen.start(token)
    for step in steps:
        if step.opens:
            await citizen.post("/chat/start", data={"token": token, "language": "vi"})
            await citizen.catch_up()
            continue
        shown = citizen.question
        assert shown["prompt"][1] == step.question
        assert step.words in shown["text"]
        if step.skips:
            await citizen.send(command="skip")
        elif step.text:
            await citizen.type(step.text)
        else:
            (payload,) = [c["payload"] for c in shown["choices"] if c["label"] == step.label]
            await citizen.send(choice=payload)


async def newest(trial: Installation, form: str) -> ResponseRecord:
    found = [r for r in await trial.storage.responses.listed() if r.form == form]
    return max(found, key=lambda r: (r.started_at, r.id))


@pytest.mark.parametrize("name", FORM_WAYS)
async def test_the_form_goes_to_its_end(name: str, citizen: Citizen, trial: Installation) -> None:
    going = way(name)
    await walk(citizen, await token_for(trial, going), going.steps)
    response = await newest(trial, going.form)
    assert (response.state, response.channel) == (going.ends, "web")
    stored = {a.question: a.value for a in await trial.storage.answers.current(response.id)}
    expected = {} if going.ends == "declined" else dict(going.answers)
    if "place" in going.facts and "D6" in expected:
        expected["D6"] = PLACE.name
    assert stored == expected


async def test_money_without_a_receipt_becomes_a_case_of_severity_4(
    citizen: Citizen, trial: Installation
) -> None:
    going = way("th_no_receipt")
    await walk(citizen, await token_for(trial, going), going.steps)
    cases = await trial.storage.complaints.listed()
    case = max(cases, key=lambda c: (c.created_at, c.id))
    assert (case.category, case.severity, case.owner_role) == ("PA10", 4, "collection")


@pytest.mark.parametrize("name", sorted({way(w).form for w in FORM_WAYS} | {"mc"}))
async def test_the_landing_page_says_what_the_survey_is_about_and_how_long_it_takes(
    name: str, citizen: Citizen, trial: Installation
) -> None:
    invitation = await trial.invite(form=name)
    for language, minutes in (("vi", "phút"), ("en", "minute")):
        page = await (await citizen.get(f"/{invitation.token}?lang={language}")).text()
        assert FORMS[name].title[language] in page
        assert f"{FORMS[name].minutes} {minutes}" in page

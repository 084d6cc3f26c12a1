"""What every database promises about retired forms, drafts, and how much a form is in use."""

import pytest
from msgspec.structs import replace

from flows.identifiers import Instant, ResponseId
from storage.base import FormRecord, StaleSessionError, Storage
from storage.form_records import DraftFault, FormDraftRecord, FormUsage
from tests.storage.records import put, put_each, response

FORM = FormRecord(
    form="mc",
    version=1000,
    content_hash="aa",
    sources={"mc": "form: mc\n"},
    published_at=Instant(5),
    published_by="account:1",
)
FAULT = DraftFault("survey", 4, "relevant", key="xlsform.no_choice", params={"choice": "maybe"})
DRAFT = FormDraftRecord(
    id="draft-1",
    form="mc",
    file="khảo sát.yaml",
    source="yaml",
    sources=FORM.sources,
    faults=(FAULT, DraftFault("mc.yaml", 1, "1", "changed", message="…", excerpt="form: mc")),
    base_version=1,
    by="account:1",
    at=Instant(7),
)


async def retire(storage: Storage, at: int) -> None:
    await put(storage, lambda u: storage.forms.retire(u, "mc", 1000, Instant(at)))


async def restore(storage: Storage) -> None:
    await put(storage, lambda u: storage.forms.restore(u, "mc", 1000))


async def test_a_version_is_retired_and_brought_back(storage: Storage) -> None:
    await put_each(storage, storage.forms.publish, FORM)
    await retire(storage, 9)
    assert await storage.forms.all() == [replace(FORM, retired_at=Instant(9))]
    await restore(storage)
    assert await storage.forms.all() == [FORM]


async def test_of_two_who_retire_one_is_told(storage: Storage) -> None:
    await put_each(storage, storage.forms.publish, FORM)
    with pytest.raises(StaleSessionError):
        await restore(storage)
    await retire(storage, 9)
    with pytest.raises(StaleSessionError):
        await retire(storage, 10)


async def test_every_change_shows_in_the_state(storage: Storage) -> None:
    """A process that sees the same numbers has the same forms."""
    states = [await storage.forms.state()]
    await put_each(storage, storage.forms.publish, FORM)
    states.append(await storage.forms.state())
    for at in (9, 10):
        await retire(storage, at)
        states.append(await storage.forms.state())
        await restore(storage)
    assert len(set(states)) == len(states)
    assert await storage.forms.state() == states[1], "what is as before is known already"


async def test_publishing_again_changes_nothing_of_who_did_it(storage: Storage) -> None:
    await put_each(storage, storage.forms.publish, FORM, replace(FORM, published_by="account:2"))
    assert await storage.forms.all() == [FORM]


async def test_how_much_a_version_is_in_use(storage: Storage) -> None:
    rows = [
        response(ResponseId(f"r{number}"), version=version, state=state)
        for number, (version, state) in enumerate(
            [(1, "in_progress"), (1, "completed"), (1, "in_progress"), (2, "abandoned")]
        )
    ]
    await put_each(storage, storage.responses.add, *rows)
    assert await storage.forms.usage("mc", 1, 99) == FormUsage(3, 2)
    assert await storage.forms.usage("mc", 1, 2) == FormUsage(2, 2), "no further than asked"
    assert await storage.forms.usage("mc", 2, 99) == FormUsage(1, 0)
    assert await storage.forms.usage("mc", 3, 99) == FormUsage(0, 0)


async def test_a_draft_keeps_its_faults_with_their_places(storage: Storage) -> None:
    unreadable = replace(DRAFT, id="draft-2", form=None, sources={}, at=Instant(8))
    await put_each(storage, storage.form_drafts.add, DRAFT, unreadable)
    assert await storage.form_drafts.load("draft-1") == DRAFT
    assert await storage.form_drafts.load("draft-3") is None
    assert await storage.form_drafts.open(9) == [unreadable, DRAFT], "the newest first"
    assert await storage.form_drafts.open(1) == [unreadable]


async def test_a_draft_is_decided_about_once(storage: Storage) -> None:
    await put_each(storage, storage.form_drafts.add, DRAFT)
    settle = storage.form_drafts.settle
    await put(storage, lambda u: settle(u, "draft-1", was="draft", becomes="published"))
    with pytest.raises(StaleSessionError):
        await put(storage, lambda u: settle(u, "draft-1", was="draft", becomes="discarded"))
    assert await storage.form_drafts.open(9) == []
    assert await storage.form_drafts.load("draft-1") == replace(DRAFT, state="published")


async def test_old_drafts_are_forgotten(storage: Storage) -> None:
    await put_each(storage, storage.form_drafts.add, DRAFT)
    await put(storage, lambda u: storage.form_drafts.forget_before(u, Instant(7)))
    assert await storage.form_drafts.load("draft-1") == DRAFT
    await put(storage, lambda u: storage.form_drafts.forget_before(u, Instant(8)))
    assert await storage.form_drafts.load("draft-1") is None

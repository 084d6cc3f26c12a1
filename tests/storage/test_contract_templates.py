"""Answer templates of an office, on each kind of database."""

import pytest
from msgspec.structs import replace

from flows.identifiers import Instant
from storage.base import StaleSessionError, Storage
from storage.desk_records import TemplateRecord
from tests.storage.records import put, put_each

FIRST = TemplateRecord(
    id="template-1",
    purpose="answer",
    language="vi",
    title="Xin lỗi vì chậm",
    text="Phản ánh {code}:\n\nchúng tôi xin lỗi.",
    categories=("PA03", "PA09"),
    changed_at=Instant(5),
    actor="account:1",
)
SECOND = replace(FIRST, id="template-2", purpose="ask", title="Hỏi ngày", categories=())


async def test_what_was_written_is_read_again_by_title(storage: Storage) -> None:
    assert await storage.answer_templates.listed() == []
    await put_each(storage, storage.answer_templates.add, FIRST, SECOND)
    assert await storage.answer_templates.listed() == [SECOND, FIRST]
    assert await storage.answer_templates.by_id("template-1") == FIRST
    assert await storage.answer_templates.by_id("other") is None


async def test_a_change_takes_the_place_of_what_its_writer_saw(storage: Storage) -> None:
    templates = storage.answer_templates
    await put_each(storage, templates.add, FIRST, SECOND)
    retired = replace(FIRST, retired_at=Instant(9), version=2)
    await put_each(storage, templates.save, retired)
    assert await templates.listed() == [SECOND, retired]
    with pytest.raises(StaleSessionError):
        await put(storage, lambda u: templates.save(u, replace(FIRST, text="Khác", version=2)))
    assert await templates.by_id("template-1") == retired

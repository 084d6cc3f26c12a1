"""Documents as they are issued: the same bytes from what was sealed, whoever makes them."""

import pytest

from bot.i18n import Catalogues
from bot.reporting import Press, verified
from tests.bot.reporting.office import Office


@pytest.mark.timeout(200)
async def test_issued_documents_come_out_the_same_to_the_byte(office: Office) -> None:
    """The press of the house, on 5,000 simulated responses."""
    record = await office.approved()
    press = Press(Catalogues.load())
    desk = office.desk("writer")
    issued = await type(desk)(office.storage, office.figures, press, desk.by).issue(record)
    found = await verified(office.storage, press, issued)
    assert {one.kind: one.finding for one in found} == {
        "docx": "same", "pdf": "same", "xlsx": "same",
    }  # fmt: skip
    kept = await office.storage.reports.document(issued.id, "pdf")
    assert kept is not None
    assert kept.data.startswith(b"%PDF")

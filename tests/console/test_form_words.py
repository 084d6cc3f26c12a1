"""What is wrong with a form is said in the reader's language, by whatever check it was found."""

import re
from pathlib import Path

import pytest

from bot.console.form_words import told_faults
from bot.i18n import Catalogues
from storage.form_records import DraftFault

FLOWS = Path(__file__).parents[1] / "flows"
CODES = sorted(
    {
        code
        for name in ("broken_forms.txt", "unsound_forms.txt")
        for code in re.findall(
            r"\[([a-z]+(?:-[a-z]+)*)\]$", (FLOWS / name).read_text(), re.MULTILINE
        )
    }
)
TEXTS = Catalogues.load()
OTHER = TEXTS.text("vi", "form.fault.other")


def told(fault: DraftFault) -> tuple[str, str, str]:
    (one,) = told_faults(TEXTS, "vi", (fault,))
    return one.where, one.text, one.detail


@pytest.mark.parametrize("code", CODES)
def test_every_fault_of_a_form_has_words(code: str) -> None:
    _, text, detail = told(DraftFault("mc.yaml", 7, "3", key=code, message="exact words"))
    assert text not in {OTHER, ""}
    assert detail == "exact words", "what the check said stands below"


def test_a_fault_that_nobody_has_words_for_yet_is_told_all_the_same() -> None:
    assert told(DraftFault("mc.yaml", 7, "3", key="brand-new", message="exact")) == (
        "mc.yaml, dòng 7, cột 3:",
        OTHER,
        "exact",
    )


def test_places_are_said_as_people_look_them_up() -> None:
    assert told(DraftFault("survey", 4, "relevant", message="x"))[0] == (
        "Trang tính survey, hàng 4, cột relevant"
    )
    assert told(DraftFault("survey", 4, "", message="x"))[0] == "Trang tính survey, hàng 4, cột"
    assert told(DraftFault("phiếu.yaml", 0, "", message="x"))[0] == "phiếu.yaml"


def test_what_must_be_mended_comes_first() -> None:
    known = DraftFault("survey", 1, "", "left_out", message="a")
    wrong = DraftFault("survey", 9, "", message="b")
    assert [one.detail for one in told_faults(TEXTS, "vi", (known, wrong))] == ["b", "a"]

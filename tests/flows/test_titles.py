"""Titles beside the names of who signs."""

import pytest

from flows.titles import has_title


@pytest.mark.parametrize(
    ("signer", "titled"),
    [("TS. Nguyễn Văn A", True), ("ThS Lê Thị Bs", True), ("Nguyễn Văn A, PGS", True),
     ("Bác sĩ Trần Văn Tú", True), ("BSCKII Trần Tú", True), ("NGƯT Đặng Thị Dự", True),
     ("Phó Giáo sư Lê Dự", True), ("Nguyễn Anh Hùng", False), ("Lê Tiến Sĩ", False),
     ("Kpă Klơng", False), ("H’Hen Niê", False)],
)  # fmt: skip
def test_a_signer_has_a_name_and_no_title(signer: str, *, titled: bool) -> None:
    assert has_title(signer) is titled

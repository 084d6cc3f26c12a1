"""Letterheads of reports, as offices write them."""

from __future__ import annotations

from survey.report_parts import Letterhead

__all__ = ["DRAFT", "ISSUED"]

DRAFT = Letterhead(agency="Bảo hiểm xã hội tỉnh Lâm Đồng", place="Lâm Đồng")
ISSUED = Letterhead(
    parent_agency="Bảo hiểm xã hội Việt Nam",
    agency="Bảo hiểm xã hội tỉnh Lâm Đồng",
    number=7,
    place="Lâm Đồng",
    day="2027-02-05",
    addressed_to=("Bảo hiểm xã hội Việt Nam",),
    bases=(
        "Kế hoạch số 3500/KH-BHXH ngày 03/10/2024 của Bảo hiểm xã hội Việt Nam;",
        "Căn cứ Kế hoạch cải cách hành chính năm 2026 của Bảo hiểm xã hội tỉnh Lâm Đồng",
    ),
    recipients=(
        "BHXH Việt Nam",
        "Sở Nội vụ tỉnh Lâm Đồng",
        "Giám đốc, các Phó Giám đốc",
        "Các đơn vị trực thuộc",
    ),
    authority="KT. Giám đốc",
    office="Phó Giám đốc",
    signer="Nguyễn Văn An",
)

"""The closed lists that a form may use: factors, categories, placeholders, facts, consents."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = [
    "CATEGORIES",
    "CONSENTS",
    "FACTORS",
    "FACTS",
    "FLAGS",
    "MAX_BUTTON",
    "MAX_FOREIGN_BUTTON",
    "MAX_QUESTION",
    "MAX_SAYING",
    "MAX_SERVICE",
    "PHONE_CONSENTS",
    "PLACEHOLDERS",
    "STEPS",
]

MAX_QUESTION = 160  # characters of a rendered question (domain §3): read at a glance, read aloud
MAX_BUTTON = 20  # characters of a button (domain §3): Messenger cuts what is longer
MAX_SERVICE = 60  # characters of what `{service}` says: it stands in the middle of a question
MAX_FOREIGN_BUTTON = 120  # of a form made by others; channels write out what a button cannot show
MAX_SAYING = 900  # characters of an explanation: one chat bubble of every channel

FACTORS = frozenset({"A1", "A2", "A3", "A4", "B1", "B2", "B3", "B4", "B5"})
"""Index factors of domain R17: A1–A4 policy, B1–B5 service."""

STEPS = frozenset(
    {
        "find",
        "understand",
        "log_in",
        "fill_in",
        "upload",
        "correct",
        "submit",
        "track",
        "result",
        "support",
        "usability",
    }
)
"""Steps of an online procedure, domain §3.5: findings are listed by step (domain R21)."""

CATEGORIES = frozenset(f"PA{number:02}" for number in range(1, 16))
"""Complaint categories of domain §4.2."""

CONSENTS = frozenset({"answers", "phone", "contact", "case"})
"""Consents are given apart (domain §6.1): to keep the answers, to be called back for checking,
to be answered personally, to keep and pass on what a complaint tells."""

PHONE_CONSENTS = frozenset({"phone", "contact"})
"""Consents that a phone number may be asked under."""

FLAGS = frozenset({"formal_complaint", "denunciation", "redacted", "masked"})
"""What reading a text can notice, for `flagged(X, '…')`."""

PLACEHOLDERS: Mapping[str, str] = {
    "office": "Bảo hiểm xã hội tỉnh Lâm Đồng",
    "hotline": "1900 9068",
    "address": "36 Trần Phú, phường Xuân Hương – Đà Lạt, Lâm Đồng",
    "minutes": "3",
    "from_date": "01/07/2026",
    "to_date": "30/09/2026",
    "service": "cấp lại thẻ bảo hiểm y tế",
    "place": "Bộ phận Một cửa BHXH cơ sở Đà Lạt",
    "counter": "Quầy số 3",
    "code": "7K2M9-QX4TB-C",
    "new_number": "0321 234 567",
    "noticed": "Ông/Bà vừa viết «bắt tôi đợi cả buổi mà không ai giải thích».",
}
"""What `{name}` in a text can stand for, with a typical value that lengths are measured with."""

FACTS = frozenset(
    {
        *PLACEHOLDERS,
        "campaign",
        "channel",
        "erase_target",
        "form",
        "intake_category",
        "intake_cause",
        "intake_done",
        "intake_guess",
        "intake_kind",
        "intake_second_guess",
        "intake_story",
        "intake_way",
        "known_phone",
        "mode",
    }
)
"""Facts of the session that conditions and `prefill` may name: what fills texts, and where the
conversation comes from."""

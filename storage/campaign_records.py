"""What is kept of campaigns: their row, and whom one in test mode asks."""

from __future__ import annotations

from msgspec import Struct

from survey.campaigns import Life, Terms

__all__ = ["CampaignRecord", "TrialPerson"]


class CampaignRecord(Struct, frozen=True, kw_only=True):
    """A campaign without its parts (`survey.campaigns.Parts`), which are read apart."""

    id: str
    terms: Terms
    life: Life
    copied_from: str | None = None
    """The campaign that it was made from."""
    version: int = 1


class TrialPerson(Struct, frozen=True, kw_only=True):
    """Somebody on a campaign's test list, with the numbers that they gave for that."""

    name: str
    phone: str | None = None
    """In full: `+84…`."""
    email: str | None = None

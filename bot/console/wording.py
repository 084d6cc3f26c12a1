"""What roles are called in the console."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flows.desk.roles import Role
from flows.texts import text_key

__all__ = ["ROLE_NAMES"]

ROLE_NAMES: Final[Mapping[Role, str]] = {
    "provincial_leader": text_key("console.role.provincial_leader"),
    "survey_admin": text_key("console.role.survey_admin"),
    "unit_head": text_key("console.role.unit_head"),
    "intake_officer": text_key("console.role.intake_officer"),
    "case_officer": text_key("console.role.case_officer"),
    "inspector": text_key("console.role.inspector"),
    "collector": text_key("console.role.collector"),
    "verifier": text_key("console.role.verifier"),
    "data_protection": text_key("console.role.data_protection"),
    "technical_admin": text_key("console.role.technical_admin"),
    "national_viewer": text_key("console.role.national_viewer"),
}

"""A campaign as a file: written so that it can be read, changed and made again elsewhere."""

from __future__ import annotations

import msgspec

from survey.campaigns import Group, Parts, Quota, Target, Terms, Words

__all__ = ["CampaignFileError", "read", "written"]


class CampaignFileError(ValueError):
    """A file is no campaign; the message says where and why."""


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    campaign: Terms
    groups: tuple[Group, ...] = ()
    targets: tuple[Target, ...] = ()
    quotas: tuple[Quota, ...] = ()
    texts: tuple[Words, ...] = ()


def written(terms: Terms, parts: Parts) -> str:
    """Return a campaign as YAML. Neither who did what nor the test list is in it."""
    file = _File(terms, parts.groups, parts.targets, parts.quotas, parts.texts)
    return msgspec.yaml.encode(file).decode()


def read(content: bytes) -> tuple[Terms, Parts]:
    """Return the campaign in a file; whether it can be stored is asked of
    `survey.campaign_inspection`.

    Raises:
        CampaignFileError: it is no YAML, or a field is unknown, missing or of another kind.

    """
    try:
        file = msgspec.yaml.decode(content, type=_File)
    except msgspec.MsgspecError as error:
        raise CampaignFileError(str(error)) from error
    parts = Parts(groups=file.groups, targets=file.targets, quotas=file.quotas, texts=file.texts)
    return file.campaign, parts

"""What one recipient is sent: their invitation, and the call that carries its words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from msgspec.structs import replace

from bot.broadcasts.links import Links, Pass
from bot.campaigns import Said, said
from bot.channels.base import Call, Channel, Outgoing
from bot.i18n import Catalogues
from bot.invitations import code_hash, create_invitation, link
from bot.inviting import InvitingRules, about
from bot.mailing import unsubscribe_link
from bot.rendering import Renderer
from flows.identifiers import Instant, InvitationId, identifier_from
from flows.texts import text_key
from flows.workdays import local_date
from storage.base import InvitationRecord
from storage.broadcast_records import BroadcastRecord
from storage.secrets import KeyRing
from storage.transaction_records import TransactionRecord
from survey.campaigns import Words

__all__ = ["Letters", "NoWordsError", "Posted"]

_LAST_MS: Final = 1
_ANY_TIME: Final = Instant(0)


class NoWordsError(Exception):
    """The broadcast says nothing on this channel."""


@dataclass(frozen=True, slots=True)
class Posted:
    """What goes to one person: the invitation to be stored, the link and code that only they get
    to see, subject and text as they read them, and the language.
    """

    invitation: InvitationRecord
    link: str
    code: str
    subject: str
    text: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Letters:
    """Writes to recipients of one broadcast as the office is now. `forms`: the survey of each of
    the campaign's groups.
    """

    broadcast: BroadcastRecord
    forms: Mapping[str, str]
    rules: InvitingRules
    renderer: Renderer
    ring: KeyRing = field(repr=False)
    links: Links
    base_url: str

    @property
    def texts(self) -> Catalogues:
        """The words of the program."""
        return self.renderer.texts

    def words(self, channel: str, language: str | None = None) -> Words:
        """Return what is written on a channel, in a language; in the first one of the campaign
        where nothing is, or the person's is not known.

        Raises:
            NoWordsError: nothing is written there at all.

        """
        wave = self.broadcast.wave
        found = [one for one in self.broadcast.texts if (one.channel, one.wave) == (channel, wave)]
        if not found:
            raise NoWordsError(channel)
        return next((one for one in found if one.language == language), found[0])

    def post(
        self,
        words: Words,
        group_id: str,
        one: TransactionRecord,
        now: Instant,
        *,
        channel: Channel | None = None,
    ) -> Posted:
        """Return what the person of a transaction is sent; `channel` may have links of its own.

        Raises:
            KeyError: the campaign has no such group any more, or its form is not known.

        """
        key = self.links.of(self.broadcast.campaign_id, one.id)
        invitation = self._invitation(key, self.forms[group_id], one, now, words.language)
        own = channel.link(key.token) if channel is not None else None
        address = own or link(self.base_url, key.token)
        stop = unsubscribe_link(self.base_url, self.ring, one.email) if one.email else ""
        subject, text = said(
            self.texts, words, self._about(invitation, one, address, stop if own is None else "")
        )
        return Posted(invitation, address, key.code, subject, text, words.language)

    def _invitation(
        self, key: Pass, form: str, one: TransactionRecord, now: Instant, language: str
    ) -> InvitationRecord:
        rules = _speaking(self.rules, language)
        made = create_invitation(about(one, form, rules, now), now, token=key.token).record
        # Whichever wave writes: only so is a second one no second asking (`storage.asked`).
        name = identifier_from(key.seed, "invitation", _ANY_TIME)
        return replace(
            made,
            id=InvitationId(name),
            code_hash=code_hash(key.code),
            expires_at=self.broadcast.window.closes_at,
            campaign_id=self.broadcast.campaign_id,
        )

    def _about(
        self, invitation: InvitationRecord, one: TransactionRecord, address: str, stop: str
    ) -> Said:
        closes = Instant(self.broadcast.window.closes_at - _LAST_MS)
        return Said(
            office=self.renderer.office["office"],
            service=invitation.service or "",
            day=date.fromisoformat(one.done_on),
            minutes=self.renderer.rules.form(invitation.form).minutes,
            link=address,
            ends_on=local_date(closes),
            stop_link=stop,
        )

    def call(self, channel: Channel, posted: Posted, to: str, row: str) -> list[Call]:
        """Return the requests that send it; `to`: the chat or the e-mail address."""
        if channel.name == "email":
            return [self._letter(channel, posted, to, row)]
        return self._message(channel, posted, to)

    def button(self, posted: Posted) -> str:
        """Return what stands on the button, below the text, that opens the link."""
        return self.texts.text(posted.language, text_key("broadcast.open"))

    def _message(self, channel: Channel, posted: Posted, to: str) -> list[Call]:
        from bot.channels.telegram import TelegramChannel  # noqa: PLC0415 – as below

        if isinstance(channel, TelegramChannel):
            return [channel.letter(posted.text, self.button(posted), posted.link, to)]
        message = Outgoing(kind="say", text=posted.text, language=posted.language)
        return channel.render(message, to)

    def _letter(self, channel: Channel, posted: Posted, to: str, row: str) -> Call:
        # Loaded only where it is used: see `bot.app`.
        from bot.channels.email import EmailChannel, Letter  # noqa: PLC0415 – see above
        from bot.channels.email.letters import Button  # noqa: PLC0415 – see above

        if not isinstance(channel, EmailChannel):
            raise NoWordsError(channel.name)
        return channel.letter(
            Letter(
                row=row,
                to=to,
                subject=posted.subject,
                text=posted.text,
                button=Button(self.button(posted), posted.link),
                code=posted.code,
                unsubscribe=unsubscribe_link(self.base_url, self.ring, to),
                language=posted.language,
            )
        )


def _speaking(rules: InvitingRules, language: str) -> InvitingRules:
    return InvitingRules(
        surveys=rules.surveys,
        procedures=rules.procedures,
        every_days=rules.every_days,
        language=language,
        trial=rules.trial,
    )

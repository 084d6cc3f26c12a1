"""What stands in letters and proves something to us when it comes back, under the key ring."""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NoBase64Error
from hashlib import sha256
from typing import Final

from storage.email_addresses import email_index
from storage.mail_records import AccountMail, MailReader
from storage.secrets import KeyRing
from storage.work import StorageError

__all__ = ["KeyedMailLinks"]

_PLACE: Final = ("letters", "unsubscribe", "link")


class KeyedMailLinks:
    """`MailLinks` under a key ring."""

    def __init__(self, ring: KeyRing) -> None:
        self._ring = ring

    def unsubscribe_token(self, address: str) -> str:
        return _as_text(self._ring.encrypt(*_PLACE, address.strip().encode()))

    def reader(self, token: str) -> MailReader | None:
        try:
            sealed = urlsafe_b64decode(token + "=" * (-len(token) % 4))
            address = self._ring.decrypt(*_PLACE, sealed).decode()
        except (NoBase64Error, StorageError):
            return None
        return MailReader(address, email_index(self._ring, address))

    def confirm_token(self, mail: AccountMail) -> str:
        said = f"confirm mail|{mail.account_id}|{mail.changed_at}|{mail.address}"
        return _as_text(hmac.digest(self._ring.signing_key, said.encode(), sha256)[:16])


def _as_text(token: bytes) -> str:
    return urlsafe_b64encode(token).decode().rstrip("=")

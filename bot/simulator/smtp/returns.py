"""What a mail server sends back of a letter that it took and could not deliver (RFC 3464)."""

from __future__ import annotations

from email.message import Message
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import SMTP
from email.utils import format_datetime
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import datetime

    from bot.simulator.smtp.ledger import Posted

__all__ = ["returned"]

_SERVER: Final = "mail.example.vn"


def returned(letter: Posted, status: str, at: datetime) -> bytes:
    """Return the report on a letter, as it comes to the address on its envelope. `status`: the
    enhanced one (RFC 3463), such as 5.1.1; `at`: when the report is made, with its zone.
    """
    report = MIMEMultipart("report", report_type="delivery-status", policy=SMTP)
    report["From"] = f"MAILER-DAEMON@{_SERVER}"
    report["To"] = letter.sender
    report["Date"] = format_datetime(at)
    report["Subject"] = "Undelivered Mail Returned to Sender"
    report["Auto-Submitted"] = "auto-replied"
    report.attach(MIMEText("Your message could not be delivered."))
    report.attach(_status(letter.recipient, status))
    report.attach(_heads(letter.content))
    return report.as_bytes()


def _status(recipient: str, status: str) -> Message:
    """Return the part that machines read: of the server, and of the one recipient."""
    server, about = Message(policy=SMTP), Message(policy=SMTP)
    server["Reporting-MTA"] = f"dns; {_SERVER}"
    about["Final-Recipient"] = f"rfc822; {recipient}"
    about["Action"] = "failed"
    about["Status"] = status
    part = Message(policy=SMTP)
    part["Content-Type"] = "message/delivery-status"
    part.set_payload([server, about])
    return part


def _heads(letter: bytes) -> Message:
    heads, _, _ = letter.partition(b"\r\n\r\n")
    part = Message(policy=SMTP)
    part["Content-Type"] = "text/rfc822-headers"
    part.set_payload(heads.decode("ascii", "replace") + "\r\n")
    return part

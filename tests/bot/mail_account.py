"""An e-mail channel of a test, over the strict mail server."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from ipaddress import ip_address
from pathlib import Path
from tempfile import TemporaryDirectory

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from bot.channels.base import Outcome
from bot.channels.email import EmailChannel, Letter
from bot.channels.email.client import Client
from bot.channels.email.letters import Button
from bot.i18n import Catalogues
from bot.settings import Mail
from bot.simulator.smtp import SmtpServer

__all__ = [
    "INVITATION",
    "KEY",
    "LINK",
    "WORDS",
    "certificate",
    "connected",
    "mail_channel",
    "mail_settings",
    "posted",
    "trusting",
]

KEY = b"k" * 32
WORDS = Catalogues.load(strict=True)
LINK = "https://khaosat.example.gov.vn/AbCdEfGhIjKlMnOpQrStUv"
INVITATION = Letter(
    row="b1/1",
    to="lan@example.vn",
    subject="Mời Ông/Bà đánh giá dịch vụ bảo hiểm xã hội",
    text="Kính gửi Ông/Bà,\n\nXin mời Ông/Bà trả lời phiếu khảo sát.",
    button=Button("Trả lời khảo sát", LINK),
    code="7K2M9-QW3RT-X",
    unsubscribe="https://khaosat.example.gov.vn/unsubscribe/" + "A" * 90,
)


def mail_settings(port: int = 1, **changes: object) -> Mail:
    """The settings of an office whose server listens here in plain text, unless changed."""
    given = {
        "host": "127.0.0.1",
        "port": port,
        "security": "none",
        "sender": "khaosat@example.gov.vn",
        "name": "Bảo hiểm xã hội tỉnh Mẫu",
    }
    return Mail(**{**given, **changes})  # type: ignore[arg-type]  # a test's own words


def mail_channel(settings: Mail | None = None, tls: ssl.SSLContext | None = None) -> EmailChannel:
    """A channel that is not open yet."""
    return EmailChannel(settings or mail_settings(), WORDS, KEY, tls=tls)


@asynccontextmanager
async def connected(
    server: SmtpServer, deadline: float = 5.0, **changes: object
) -> AsyncIterator[EmailChannel]:
    """A channel whose client speaks to a server, logged in or not."""
    settings = mail_settings(server.port, **changes)
    channel = mail_channel(settings)
    channel._client = Client(settings, trusting() if server.tls else None, deadline)
    try:
        yield channel
    finally:
        await channel.close()


async def posted(channel: EmailChannel, letter: Letter = INVITATION) -> Outcome:
    """Send a letter."""
    return await channel.send(channel.letter(letter))


# -- TLS


@cache
def _pair() -> tuple[bytes, bytes]:
    """A certificate of this machine's for itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    secret = key.private_bytes(
        pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return made.public_bytes(pem), secret


def certificate() -> ssl.SSLContext:
    """What a server of a test shows."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with TemporaryDirectory() as folder:
        file = Path(folder, "pair.pem")
        file.write_bytes(b"".join(_pair()))
        context.load_cert_chain(file)
    return context


def trusting() -> ssl.SSLContext:
    """A client's trust in it, and in nothing else."""
    return ssl.create_default_context(cadata=_pair()[0].decode())

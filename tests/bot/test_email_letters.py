"""How letters look as bytes: the strict server finds nothing wrong, whatever stands in them."""

import re
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.base import Outgoing, Permanent
from bot.channels.email import Letter
from bot.channels.email.headers import one_line
from bot.channels.email.letters import Button
from bot.simulator.smtp.inspection import inspect
from tests.bot.mail_account import INVITATION, LINK, mail_channel, mail_settings

DATE = b"Date: Sun, 22 Nov 2026 10:00:00 +0700\r\n"


def content(letter: Letter) -> bytes:
    body = mail_channel().letter(letter).body
    assert body
    return body


def read(letter: Letter) -> EmailMessage:
    return message_from_bytes(content(letter), policy=default)


def parts(letter: Letter) -> tuple[str, str]:
    plain, html = (str(part.get_content()) for part in read(letter).iter_parts())
    return plain, html


def breaches(letter: Letter) -> list[str]:
    found = inspect(content(letter), "khaosat@example.gov.vn", letter.to, eight_bits=False)
    return [f"{rule}: {detail}" for rule, detail in found if "Date" not in detail]


def test_an_invitation_breaks_no_standard() -> None:
    assert breaches(INVITATION) == []


def test_vietnamese_stands_in_heads_and_is_read_again() -> None:
    message = read(INVITATION)
    assert message["Subject"] == INVITATION.subject
    assert message["From"].addresses[0].display_name == "Bảo hiểm xã hội tỉnh Mẫu"
    assert content(INVITATION).isascii()


def test_both_parts_say_the_same() -> None:
    plain, html = parts(INVITATION)
    shown = re.sub(r"<title>.*</title>|<[^>]+>", " ", html)
    for said in ("Kính gửi Ông/Bà,", "Trả lời khảo sát", LINK, "7K2M9-QW3RT-X", "Ngừng nhận"):
        assert said in plain
        assert said in shown
    assert INVITATION.unsubscribe
    assert INVITATION.unsubscribe in plain
    assert f'href="{INVITATION.unsubscribe}"' in html


def test_an_address_that_the_text_names_is_not_named_again() -> None:
    letter = msgspec.structs.replace(INVITATION, text=f"Xin mở:\n{LINK}\n\nCảm ơn.")
    plain, html = parts(letter)
    assert plain.count(LINK) == 1
    assert html.count(f'href="{LINK}"') == 2, "the text's own, and the button's"
    assert breaches(letter) == []


def test_one_click_ends_the_letters_of_a_campaign_and_no_others() -> None:
    message = read(INVITATION)
    assert message["List-Unsubscribe"].strip() == f"<{INVITATION.unsubscribe}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["Precedence"] == "bulk"
    notice = read(msgspec.structs.replace(INVITATION, unsubscribe=None))
    assert notice["List-Unsubscribe"] is None
    assert notice["Precedence"] is None
    assert notice["Auto-Submitted"] == "auto-generated"


def test_the_same_row_is_the_same_letter_and_another_is_another() -> None:
    assert content(INVITATION) != content(msgspec.structs.replace(INVITATION, row="b1/2"))
    again, other = read(INVITATION), read(msgspec.structs.replace(INVITATION, row="b1/2"))
    assert read(INVITATION)["Message-ID"] == again["Message-ID"]
    assert again["Message-ID"] != other["Message-ID"]


def test_what_is_written_cannot_become_html() -> None:
    letter = msgspec.structs.replace(INVITATION, text="<img src=x> & <b>1</b>", subject="<b>")
    _, html = parts(letter)
    assert "&lt;img src=x&gt; &amp; &lt;b&gt;1&lt;/b&gt;" in html
    assert breaches(letter) == []


@pytest.mark.parametrize(
    "text",
    ["a\r\nBcc: x@y.vn", "a\nb", "a\rb", "a\x00b", "a\u2028b", "a\x0bb\x85c", "\u202ea", "\n\n"],
)
def test_no_subject_makes_a_head_of_its_own(text: str) -> None:
    letter = msgspec.structs.replace(INVITATION, subject=text)
    message = read(letter)
    assert message["Bcc"] is None
    assert breaches(letter) == []
    assert one_line(text).isprintable()


@pytest.mark.parametrize(
    "to",
    ["a@b.vn\r\nBcc: x@y.vn", "a@b.vn, x@y.vn", "a b@c.vn", "<a@b.vn>", "a@b@c.vn", "", "a@", "@b",
     "a@b.vn>\r\nDATA", "a\x00@b.vn", '"a"@b.vn', "a;b@c.vn"],
)  # fmt: skip
async def test_what_is_no_address_is_written_to_by_nobody(to: str) -> None:
    channel = mail_channel()
    call = channel.letter(msgspec.structs.replace(INVITATION, to=to))
    assert await channel.send(call) == Permanent("no address", stop=True)


def test_an_office_with_any_name_can_write() -> None:
    for name in ('BHXH "A", tỉnh B', "a\r\nBcc: x@y.vn", "A <x@y.vn>", "x" * 120):
        channel = mail_channel(mail_settings(name=name))
        body = channel.letter(INVITATION).body or b""
        found = inspect(body, "khaosat@example.gov.vn", INVITATION.to, eight_bits=False)
        assert [rule for rule, detail in found if detail != "Date"] == []


def test_returns_go_to_their_own_mailbox_with_the_proof() -> None:
    channel = mail_channel(mail_settings(returns="tra@example.gov.vn"))
    sender = channel.letter(INVITATION).fields["from"]
    assert re.fullmatch(r"tra\+[a-z2-7]{16}@example\.gov\.vn", sender)
    assert mail_channel().letter(INVITATION).fields["from"] == "khaosat@example.gov.vn"


def test_an_ordinary_message_is_a_letter_without_buttons() -> None:
    message = Outgoing(kind="say", text="Phản ánh đã có trả lời.", code="7K2M9-QW3RT-X")
    [call] = mail_channel().render(message, "lan@example.vn")
    assert call.body
    assert call == mail_channel().render(message, "lan@example.vn")[0]
    assert call.fields["to"] == "lan@example.vn"


# Anything that a text box or a broken import can hold.
ANY = st.text(max_size=60) | st.text(st.sampled_from("aạ \r\n\t.\x00<>&\u202e=?_"), max_size=300)


@settings(max_examples=60, deadline=None)
@given(subject=ANY, text=ANY, label=ANY, office=ANY)
def test_whatever_is_written_keeps_the_standards(
    subject: str, text: str, label: str, office: str
) -> None:
    letter = msgspec.structs.replace(
        INVITATION, subject=subject, text=text, button=Button(label, LINK)
    )
    channel = mail_channel(mail_settings(name=office))
    body = channel.letter(letter).body
    assert body
    found = inspect(DATE + body, "khaosat@example.gov.vn", letter.to, eight_bits=False)
    assert [(rule, detail) for rule, detail in found if rule != "date"] == []

"""The settings of a mail server: whole or not at all, and no password in the open."""

import pytest

from bot.settings import Mail, SettingsError, load_settings

FROM = "khaosat@example.gov.vn"


def mail(url: str, **more: str) -> Mail:
    found = load_settings({"SMTP_URL": url, "MAIL_FROM": FROM, **more}, None).mail
    assert found is not None
    return found


def refused(**environ: str) -> dict[str, str]:
    with pytest.raises(SettingsError) as error:
        load_settings(environ, None)
    assert "bí-mật" not in str(error.value)
    return {fault.name: fault.key for fault in error.value.faults}


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://mail.example.vn", ("mail.example.vn", 587, "starttls", None)),
        ("smtp://mail.example.vn:25?starttls=no", ("mail.example.vn", 25, "none", None)),
        ("smtps://a:b@mail.example.vn", ("mail.example.vn", 465, "tls", "a")),
        ("smtp://a%40x.vn:b@m.vn:2525?starttls=yes", ("m.vn", 2525, "starttls", "a@x.vn")),
        ("smtp://a:b@localhost:25?starttls=no", ("localhost", 25, "none", "a")),
    ],
)
def test_an_address_says_how_the_server_is_spoken_to(
    url: str, expected: tuple[str, int, str, str | None]
) -> None:
    found = mail(url)
    assert (found.host, found.port, found.security, found.user) == expected


def test_a_password_is_read_whole_and_shown_nowhere() -> None:
    found = mail("smtp://a:b%C3%AD-m%E1%BA%ADt%2F%40@m.vn")
    assert found.password == "bí-mật/@"
    assert "bí-mật" not in repr(found)


def test_letters_bear_the_offices_name() -> None:
    found = mail("smtp://m.vn", OFFICE_NAME="BHXH tỉnh Mẫu", MAIL_RETURNS="tra@m.vn")
    assert (found.name, found.sender, found.returns) == ("BHXH tỉnh Mẫu", FROM, "tra@m.vn")
    assert load_settings({}, None).mail is None


@pytest.mark.parametrize(
    "url",
    ["smtp://a:bí-mật@m.vn?starttls=no", "http://a:bí-mật@m.vn", "smtp://", "smtp://a@m.vn",
     "smtp://m.vn:0", "smtp://m.vn:99999", "smtp://m.vn/x", "smtp://m.vn?tls=no", "m.vn:25",
     "smtps://a:bí-mật@m.vn?starttls=no", "smtp://a:bí mật@m.vn"],
)  # fmt: skip
def test_an_address_that_means_something_else_is_refused(url: str) -> None:
    assert refused(SMTP_URL=url, MAIL_FROM=FROM) == {"SMTP_URL": "settings.smtp_url"}


@pytest.mark.parametrize("name", ["MAIL_FROM", "MAIL_REPLY_TO", "MAIL_RETURNS"])
@pytest.mark.parametrize("address", ["BHXH <a@m.vn>", "a", "a@m", "thảo@m.vn", "a@m.vn,b@m.vn"])
def test_an_address_of_the_offices_own_is_plain(name: str, address: str) -> None:
    given = {"SMTP_URL": "smtp://m.vn", "MAIL_FROM": FROM, name: address}
    assert refused(**given) == {name: "settings.mail_address"}


@pytest.mark.parametrize("name", ["SMTP_URL", "MAIL_FROM", "MAIL_PER_MINUTE"])
def test_one_without_the_others_is_refused(name: str) -> None:
    given = {"SMTP_URL": "smtp://m.vn", "MAIL_FROM": FROM, "MAIL_PER_MINUTE": "60"}
    assert refused(**{name: given[name]}) == {name: "settings.incomplete"}

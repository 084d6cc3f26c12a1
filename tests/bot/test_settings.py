"""What can be set, what is refused, and with which words."""

import re
from pathlib import Path

import pytest

from bot.i18n import Catalogues
from bot.settings import Settings, load_settings
from bot.settings_reading import CHANNEL_GROUPS, KNOWN, Fault, SettingsError

CONFIGURED = {
    "PUBLIC_URL": "https://khaosat.example.gov.vn/",
    "OFFICE_NAME": "Bảo hiểm xã hội tỉnh Mẫu",
    "OFFICE_HOTLINE": "1900 9068",
}


def load(**environ: str) -> Settings:
    return load_settings(environ, None)


def faults(**environ: str) -> dict[str, Fault]:
    with pytest.raises(SettingsError) as refused:
        load(**environ)
    return {fault.name: fault for fault in refused.value.faults}


def test_nothing_set_is_a_trial_on_this_machine_only() -> None:
    settings = load()
    assert settings.trial
    assert (settings.host, settings.port) == ("127.0.0.1", 8080)
    assert settings.base_url == "http://localhost:8080"
    assert settings.database_url == "sqlite:///var/lang-nghe.db"
    assert settings.key_ring == Path("var/keys.json")
    assert settings.demo_data


def test_a_domain_a_name_and_a_hotline_make_it_official() -> None:
    settings = load(**CONFIGURED)
    assert settings.configured
    assert settings.base_url == "https://khaosat.example.gov.vn"
    assert settings.host == "0.0.0.0"  # noqa: S104 - what was asked for


@pytest.mark.parametrize("missing", list(CONFIGURED))
def test_without_one_of_the_three_it_stays_a_trial(missing: str) -> None:
    assert load(**{k: v for k, v in CONFIGURED.items() if k != missing}).trial


def test_an_unencrypted_address_stays_a_trial() -> None:
    assert load(**{**CONFIGURED, "PUBLIC_URL": "http://khaosat.example.gov.vn"}).trial


def test_data_dir_moves_database_and_keys_together() -> None:
    settings = load(DATA_DIR="/srv/nghe")
    assert settings.database_url == "sqlite:////srv/nghe/lang-nghe.db"
    assert settings.key_ring == Path("/srv/nghe/keys.json")


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("PORT=9000\nOFFICE_NAME=Cơ quan A\n", encoding="utf-8")
    settings = load_settings({"PORT": "9001"}, file)
    assert (settings.port, settings.office_name) == (9001, "Cơ quan A")


def test_empty_counts_as_not_set() -> None:
    assert load(PORT="", OFFICE_NAME="  ").port == 8080


def test_a_file_written_by_windows_is_read(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_bytes("\ufeffPORT=9000\r\nSECRET_KEY='a$b{c}".encode() + b"x" * 30 + b"'\r\n")
    settings = load_settings({}, file)
    assert settings.port == 9000
    assert settings.secret_key == "a$b{c}" + "x" * 30


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_bytes(b"PORT=\xff\xfe\x00")
    with pytest.raises(SettingsError) as refused:
        load_settings({}, file)
    assert refused.value.faults[0].key == "settings.env_file"


def test_a_missing_file_is_no_fault(tmp_path: Path) -> None:
    assert load_settings({}, tmp_path / "none").port == 8080


def test_wrong_settings_are_all_named_at_once() -> None:
    found = faults(
        PORT="abc",
        LOG_LEVEL="loud",
        DEMO_DATA="maybe",
        PUBLIC_URL="khaosat.example.gov.vn",
        OFFICE_HOTLINE="gọi chị Lan",
        DATABASE_URL="mysql://root:geheim@db/x",
        SECRET_KEY="short-secret",
        OFFICE_NAME="x" * 121,
        MESSAGES_PER_MINUTE="0",
    )
    assert set(found) == {
        "PORT",
        "LOG_LEVEL",
        "DEMO_DATA",
        "PUBLIC_URL",
        "OFFICE_HOTLINE",
        "DATABASE_URL",
        "SECRET_KEY",
        "OFFICE_NAME",
        "MESSAGES_PER_MINUTE",
    }
    assert found["PORT"].params["found"] == "abc"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "short-secret"),
        ("DATABASE_URL", "mysql://root:geheim@db/x"),
        ("DATABASE_URL", "postgresql+psycopg2://root:geheim@db/x"),
        ("PUBLIC_URL", "https://admin:geheim@example.gov.vn"),
        ("TELEGRAM_TOKEN", "123456:geheim!"),
        ("TELEGRAM_WEBHOOK_SECRET", "geheim"),
        ("REDIS_URL", "http://:geheim@redis"),
    ],
)
def test_a_secret_is_never_repeated(name: str, value: str) -> None:
    with pytest.raises(SettingsError) as refused:
        load(**{name: value})
    shown = str(refused.value) + repr(refused.value.faults)
    assert "geheim" not in shown
    assert "short-secret" not in shown
    assert name in shown


def test_a_secret_is_not_in_the_repr() -> None:
    assert "y" * 40 not in repr(load(SECRET_KEY="y" * 40))


@pytest.mark.parametrize("value", ["0", "65536", "-1", "8080.5", "٨٠٨٠", "1" * 20])
def test_a_port_is_a_number_from_1_to_65535(value: str) -> None:
    assert faults(PORT=value)["PORT"].key == "settings.number"


@pytest.mark.parametrize(
    "value",
    [
        "https://a.vn/path",
        "https://a.vn?x=1",
        "https://a.vn#x",
        "ftp://a.vn",
        "https://",
        "a.vn",
        "https://[a",
    ],
)
def test_a_public_address_is_scheme_and_host_only(value: str) -> None:
    assert faults(PUBLIC_URL=value)["PUBLIC_URL"].key == "settings.public_url"


def test_memory_is_no_database() -> None:
    assert faults(DATABASE_URL="sqlite:///:memory:")["DATABASE_URL"].key == "settings.database_url"


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+asyncpg"])
def test_postgresql_is_a_database(scheme: str) -> None:
    assert load(DATABASE_URL=f"{scheme}://db/x").database_url == f"{scheme}://db/x"


# -- channels


@pytest.mark.parametrize(
    "group", [g for g in CHANNEL_GROUPS if not g.is_here], ids=lambda group: group.name
)
def test_a_complete_channel_that_is_not_here_yet_is_refused(group: object) -> None:
    required = group.required  # type: ignore[attr-defined]
    found = faults(**dict.fromkeys(required, "x"))
    assert found[required[0]].key == "settings.later"
    assert set(found[required[0]].params["found"].split(", ")) == set(required)


@pytest.mark.parametrize(
    "group", [g for g in CHANNEL_GROUPS if len(g.required) > 1], ids=lambda group: group.name
)
def test_a_half_configured_channel_names_what_is_missing(group: object) -> None:
    first, *missing = group.required  # type: ignore[attr-defined]
    found = faults(**{first: "x"})
    assert found[first].key == "settings.incomplete"
    assert found[first].params["missing"] == ", ".join(missing)


def test_a_channel_with_only_its_address_set_is_half_configured() -> None:
    found = faults(TELEGRAM_API_URL="http://localhost:1")
    assert found["TELEGRAM_API_URL"].params["missing"] == "TELEGRAM_TOKEN"


TOKEN = "123456789:" + "A" * 35
SECRET = "s" * 32


def test_a_token_alone_is_enough_for_telegram() -> None:
    telegram = load(TELEGRAM_TOKEN=TOKEN).telegram
    assert telegram is not None
    assert (telegram.token, telegram.webhook_secret) == (TOKEN, None)
    assert telegram.api_url == "https://api.telegram.org"
    assert not telegram.case_text
    assert TOKEN not in repr(telegram)


def test_telegram_delivers_to_https_only() -> None:
    set_to = {"TELEGRAM_TOKEN": TOKEN, "TELEGRAM_WEBHOOK_SECRET": SECRET}
    for address in ({}, {"PUBLIC_URL": "http://khaosat.example.gov.vn"}):
        assert faults(**set_to, **address)["PUBLIC_URL"].key == "settings.webhook_needs_https"
    assert load(**set_to, PUBLIC_URL="https://khaosat.example.gov.vn").telegram
    assert load(**set_to, TELEGRAM_API_URL="http://127.0.0.1:8081").telegram


@pytest.mark.parametrize("secret", ["short", "x" * 31, "x" * 257, "x" * 31 + "!", "ă" * 40])
def test_a_webhook_secret_is_long_and_plain(secret: str) -> None:
    found = faults(TELEGRAM_TOKEN=TOKEN, TELEGRAM_WEBHOOK_SECRET=secret)
    assert found["TELEGRAM_WEBHOOK_SECRET"].key == "settings.webhook_secret"


@pytest.mark.parametrize("address", ["api.telegram.org", "ftp://x", "http://a:b@x", "http://x?y"])
def test_a_platforms_address_is_a_plain_base(address: str) -> None:
    found = faults(TELEGRAM_TOKEN=TOKEN, TELEGRAM_API_URL=address)
    assert found["TELEGRAM_API_URL"].key == "settings.api_url"


@pytest.mark.parametrize(
    "address",
    [
        "localhost:6379",
        "http://redis",
        "redis://",
        "redis://:6379/0",
        "redis://redis:port/0",
        "redis://redis:0/0",
        "redis://redis:99999/0",
        "redis://redis:6379/first",
        "redis://redis:6379/0/1",
        "redis://redis:6379?db=first",
        "unix://",
        "unix:///run/redis.sock?db=first",
    ],
)
def test_a_redis_has_an_address(address: str) -> None:
    assert faults(REDIS_URL=address)["REDIS_URL"].key == "settings.redis_url"


@pytest.mark.parametrize(
    "address",
    [
        "redis://redis",
        "redis://redis:6379/",
        "rediss://user:secret@redis:6379/15",
        "redis://[::1]:6379/0",
        "unix:///run/redis.sock?db=2",
    ],
)
def test_an_address_of_a_redis_is_taken_as_it_is(address: str) -> None:
    assert load_settings({"REDIS_URL": address}, None).redis_url == address


@pytest.mark.parametrize("tail", ["/bot", "/bot123:abc", "/bot123:abc/"])
def test_the_platforms_address_ends_before_the_bot(tail: str) -> None:
    fault = faults(TELEGRAM_API_URL=f"https://bots.example.vn{tail}", TELEGRAM_TOKEN="123:abc")[
        "TELEGRAM_API_URL"
    ]
    assert fault.key == "settings.telegram_api_url"
    assert "abc" not in str(fault)


@pytest.mark.parametrize(
    "name", ["TELEGRAM_PER_SECOND", "TELEGRAM_CHAT_PER_SECOND", "TELEGRAM_CHAT_BURST"]
)
def test_a_wrong_number_names_its_own_fault_without_a_token_too(name: str) -> None:
    with pytest.raises(SettingsError) as refused:
        load(**{name: "many"})
    found = {(fault.name, fault.key) for fault in refused.value.faults}
    assert (name, "settings.number") in found
    assert (name, "settings.incomplete") in found


def test_a_channel_with_empty_settings_is_off() -> None:
    assert load(TELEGRAM_TOKEN="", SMTP_URL=" ").trial


# -- slips of the pen


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("PUBLIC_ULR", "PUBLIC_URL"),
        ("LANGNGHE_PORT", "PORT"),
        ("LANG_NGHE_DATA_DIR", "DATA_DIR"),
        ("DATABSE_URL", "DATABASE_URL"),
        ("office_name", "OFFICE_NAME"),
        ("TELEGRAM_BOT_TOKEN", "TELEGRAM_TOKEN"),
    ],
)
def test_a_misspelt_setting_gets_a_hint(written: str, meant: str) -> None:
    fault = faults(**{written: "1"})[written]
    assert (fault.key, fault.params["meant"]) == ("settings.unknown", meant)


@pytest.mark.parametrize(
    "name",
    ["PATH", "HOME", "HOSTNAME", "LOGNAME", "LANG", "LC_ALL", "USER", "PWD", "SHELL", "TERM",
     "HOSTS", "XDG_DATA_DIRS", "SSH_AUTH_SOCK", "PYTHONPATH", "KUBERNETES_SERVICE_PORT", "TZ"],
)  # fmt: skip
def test_what_every_machine_sets_is_no_misspelling(name: str) -> None:
    assert load(**{name: "x"}).port == 8080


def test_sites_that_may_frame_results_are_schemes_and_hosts() -> None:
    given = " https://tinh.example.gov.vn/, http://10.0.0.7:8080"
    sites = ("https://tinh.example.gov.vn", "http://10.0.0.7:8080")
    assert load(RESULTS_FRAMES=given).results_frames == sites
    assert load().results_frames == ()


@pytest.mark.parametrize(
    "given", ["tinh.gov.vn", "https://a.vn/x", "https://a.vn; script-src *", "https://*", "*"]
)
def test_what_would_open_the_frame_to_others_is_refused(given: str) -> None:
    assert faults(RESULTS_FRAMES=given)["RESULTS_FRAMES"].key == "settings.origins"


def test_every_fault_can_be_said_in_both_languages() -> None:
    texts = Catalogues.load(strict=True)
    keys = {
        "settings.line": {"most": "1", "found": "x"},
        "settings.hotline": {"found": "x"},
        "settings.secret": {"least": "1", "found": "x"},
        "settings.number": {"least": "1", "most": "2", "found": "x"},
        "settings.one_of": {"allowed": "a", "found": "x"},
        "settings.yes_no": {"found": "x"},
        "settings.public_url": {"found": "x"},
        "settings.database_url": {"found": "x"},
        "settings.later": {"channel": "x", "found": "x"},
        "settings.incomplete": {"channel": "x", "missing": "x"},
        "settings.unknown": {"meant": "x"},
        "settings.env_file": {"found": "x"},
        "settings.networks": {"found": "x"},
        "settings.origins": {"found": "x"},
        "settings.telegram_token": {"found": "1"},
        "settings.webhook_secret": {"found": "1"},
        "settings.webhook_needs_https": {"of": "x", "found": "x"},
        "settings.api_url": {"found": "x"},
        "settings.telegram_api_url": {"found": "x"},
        "settings.redis_url": {"found": "x"},
        "settings.smtp_url": {"found": "x"},
        "settings.mail_address": {"found": "x"},
    }
    files = [Path(f"bot/{name}.py") for name in ("settings", "settings_reading")]
    source = "".join(file.read_text(encoding="utf-8") for file in files)
    assert set(re.findall(r'text_key\("([^"]+)"\)', source)) == set(keys)
    for key, params in keys.items():
        assert texts.text("vi", key, params) != texts.text("en", key, params)


def test_every_setting_is_known_by_its_name() -> None:
    source = Path("bot/settings.py").read_text(encoding="utf-8")
    assert set(re.findall(r'reader\.\w+\(\s*"([A-Z_]+)"', source)) <= KNOWN

"""What every test gets: no outside network, a browser on request, an honest list of skips."""

import ipaddress
import os
import shutil
import socket
from collections.abc import AsyncIterator, Callable, Iterator

import hypothesis
import pytest
import structlog
from playwright.async_api import Browser, async_playwright

from tests.postgres_server import empty_database, postgres_server
from tests.valkey_server import healthy_valkey, valkey_process

__all__ = ["empty_database", "healthy_valkey", "postgres_server", "valkey_process"]

# Faults that tests bring about are logged; drawn by rich with all local values, it took minutes.
structlog.configure(
    processors=[
        *structlog.get_config()["processors"][:-1],
        structlog.dev.ConsoleRenderer(
            colors=False, exception_formatter=structlog.dev.plain_traceback
        ),
    ]
)

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


# -- options

# How long one example takes says more about the machine than about the code.
hypothesis.settings.register_profile("house", deadline=None)
hypothesis.settings.load_profile("house")

# Each change of the code runs its tests again: few examples, always the same.
hypothesis.settings.register_profile(
    "mutation",
    max_examples=25,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(hypothesis.HealthCheck),  # tests run many times in one process
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--update` writes golden conversations and generated pages anew."""
    parser.addoption("--update", action="store_true", help="rewrite golden files")


# -- no test talks to the outside


def _refuse(address: object) -> None:
    message = f"a test tried to reach {address!r}; use a fake on the loopback instead"
    raise RuntimeError(message)


def _address_of(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _guarded_connect(connect: Callable[..., object]) -> Callable[..., object]:
    def guarded(self: socket.socket, address: object) -> object:
        if isinstance(address, tuple):  # else a Unix socket
            numeric = _address_of(str(address[0]))
            if not (numeric.is_loopback if numeric else address[0] == "localhost"):
                _refuse(address)
        return connect(self, address)

    return guarded


def _guarded_lookup(lookup: Callable[..., object]) -> Callable[..., object]:
    def guarded(host: str | bytes | None, *args: object, **kwargs: object) -> object:
        name = host.decode() if isinstance(host, bytes) else host
        if name and name != "localhost" and not _address_of(name):
            _refuse(name)
        return lookup(host, *args, **kwargs)

    return guarded


@pytest.fixture(scope="session", autouse=True)
def _no_outside_network() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex"):
            guarded = _guarded_connect(getattr(socket.socket, name))
            patch.setattr(socket.socket, name, guarded)
        patch.setattr(socket, "getaddrinfo", _guarded_lookup(socket.getaddrinfo))
        yield


# -- a browser, where one is installed


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """Path of an installed Chromium; skips with the reason where there is none."""
    for name in BROWSERS:
        path = shutil.which(name)
        if path:
            return path
    pytest.skip(f"no Chromium on this machine (looked for {', '.join(BROWSERS)})")


@pytest.fixture(scope="session")
async def browser(chromium_path: str) -> AsyncIterator[Browser]:
    """One Chromium for the whole run; each test opens a context of its own."""
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(
            executable_path=chromium_path,
            args=["--no-sandbox"] if root else [],
        )
        yield chromium
        await chromium.close()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark whatever uses the browser, so that `-m "not browser"` leaves it out."""
    for item in items:
        if {"browser", "chromium_path"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.browser)


# -- what could not run, and why


def _skips(reporter: pytest.TerminalReporter) -> dict[str, list[str]]:
    by_reason: dict[str, list[str]] = {}
    for report in reporter.stats.get("skipped", []):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        by_reason.setdefault(str(reason).removeprefix("Skipped: "), []).append(report.nodeid)
    return by_reason


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """List every skipped test under its reason, or say that nothing was skipped."""
    del config
    by_reason = _skips(terminalreporter)
    terminalreporter.section("could not run" if by_reason else "everything could run")
    for reason, names in sorted(by_reason.items()):
        terminalreporter.line(f"{len(names)} × {reason}")
        for name in names:
            terminalreporter.line(f"    {name}")
    if by_reason and os.environ.get("CI"):
        terminalreporter.line("CI is set: a skip is a failure.", red=True)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where CI is set, a skipped test fails the run."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") and reporter is not None and _skips(reporter):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED

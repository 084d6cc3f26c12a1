"""Buckets, streams and addresses."""

import pytest
from aiohttp import web
from aiohttp.test_utils import make_mocked_request

from bot.settings import Settings, SettingsError, load_settings
from bot.web.limits import Buckets, Streams, address_of


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_bucket_gives_its_burst_and_then_its_rate() -> None:
    clock = Clock()
    buckets = Buckets(burst=3, per_second=2, clock=clock)
    assert [buckets.take("a") for _ in range(4)] == [0, 0, 0, 0.5]
    assert buckets.take("b") == 0, "each key has a bucket of its own"
    clock.now += 0.5
    assert buckets.wait("a") == 0
    assert [buckets.take("a") for _ in range(2)] == [0, 0.5]
    clock.now += 1000
    assert [buckets.take("a") for _ in range(4)] == [0, 0, 0, 0.5]


def test_waiting_takes_nothing() -> None:
    buckets = Buckets(burst=1, per_second=1, clock=Clock())
    assert [buckets.wait("a") for _ in range(5)] == [0] * 5


def test_buckets_do_not_grow_without_end() -> None:
    buckets = Buckets(burst=1, per_second=1, clock=Clock())
    for number in range(30_000):
        buckets.take(str(number))
    assert len(buckets._levels) == 20_000
    assert buckets.take("29999") > 0, "the newest are kept"


def test_streams_are_bounded_for_one_and_for_all() -> None:
    streams = Streams(per_person=2, in_all=3)
    with streams.one("a") as a, streams.one("a") as b, streams.one("a") as c:
        assert (a, b, c) == (True, True, False)
        with streams.one("b") as d, streams.one("c") as e:
            assert (d, e) == (True, False)
        with streams.one("c") as f:
            assert f
    assert streams == Streams(per_person=2, in_all=3), "all is given back"


FORWARDED = [
    ("plain", "1.2.3.4", None, "1.2.3.4"),
    ("liar", "1.2.3.4", "198.51.100.1", "1.2.3.4"),
    ("proxy here", "127.0.0.1", "198.51.100.1", "198.51.100.1"),
    ("both families", "::ffff:127.0.0.1", "198.51.100.1", "198.51.100.1"),
    ("six", "::1", "2001:db8::1", "2001:db8::1"),
    ("own network", "10.0.0.2", "198.51.100.1", "10.0.0.2"),
    ("made up", "127.0.0.1", "6.6.6.6, 198.51.100.1", "198.51.100.1"),
    ("nonsense", "127.0.0.1", "nonsense", "127.0.0.1"),
]


@pytest.mark.parametrize(
    ("peer", "forwarded", "counted"),
    [case[1:] for case in FORWARDED],
    ids=[case[0] for case in FORWARDED],
)
def test_only_a_proxy_of_this_machine_is_believed(
    peer: str, forwarded: str | None, counted: str
) -> None:
    assert address_of(_request(peer, forwarded), Settings()) == counted


def test_other_proxies_are_believed_when_they_are_named() -> None:
    settings = load_settings({"TRUST_PROXY": "10.0.0.0/8, 192.0.2.7"}, None)
    for peer, forwarded, counted in (
        ("10.0.0.2", "6.6.6.6, 198.51.100.1", "198.51.100.1"),
        ("10.0.0.2", "6.6.6.6, 198.51.100.1, 192.0.2.7", "198.51.100.1"),
        ("127.0.0.1", "198.51.100.1", "127.0.0.1"),
    ):
        assert address_of(_request(peer, forwarded), settings) == counted
    with pytest.raises(SettingsError, match="TRUST_PROXY"):
        load_settings({"TRUST_PROXY": "the proxy"}, None)


def _request(peer: str, forwarded: str | None) -> web.Request:
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    return make_mocked_request("GET", "/", headers=headers).clone(remote=peer)

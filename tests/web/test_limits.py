"""Buckets, streams and addresses."""

import pytest
from aiohttp.test_utils import make_mocked_request

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


@pytest.mark.parametrize(
    ("peer", "forwarded", "counted"),
    [
        ("1.2.3.4", None, "1.2.3.4"),
        ("1.2.3.4", "198.51.100.1", "1.2.3.4"),
        ("127.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("10.0.0.2", "6.6.6.6, 198.51.100.1", "198.51.100.1"),
        ("10.0.0.2", "nonsense", "10.0.0.2"),
        ("::1", "2001:db8::1", "2001:db8::1"),
    ],
    ids=["plain", "liar", "proxy", "chain", "nonsense", "six"],
)
def test_a_proxy_is_believed_only_from_the_own_network(
    peer: str, forwarded: str | None, counted: str
) -> None:
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    request = make_mocked_request("GET", "/", headers=headers).clone(remote=peer)
    assert address_of(request) == counted

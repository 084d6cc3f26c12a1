"""Buckets, streams and addresses."""

import asyncio

import pytest
from aiohttp import web
from aiohttp.test_utils import make_mocked_request

from bot.settings import Settings, SettingsError, load_settings
from bot.web.limits import Buckets, SharedBuckets, Streams, address_of
from storage.coordination import LocalCoordination


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


# -- over several processes


def shared(
    between: LocalCoordination, clock: Clock, burst: float = 8, rate: float = 1
) -> SharedBuckets:
    return SharedBuckets(Buckets(burst, rate, clock), "guess", between)


def together(count: int) -> list[LocalCoordination]:
    first = LocalCoordination()
    members = [first, *(first.twin() for _ in range(count - 1))]
    for member in members:
        member.processes = count
    return members


async def test_tokens_taken_in_one_process_are_gone_in_all() -> None:
    clock = Clock()
    here, there = (shared(one, clock) for one in together(2))
    assert [here.take("203.0.113.9") for _ in range(8)] == [0] * 8
    await asyncio.sleep(0.01)
    assert there.wait("203.0.113.9") == here.wait("203.0.113.9") == 1
    assert there.take("203.0.113.9") == 1
    assert there.wait("203.0.113.8") == 0, "each address for itself"
    clock.now += 2
    assert [there.take("203.0.113.9") for _ in range(3)] == [0, 0, 1]


async def test_where_others_cannot_be_told_each_lets_through_its_part() -> None:
    clock = Clock()
    lonely = LocalCoordination()
    lonely.processes = 4
    buckets = shared(lonely, clock)
    assert [buckets.take("a") for _ in range(3)] == [0, 0, 4]
    lonely.processes = 1
    assert [buckets.take("a") for _ in range(7)] == [0] * 6 + [1], "two were taken before"


async def test_what_was_taken_at_once_everywhere_is_paid_back() -> None:
    clock = Clock()
    members = [shared(one, clock) for one in together(3)]
    for member in members:
        for _ in range(8):
            member.take("a")
    await asyncio.sleep(0.01)
    assert members[0].wait("a") == 9, "a debt of one burst at most, and the token"


async def test_an_address_leaves_the_process_as_a_keyed_hash_only() -> None:
    here, there = together(2)
    told: list[str] = []
    there.listen("guess", lambda key, _: told.append(key))
    shared(here, Clock()).take("203.0.113.9")
    await asyncio.sleep(0.01)
    assert told == [here.opaque("203.0.113.9")]
    assert "203" not in told[0]


def test_streams_are_bounded_for_one_and_for_all() -> None:
    streams = Streams(per_person=2, in_all=3)
    with streams.one("a") as a, streams.one("a") as b, streams.one("a") as c:
        assert (a, b, c) == (True, True, False)
        with streams.one("b") as d, streams.one("c") as e:
            assert (d, e) == (True, False)
        with streams.one("c") as f:
            assert f
    assert streams == Streams(per_person=2, in_all=3), "all is given back"


def test_the_newest_stream_takes_the_place_of_the_oldest() -> None:
    woken: list[str] = []
    streams = Streams(per_person=1, in_all=3)
    with (
        streams.newest("a", lambda: woken.append("first")) as first,
        streams.newest("b", lambda: woken.append("other")) as other,
        streams.newest("a", lambda: woken.append("second")) as second,
        streams.newest("c", lambda: woken.append("late")) as late,
    ):
        assert [one.over for one in (first, other, second, late)] == [True, False, False, True]
    assert woken == ["first"]
    assert streams == Streams(per_person=1, in_all=3), "all is given back"


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

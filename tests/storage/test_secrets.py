"""The key ring: what it seals opens in its own place only, under its own keys only."""

import stat
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.secrets import (
    CiphertextError,
    KeyMissingError,
    KeyRing,
    KeyRingError,
    key_id_of,
)

PLACE = ("answers", "comment", "r1/MC1/1")


@pytest.fixture(scope="module")
def ring(tmp_path_factory: pytest.TempPathFactory) -> KeyRing:
    return KeyRing.create(tmp_path_factory.mktemp("ring") / "keys.json")


@given(st.binary(max_size=300))
def test_what_was_sealed_opens_in_its_place(ring: KeyRing, plain: bytes) -> None:
    sealed = ring.encrypt(*PLACE, plain)
    assert ring.decrypt(*PLACE, sealed) == plain
    assert len(sealed) == len(plain) + 31
    assert not plain[:8] or len(plain) < 8 or plain not in sealed


@pytest.mark.parametrize(
    "other",
    [
        ("phones", "comment", "r1/MC1/1"),
        ("answers", "value", "r1/MC1/1"),
        ("answers", "comment", "r2/MC1/1"),
        ("answers", "comment|r1/MC1", "1"),
    ],
)
def test_it_does_not_open_elsewhere(ring: KeyRing, other: tuple[str, str, str]) -> None:
    with pytest.raises(CiphertextError):
        ring.decrypt(*other, ring.encrypt(*PLACE, b"secret"))


@given(st.integers(min_value=0, max_value=36), st.integers(min_value=1, max_value=255))
def test_every_changed_byte_is_noticed(ring: KeyRing, at: int, change: int) -> None:
    sealed = bytearray(ring.encrypt(*PLACE, b"secret"))
    sealed[at] ^= change
    with pytest.raises((CiphertextError, KeyMissingError)):
        ring.decrypt(*PLACE, bytes(sealed))


@pytest.mark.parametrize("sealed", [b"", b"\x01", b"\x02" + bytes(40), b"x" * 30])
def test_what_is_no_sealed_value_is_named_so(ring: KeyRing, sealed: bytes) -> None:
    with pytest.raises(CiphertextError):
        ring.decrypt(*PLACE, sealed)


def test_the_same_text_never_looks_the_same(ring: KeyRing) -> None:
    assert len({ring.encrypt(*PLACE, b"same") for _ in range(100)}) == 100


def test_texts_and_none(ring: KeyRing) -> None:
    assert ring.open_text(*PLACE, ring.seal_text(*PLACE, "chữ Việt")) == "chữ Việt"
    assert ring.seal_text(*PLACE, None) is None
    assert ring.open_text(*PLACE, None) is None


def test_blind_indexes_depend_on_number_and_ring(ring: KeyRing, tmp_path: Path) -> None:
    index = ring.blind_index("+84912345678")
    assert index == KeyRing.open(ring.path).blind_index("+84912345678")
    assert len(index) == 32
    assert index != ring.blind_index("+84912345679")
    assert index != KeyRing.create(tmp_path / "other").blind_index("+84912345678")


class TestFile:
    def test_only_its_owner_may_read_it(self, tmp_path: Path) -> None:
        path = tmp_path / "deep" / "keys.json"
        KeyRing.create(path)
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert [entry.name for entry in path.parent.iterdir()] == ["keys.json"]

    def test_an_existing_ring_is_never_written_over(self, tmp_path: Path) -> None:
        first = KeyRing.create(tmp_path / "keys.json")
        with pytest.raises(FileExistsError):
            KeyRing.create(tmp_path / "keys.json")
        assert [entry.name for entry in tmp_path.iterdir()] == ["keys.json"]
        assert KeyRing.open(tmp_path / "keys.json").signing_key == first.signing_key

    def test_open_or_create(self, tmp_path: Path) -> None:
        first, fresh = KeyRing.open_or_create(tmp_path / "keys.json")
        again, fresh_again = KeyRing.open_or_create(tmp_path / "keys.json")
        assert (fresh, fresh_again) == (True, False)
        assert first.signing_key == again.signing_key
        assert len(first.signing_key) == 32

    def test_whoever_loses_the_race_takes_the_winners_ring(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = tmp_path / "keys.json"
        opened = KeyRing.open

        def late(where: Path) -> KeyRing:
            if not where.exists():
                monkeypatch.setattr(KeyRing, "open", opened)
                KeyRing.create(where)
                raise FileNotFoundError
            return opened(where)

        monkeypatch.setattr(KeyRing, "open", late)
        ring, fresh = KeyRing.open_or_create(path)
        assert not fresh
        assert ring.signing_key == opened(path).signing_key

    @pytest.mark.parametrize(
        "content",
        [b"", b"{}", b"[1]", b"\xff", b'{"active":1,"keys":{},"index_key":"","signing_key":""}'],
    )
    def test_a_damaged_file_is_refused(self, tmp_path: Path, content: bytes) -> None:
        path = tmp_path / "keys.json"
        path.write_bytes(content)
        with pytest.raises(KeyRingError) as caught:
            KeyRing.open(path)
        assert "keys.json" in str(caught.value)

    def test_a_ring_without_its_active_key_is_refused(self, tmp_path: Path) -> None:
        path = tmp_path / "keys.json"
        KeyRing.create(path)
        content = msgspec.json.decode(path.read_bytes())
        path.write_bytes(msgspec.json.encode(content | {"active": 2}))
        with pytest.raises(KeyRingError):
            KeyRing.open(path)

    def test_a_folder_is_no_ring(self, tmp_path: Path) -> None:
        with pytest.raises(KeyRingError):
            KeyRing.open(tmp_path)


class TestRotation:
    def test_old_values_stay_readable_and_new_ones_take_the_new_key(self, tmp_path: Path) -> None:
        ring = KeyRing.create(tmp_path / "keys.json")
        old = ring.encrypt(*PLACE, b"old")
        index = ring.blind_index("+84912345678")
        assert ring.add_key() == 2
        new = ring.encrypt(*PLACE, b"new")
        assert (key_id_of(old), key_id_of(new)) == (1, 2)
        for each in (ring, KeyRing.open(ring.path)):
            assert each.decrypt(*PLACE, old) == b"old"
            assert each.decrypt(*PLACE, new) == b"new"
            assert each.active == 2
            assert each.key_ids == {1, 2}
            assert each.blind_index("+84912345678") == index, "look-ups go on"
        assert stat.S_IMODE(ring.path.stat().st_mode) == 0o600

    def test_a_running_service_finds_the_new_key_when_it_meets_it(self, tmp_path: Path) -> None:
        server = KeyRing.create(tmp_path / "keys.json")
        command = KeyRing.open(server.path)
        command.add_key()
        assert server.decrypt(*PLACE, command.encrypt(*PLACE, b"x")) == b"x"

    def test_a_key_that_is_nowhere_is_named(self, tmp_path: Path) -> None:
        ring = KeyRing.create(tmp_path / "keys.json")
        other = KeyRing.create(tmp_path / "other.json")
        other.add_key()
        with pytest.raises(KeyMissingError) as caught:
            ring.decrypt(*PLACE, other.encrypt(*PLACE, b"x"))
        assert caught.value.key_id == 2
        ring.path.unlink()
        with pytest.raises(KeyMissingError):
            ring.decrypt(*PLACE, other.encrypt(*PLACE, b"x"))

    def test_the_old_key_opens_nothing_of_the_new_one(self, tmp_path: Path) -> None:
        """The key's id is part of what is authenticated: relabelling does not help."""
        ring = KeyRing.create(tmp_path / "keys.json")
        sealed = bytearray(ring.encrypt(*PLACE, b"x"))
        ring.add_key()
        sealed[2] = 2
        with pytest.raises(CiphertextError):
            ring.decrypt(*PLACE, bytes(sealed))

    def test_a_full_ring_says_so(self, tmp_path: Path) -> None:
        ring = KeyRing.create(tmp_path / "keys.json")
        content = msgspec.json.decode(ring.path.read_bytes())
        content["keys"]["65535"] = content["keys"]["1"]
        ring.path.write_bytes(msgspec.json.encode(content))
        with pytest.raises(KeyRingError, match="full"):
            KeyRing.open(ring.path).add_key()

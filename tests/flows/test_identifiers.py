"""Identifiers and the codes that people read aloud: exact values, and every mistyped character."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.identifiers import (
    CODE_ALPHABET,
    Instant,
    check_character,
    code_from,
    identifier_from,
    normalise_code,
)

SEED = bytes(range(32))
NOON = Instant(1_772_413_200_000)
bodies = st.text(CODE_ALPHABET, min_size=10, max_size=10)
seeds = st.binary(min_size=16, max_size=64)


def printed(body: str) -> str:
    return f"{body[:5]}-{body[5:]}-{check_character(body)}"


class TestIdentifierFrom:
    def test_known_values(self) -> None:
        assert identifier_from(SEED, "response", NOON) == "01kjp0y9m097ad9eg4b6n16epg"
        assert identifier_from(SEED, "session", NOON) == "01kjp0y9m0z9hnhp8a05ez34y8"
        assert identifier_from(SEED, "response", Instant(0)) == "000000000097ad9eg4b6n16epg"

    def test_time_is_its_first_ten_characters(self) -> None:
        assert identifier_from(SEED, "a", NOON)[:10] == "01kjp0y9m0"
        assert identifier_from(b"another seed of ours", "b", NOON)[:10] == "01kjp0y9m0"
        assert identifier_from(SEED, "a", Instant(2**48 - 1))[:10] == "7zzzzzzzzz"

    @given(seeds, st.integers(0, 2**48 - 2))
    def test_later_ones_sort_behind(self, seed: bytes, now: int) -> None:
        first = identifier_from(seed, "x", Instant(now))
        second = identifier_from(seed, "x", Instant(now + 1))
        assert first < second
        assert len(first) == len(second) == 26

    def test_label_and_seed_tell_apart(self) -> None:
        made = {
            identifier_from(seed, label, NOON)
            for seed in (SEED, SEED[::-1])
            for label in ("complaint", "response/mc/0/0", "response/mc/0/1")
        }
        assert len(made) == 6


class TestCheckCharacter:
    @pytest.mark.parametrize(
        ("body", "check"),
        [("0000000000", "0"), ("1000000000", "3"), ("0000000001", "N"), ("ZZZZZZZZZZ", "8")],
    )
    def test_known_values(self, body: str, check: str) -> None:
        assert check_character(body) == check

    @given(bodies, st.integers(0, 9), st.sampled_from(CODE_ALPHABET))
    def test_finds_every_single_mistyped_character(
        self, body: str, place: int, typed: str
    ) -> None:
        mistyped = body[:place] + typed + body[place + 1 :]
        assert (check_character(mistyped) == check_character(body)) == (mistyped == body)

    def test_finds_all_of_them_in_one_code(self) -> None:
        body = "3X7K9ABCDE"
        for place in range(10):
            for typed in set(CODE_ALPHABET) - {body[place]}:
                mistyped = body[:place] + typed + body[place + 1 :] + check_character(body)
                assert normalise_code(mistyped) is None

    @given(bodies)
    def test_another_check_character_is_no_code(self, body: str) -> None:
        wrong = CODE_ALPHABET[(CODE_ALPHABET.index(check_character(body)) + 1) % 32]
        assert normalise_code(body + wrong) is None


class TestCodeFrom:
    def test_known_values(self) -> None:
        assert code_from(SEED, "complaint") == "9K3AM-Y8BQQ-P"
        assert code_from(SEED, "response") == "JFVJQ-TFJPN-X"

    @given(seeds, st.text(max_size=30))
    def test_is_its_own_printed_form(self, seed: bytes, label: str) -> None:
        code = code_from(seed, label)
        assert normalise_code(code) == code
        assert len(code) == 13


class TestNormaliseCode:
    @given(bodies)
    def test_case_spaces_and_dashes_do_not_count(self, body: str) -> None:
        code = printed(body)
        assert normalise_code(f"  {code.lower().replace('-', ' - ')} ") == code
        assert normalise_code(code.replace("-", "")) == code

    @pytest.mark.parametrize(
        ("typed", "meant"),
        [("O", "0"), ("o", "0"), ("I", "1"), ("l", "1"), ("L", "1"), ("U", "V")],
    )
    def test_look_alikes(self, typed: str, meant: str) -> None:
        body = f"2222{meant}22222"
        code = printed(body)
        assert normalise_code(code.replace(meant, typed, 1)) == code

    @pytest.mark.parametrize(
        "typed",
        [
            "",
            "-",
            "3X7K9",
            "00000-00000",
            "00000-00000-00",
            "00000-00000-É",
            "\uff10" + "0000-00000-0",  # a digit of another alphabet
            "*" * 11,
        ],
    )
    def test_what_is_none(self, typed: str) -> None:
        assert normalise_code(typed) is None

    @given(st.text(max_size=20))
    def test_never_raises(self, typed: str) -> None:
        found = normalise_code(typed)
        assert found is None or normalise_code(found) == found

"""The command by which somebody who called is asked no more, or again."""

from storage.base import Storage
from tests.bot.operator import Command, in_database

NUMBER, ADDRESS = "+84901234567", "lan@example.vn"


async def who_is_out(storage: Storage) -> tuple[bool, bool]:
    opt_outs = storage.opt_outs
    return await opt_outs.has_number(NUMBER), await opt_outs.has_address(ADDRESS)


def test_who_called_is_asked_no_more_until_they_say_otherwise(planted: Command) -> None:
    entered = planted("opt-out", "0901 234 567")
    assert entered.exit_code == 0, entered.output
    assert planted("opt-out", given=f"{ADDRESS}\n").exit_code == 0  # asked for, not in a history
    assert in_database(who_is_out) == (True, True)
    assert planted("opt-out", "0901 234 567", "--back").exit_code == 0
    assert in_database(who_is_out) == (False, True)


def test_what_is_no_number_and_no_address_is_refused(planted: Command) -> None:
    refused = planted("opt-out", "0901")
    assert refused.exit_code == 1
    assert "số điện thoại Việt Nam" in refused.output

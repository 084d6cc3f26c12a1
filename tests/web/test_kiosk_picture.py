"""The QR code of a kiosk is drawn by the page from a path: it must be the code, dot by dot."""

import re

import segno

from bot.web.kiosk_hand_over import qr_path

ADDRESS = "https://khaosat.example.gov.vn/0123456789abcdefghijkl"
QUIET = 4


def drawn(size: int, path: str) -> list[list[int]]:
    """Fill the squares that a path of runs covers."""
    field = [[0] * size for _ in range(size)]
    for x, y, width in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", path):
        for column in range(int(x), int(x) + int(width)):
            field[int(y)][column] = 1
    return field


def test_the_path_draws_the_code_with_its_quiet_zone() -> None:
    size, path = qr_path(ADDRESS)
    wanted = [
        list(row) for row in segno.make(ADDRESS, error="m", micro=False).matrix_iter(border=QUIET)
    ]
    assert size == len(wanted)
    assert drawn(size, path) == wanted
    assert re.sub(r"M\d+ \d+h\d+v1h-\d+z", "", path) == "", "nothing but runs"

"""A NIK is found however it is dressed up; hours, days, telephone numbers, coordinates and amounts are none."""

import json
from pathlib import Path

import pytest

from botram.identity_numbers import holds_identity_number, is_identity_number

CASES = json.loads((Path(__file__).parent / "identity_numbers.json").read_text())


@pytest.mark.parametrize("text", CASES["held"])
def test_an_identity_number_is_found(text: str) -> None:
    assert holds_identity_number(text)


@pytest.mark.parametrize("text", CASES["free"])
def test_other_figures_are_no_identity_number(text: str) -> None:
    assert not holds_identity_number(text)


@pytest.mark.parametrize("before", CASES["free"])
def test_nothing_that_stands_before_a_number_hides_it(before: str) -> None:
    assert holds_identity_number(f"{before}, 3216 0655 0898 0001")


@pytest.mark.parametrize(
    ("digits", "counts"),
    [
        ("3216066902960001", True),  # 29 February 1996
        ("3216066902950001", False),
        ("3216062902000001", True),  # 29 February 2000
        ("3216060008980001", False),
        ("3216063208980001", False),
        ("3216064008980001", False),
        ("3216067208980001", False),
        ("3299995508980001", True),  # an office that is no more
        ("5471015508980001", True),  # Timor Timur
        ("9771015508980001", True),
        ("9971015508980001", False),
        ("0071015508980001", False),
        ("321606550898000", False),
        ("32160655089800011", False),
    ],
)
def test_a_number_has_a_province_and_a_day(digits: str, counts: bool) -> None:
    assert is_identity_number(digits) is counts


@pytest.mark.parametrize("piece", ["1 ", "12-", "0812-3456-7890 ", "(", "1 (", "08.00-12.00 "])
def test_a_text_of_any_length_is_read_in_time(piece: str) -> None:
    assert not holds_identity_number(piece.join(["99"] * 3) + "x" + "9" * 17)
    holds_identity_number(piece * (200_000 // len(piece)))

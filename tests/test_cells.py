"""No text becomes a formula, and what people write in a contact stays as they wrote it."""

import pytest
from hypothesis import given

from botram.cells import cell
from tests.hostile import texts


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+62-21-555",
        "-1+1",
        "@SUM(A1)",
        " =1",
        "\t=1",
        "\r=1",
        "\n",
        "\N{FULLWIDTH EQUALS SIGN}1",
        "=cmd|' /C calc'!A0",
        '"=1+1',
        '""" @SUM(A1)',
        "\N{ZERO WIDTH SPACE}=1",
        "\N{BYTE ORDER MARK}-cmd",
        "\N{NO-BREAK SPACE}+x",
    ],
)
def test_what_a_spreadsheet_would_calculate_gets_an_apostrophe(text: str) -> None:
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize(
    "text", ["", "Loket 021-555000", "021-555000", "+62 21 555000", "+622155", "(021) 555", "-6.25", "Desa = desa"]
)
def test_what_it_only_shows_stays(text: str) -> None:
    assert cell(text) == text


@given(texts)
def test_no_cell_starts_a_formula_and_none_loses_a_letter(text: str) -> None:
    made = cell(text)
    assert made.removeprefix("'") == text.removeprefix("'") or made == f"'{text}"
    assert not made.lstrip(' "\N{ZERO WIDTH SPACE}').startswith(("=", "@"))
    assert not made.startswith(("\t", "\r", "\n"))

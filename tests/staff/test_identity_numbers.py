"""Sixteen digits in a row are an identity number, however they are dressed up; hours and telephone numbers are none."""

import pytest

from botram.staff.rules import check_free_text, holds_identity_number

NUMBER = "3216065508980000"  # a serial of 0000 was never given to anybody


@pytest.mark.parametrize(
    "between",
    [
        "",
        " ",
        ".",
        "-",
        "\N{EN DASH}",
        "\N{HYPHEN}",
        "\N{NON-BREAKING HYPHEN}",
        "\N{FIGURE DASH}",
        "\N{HORIZONTAL BAR}",
        "\N{MINUS SIGN}",
        "\N{MIDDLE DOT}",
        "\N{BULLET}",
        "\N{NO-BREAK SPACE}",
        "\N{FULLWIDTH FULL STOP}",
        "\n",
        "\N{ZERO WIDTH SPACE}",
        "\N{VARIATION SELECTOR-16}\N{COMBINING ENCLOSING KEYCAP}",
        " - ",
    ],
)
def test_nothing_that_looks_like_a_gap_hides_it(between: str) -> None:
    assert holds_identity_number(f"NIK {between.join(NUMBER)} warga")
    assert holds_identity_number(between.join(NUMBER[four : four + 4] for four in (0, 4, 8, 12)))


@pytest.mark.parametrize("zero", ["\N{ARABIC-INDIC DIGIT ZERO}", "\N{JAVANESE DIGIT ZERO}", "\N{FULLWIDTH DIGIT ZERO}"])
def test_digits_of_other_scripts_are_digits(zero: str) -> None:
    assert holds_identity_number(NUMBER.translate({ord("0") + n: ord(zero) + n for n in range(10)}))


@pytest.mark.parametrize(
    "text",
    [
        "08.00 sampai 14.00, telepon 021-8970001",
        "0812 3456 7890",
        "2026-12-08, 150 pemohon",
        NUMBER[:15],
        "12 RT 003/004",
    ],
)
def test_hours_days_and_telephone_numbers_pass(text: str) -> None:
    assert not holds_identity_number(text)


def test_what_turns_the_direction_of_a_text_is_left_out() -> None:
    assert check_free_text(" Balai \u202eDesa\u202c\n\u2066Sumberjaya\u2069\x00 ", "name") == "Balai Desa\nSumberjaya"

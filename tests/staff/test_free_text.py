"""Free text loses what is not seen."""

from botram.staff.rules import check_free_text


def test_what_turns_the_direction_of_a_text_is_left_out() -> None:
    assert check_free_text(" Balai \u202eDesa\u202c\n\u2066Sumberjaya\u2069\x00 ", "name") == "Balai Desa\nSumberjaya"

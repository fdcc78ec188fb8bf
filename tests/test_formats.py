"""Days, hours and figures read as people say them, on the wall clock of the office."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from flask_babel import Babel, force_locale

from botram import formats
from botram.languages import language
from botram.web import filters

JAKARTA, MAKASSAR, JAYAPURA = "Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"
OPENS = datetime(2026, 12, 8, 1, 0, tzinfo=UTC)
CLOSES = datetime(2026, 12, 8, 7, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def page() -> Iterator[Flask]:
    """An Indonesian page is being made."""
    app = Flask(__name__)
    Babel(app, default_locale="id")
    filters.register(app)
    with app.test_request_context():
        yield app


def test_a_day_is_written_in_full_indonesian_words() -> None:
    assert formats.long_day(OPENS, JAKARTA) == "Selasa, 8 Desember 2026"
    assert formats.long_day(date(2027, 1, 1)) == "Jumat, 1 Januari 2027"
    assert formats.short_day(OPENS, JAKARTA) == "Sel, 8 Des 2026"
    assert formats.month_and_year(OPENS, JAKARTA) == "Desember 2026"
    assert (formats.weekday(OPENS, JAKARTA), formats.month(OPENS, JAKARTA)) == ("Selasa", "Desember")


@pytest.mark.parametrize(
    ("zone", "shown"), [(JAKARTA, "08.00–14.00 WIB"), (MAKASSAR, "09.00–15.00 WITA"), (JAYAPURA, "10.00–16.00 WIT")]
)
def test_hours_are_those_of_the_offices_wall_clock(zone: str, shown: str) -> None:
    assert formats.times(OPENS, CLOSES, zone).endswith(f", {shown}")


def test_a_moment_late_in_utc_is_already_the_next_day_in_jayapura() -> None:
    late = datetime(2026, 12, 8, 16, 30, tzinfo=UTC)
    assert formats.moment(late, JAKARTA) == "Selasa, 8 Desember 2026, 23.30 WIB"
    assert formats.moment(late, JAYAPURA) == "Rabu, 9 Desember 2026, 01.30 WIT"
    assert formats.short_moment(late, JAYAPURA) == "Rab, 9 Des 2026, 01.30"


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 12, 8), "hari ini"),
        (date(2026, 12, 9), "besok"),
        (date(2026, 12, 10), "lusa"),
        (date(2026, 12, 12), "4 hari lagi"),
        (date(2026, 12, 7), "kemarin"),
        (date(2026, 12, 5), "3 hari lalu"),
    ],
)
def test_words_say_how_far_a_day_is(day: date, words: str) -> None:
    assert formats.day_words(day, JAKARTA, OPENS) == words


def test_today_turns_at_the_offices_midnight() -> None:
    evening = datetime(2026, 12, 7, 16, 30, tzinfo=UTC)
    assert formats.day_words(OPENS, JAKARTA, evening) == "besok"
    assert formats.day_words(OPENS, JAYAPURA, evening) == "hari ini"


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        formats.long_day(OPENS)
    with pytest.raises(ValueError, match="aware"):
        formats.hours(OPENS.replace(tzinfo=None), JAKARTA)


def test_machines_read_days_and_moments_in_iso() -> None:
    assert formats.iso(date(2026, 12, 8)) == "2026-12-08"
    assert formats.iso(OPENS, JAYAPURA) == "2026-12-08T10:00+09:00"


@pytest.mark.parametrize(
    ("km", "shown"),
    [
        (0.0, "0 m"),
        (0.04, "50 m"),
        (0.84, "850 m"),
        (0.98, "1 km"),
        (3.84, "3,8 km"),
        (12.0, "12 km"),
        (1204.4, "1.204 km"),
    ],
)
def test_distances_have_a_decimal_comma(km: float, shown: str) -> None:
    assert formats.distance(km) == shown


def test_thousands_have_dots() -> None:
    assert formats.number(1046) == "1.046"
    assert formats.number(12.25) == "12,2"


def test_an_english_page_has_english_days_and_colons() -> None:
    with force_locale("en"):
        assert formats.moment(OPENS, JAKARTA) == "Tuesday, 8 December 2026, 08:00 WIB"
        assert formats.number(1046) == "1,046"
        assert language() == "en"


def test_templates_know_the_filters_by_name(page: Flask) -> None:
    line = page.jinja_env.from_string("{{ at | long_day('Asia/Jakarta') }}")
    assert line.render(at=OPENS) == "Selasa, 8 Desember 2026"


def test_outside_a_page_words_are_indonesian() -> None:
    assert language() == "id"

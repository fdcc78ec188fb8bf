"""A visit in words: made once, for one kind of reader, in one language."""

from dataclasses import FrozenInstanceError
from datetime import timedelta

import pytest
from flask import Flask
from flask_babel import force_locale

from botram.visit_view import Audience, Part, StateKey, facts_of, view_of
from botram.visits.models import Visit, VisitState
from tests.builders import NOW, a_team, a_visit, asep, moment
from tests.statements import statements

INSIDE = Part.TEAM | Part.CREW


def a_shown_visit(state: VisitState = VisitState.PUBLISHED) -> Visit:
    """A visit with a crew and with words for the office alone."""
    visit = a_visit(team=a_team(members=(asep(),)), state=state)
    visit.remark = "Genset dipinjam"
    return visit


def test_a_view_is_frozen_and_on_the_wall_clock_of_its_office(app: Flask) -> None:
    view = view_of(a_shown_visit(), Audience.RESIDENTS, NOW, Part.LINE)
    assert view.opens_at.isoformat() == "2026-12-08T08:00:00+07:00"
    assert view.times == "Selasa, 8 Desember 2026, 08.00–14.00 WIB"
    with pytest.raises(FrozenInstanceError):
        view.reason = "x"  # type: ignore[misc]


def test_residents_read_nothing_of_who_works_there(app: Flask) -> None:
    visit = a_shown_visit()
    view = view_of(visit, Audience.RESIDENTS, NOW, INSIDE)
    assert (view.team, view.crew, view.remark) == (None, (), "")
    inside = view_of(visit, Audience.CREW, NOW, INSIDE)
    assert inside.team and inside.team.name == "Tim Utara"
    assert [member.name for member in inside.crew] == [asep().name]
    assert inside.remark == "Genset dipinjam"


def test_only_the_office_knows_that_figures_were_verified(app: Flask) -> None:
    visit = a_shown_visit(VisitState.VERIFIED)
    keys = {audience: view_of(visit, audience, NOW, Part.LINE).state_key for audience in Audience}
    assert keys == {
        Audience.RESIDENTS: StateKey.CLOSED,
        Audience.CREW: StateKey.CLOSED,
        Audience.OFFICE: StateKey.VERIFIED,
    }


@pytest.mark.parametrize(
    ("contact", "words", "link", "of_office"),
    [
        ("Pak Dadan 0812-3456-7890", "Pak Dadan 0812-3456-7890", "tel:+6281234567890", False),
        ("Meja depan", "Meja depan", None, False),
        ("", "021-89970001", "tel:+622189970001", True),
    ],
)
def test_who_is_asked_is_the_line_of_the_day_or_the_office(
    app: Flask, contact: str, words: str, link: str | None, of_office: bool
) -> None:
    visit = a_shown_visit()
    visit.contact, visit.office.contact = contact, "021-89970001"
    found = view_of(visit, Audience.RESIDENTS, NOW, Part.LINE).contact
    assert (found.words, found.parts, found.of_office) == (words, ((words, link),), of_office)


def test_words_are_those_of_the_language_in_which_a_view_is_made(app: Flask) -> None:
    visit = a_shown_visit()
    for language, word in (("en", "Scheduled"), ("id", "Terjadwal"), ("en", "Scheduled")):
        with force_locale(language):
            assert view_of(visit, Audience.RESIDENTS, NOW, Part.LINE).state_word == word


def test_a_moved_visit_says_what_it_was_until_it_is_over(app: Flask) -> None:
    visit = a_shown_visit()
    visit.was_opens_at, visit.was_closes_at = moment("09:00"), moment("15:00")
    view = view_of(visit, Audience.RESIDENTS, NOW, Part.LINE)
    assert (view.state_key, view.state_note) == (StateKey.MOVED, "Pindah jam")
    assert view.move_sentence == "Jam baru. Semula Selasa, 8 Desember 2026, 09.00–15.00 WIB."
    visit.state = VisitState.CLOSED
    later = view_of(visit, Audience.RESIDENTS, NOW, Part.LINE)
    assert later.move and not later.moved and not later.move_sentence


def test_the_day_that_has_come_waits_for_the_team(app: Flask) -> None:
    visit = a_shown_visit()
    midnight = moment("00:00")
    before, after = midnight - timedelta(seconds=1), visit.closes_at
    assert view_of(visit, Audience.RESIDENTS, before, Part.LINE).state_key is StateKey.SCHEDULED
    assert view_of(visit, Audience.RESIDENTS, midnight, Part.LINE).state_key is StateKey.WAITING
    assert view_of(visit, Audience.RESIDENTS, after, Part.LINE).state_note == "Waktunya sudah lewat"
    assert view_of(visit, Audience.OFFICE, after, Part.LINE).state_note == ""


def test_a_line_looks_up_nothing_that_hangs_on_the_visit(app: Flask) -> None:
    visit = a_shown_visit()
    view_of(visit, Audience.RESIDENTS, NOW, Part.LINE)
    with statements() as sent:
        facts_of(visit, Audience.RESIDENTS, NOW, Part.LINE)
        view_of(visit, Audience.OFFICE, NOW, Part.LINE)
    assert not sent

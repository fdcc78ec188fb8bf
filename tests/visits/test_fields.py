"""The table of a visit's fields names every column, and whatever walks it forgets no row."""

from collections import Counter
from datetime import timedelta

from flask import Flask

from botram.visits.actions import position_of
from botram.visits.fields import FIELDS, TEXTS, Kind, TextField
from botram.visits.history import differences, facts
from botram.visits.models import OfferState, Visit, VisitLevel, VisitState
from tests.builders import DAY, a_booth, a_team, a_venue, a_visit, asep, moment

ZONE = "Asia/Jakarta"
PLANNED = (Kind.LINE, Kind.PARAGRAPHS, Kind.PLANNED)


def written(text: TextField) -> str:
    """What stands in a text of the full visit."""
    return f"Isi {text.name} <b> & lagi"


def a_full_visit(state: VisitState = VisitState.PUBLISHED) -> Visit:
    """A visit with something in every field that is planned."""
    visit = a_visit(team=a_team("Tim Penuh", members=(asep(),)), level=VisitLevel.SCHOOL, state=state)
    visit.queue_closes_at, visit.offers[0].quota = moment("13:00"), 40
    for text in TEXTS:
        setattr(visit, text.name, written(text))
    a_booth(visit)
    return visit


def test_every_column_of_a_visit_belongs_to_one_row() -> None:
    columns = Counter(column for field in FIELDS for column in field.kept_in())
    assert set(columns) == set(Visit.__table__.columns.keys())
    assert max(columns.values()) == 1
    assert len({field.name for field in FIELDS}) == len(FIELDS)


def test_every_row_that_holds_a_text_is_among_the_texts() -> None:
    assert {field.name for field in FIELDS if field.kind in (Kind.LINE, Kind.PARAGRAPHS)} == {
        text.name for text in TEXTS
    }


def test_the_full_visit_has_something_in_every_field_that_is_planned(app: Flask) -> None:
    visit = a_full_visit()
    assert not [field.name for field in FIELDS if field.kind in PLANNED and not field.fact(visit)]


def test_every_change_is_told_and_residents_read_all_but_what_is_the_offices_own(app: Flask) -> None:
    plain = a_visit(day=DAY + timedelta(days=1), venue=a_venue("Balai", "Srimukti"))
    full = a_full_visit()
    for field in FIELDS:
        if field.kind is Kind.HOUR:
            setattr(plain, field.name, moment("08:00"))
            setattr(full, field.name, moment("08:30"))
    full.obstacles, full.remark, full.offers[0].state = ["POWER"], "Genset", OfferState.LIMITED
    before, after = facts(plain), facts(full)
    told = {field.name: field for field in FIELDS if field.kind not in (Kind.DECIDED, Kind.STORED)}
    assert set(told) == set(after) - {field.name for field in FIELDS if field.kind is Kind.DECIDED}
    for name, field in told.items():
        assert before[name] != after[name], f"give the full visit something else in {name}"
        one = ({name: before[name]}, {name: after[name]}, ZONE)
        assert list(differences(*one, staff=True)), f"no sentence for a change of {name}"
        assert bool(list(differences(*one, staff=False))) is not field.office_only


def test_a_move_is_another_time_or_place(app: Flask) -> None:
    assert set(position_of(a_visit())) == {"opens_at", "closes_at", "venue_id", "place"}

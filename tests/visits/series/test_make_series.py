"""Repeating a visit: all drafts are made together or none, as one series."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from botram.database import session
from botram.visits.changes.actions import ChangesRefused
from botram.visits.changes.change import Change, ChangeKind
from botram.visits.models import Visit, VisitState
from botram.visits.plans import OfferPlan, VisitPlan
from botram.visits.series.actions import make_series
from botram.visits.series.carrying import carried_plan
from botram.visits.series.models import VisitSeries
from botram.visits.series.queries import others_in_series
from botram.visits.series.rules import Repetition
from tests.builders import DAY, NOW, a_team, a_venue, a_visit, asep, count, moment, overwrite, siti, ujang
from tests.visits.builders import a_plan

A_WEEK = timedelta(weeks=1)
TUESDAYS = Repetition(DAY + A_WEEK, DAY + 3 * A_WEEK, (DAY.weekday(),))
JAKARTA = "Asia/Jakarta"


def copies(visit: Visit, *days: date) -> list[Change]:
    """The wish for a draft like the visit on some days."""
    return [
        Change(ChangeKind.COPY, visit, day=day, public_id=f"{visit.public_id[-4:]}{n:04d}")
        for n, day in enumerate(days)
    ]


def repeated(visit: Visit, weeks: int = 3) -> list[Visit]:
    """The visit and the drafts of its series."""
    days = [DAY + n * A_WEEK for n in range(1, weeks + 1)]
    make_series(visit, TUESDAYS, copies(visit, *days), siti(), now=NOW)
    session().expire_all()
    return list(session().scalars(select(Visit).order_by(Visit.opens_at)))


def test_a_visit_and_its_repetitions_are_one_series(app: Flask) -> None:
    visit = a_visit(team=a_team(members=(asep(),)), state=VisitState.PUBLISHED)
    found = repeated(visit)
    assert [one.opens_at for one in found] == [moment("08:00", DAY + n * A_WEEK) for n in range(4)]
    assert [one.state for one in found] == [VisitState.PUBLISHED, *[VisitState.DRAFT] * 3]
    assert [[member.account.name for member in one.crew] for one in found] == [["Asep Saepudin"]] * 4
    (series,) = session().scalars(select(VisitSeries))
    assert {one.series_id for one in found} == {series.id}
    assert (series.rule, series.made_by) == ("FREQ=WEEKLY;UNTIL=20261229;BYDAY=TU", siti().id)


def test_the_same_form_sent_twice_makes_one_series(app: Flask) -> None:
    visit = a_visit()
    repeated(visit)
    assert len(repeated(visit)) == 4
    assert count(VisitSeries) == 1


def test_a_visit_stays_in_its_series_when_it_is_repeated_again(app: Flask) -> None:
    visit = a_visit()
    repeated(visit, 1)
    first = visit.series_id
    make_series(visit, TUESDAYS, [replace(copies(visit, DAY + 2 * A_WEEK)[0], public_id="ABCD1234")], siti(), now=NOW)
    session().expire_all()
    assert visit.series_id == first
    assert count(VisitSeries) == 2


def test_none_is_made_when_one_cannot_be(app: Flask) -> None:
    visit = a_visit()
    foreign = replace(copies(visit, DAY + A_WEEK)[0], kind=ChangeKind.PUBLISH)
    overwrite(visit, state=VisitState.CANCELLED)
    with pytest.raises(ChangesRefused):
        make_series(visit, TUESDAYS, [*copies(visit, DAY + A_WEEK), foreign], siti(), now=NOW)
    assert (count(Visit), count(VisitSeries)) == (1, 0)


def test_only_visits_to_come_and_not_begun_change_with_a_series(app: Flask) -> None:
    found = repeated(a_visit(), 4)
    states = (VisitState.DRAFT, VisitState.PUBLISHED, VisitState.RUNNING, VisitState.CANCELLED)
    for one, state in zip(found[1:], states, strict=True):
        overwrite(one, state=state)
    later = moment("09:00", DAY + A_WEEK)
    assert [one.id for one in others_in_series(found[0], NOW)] == [found[1].id, found[2].id]
    assert [one.id for one in others_in_series(found[0], later)] == [found[2].id]


def old_and_new(**different: object) -> tuple[VisitPlan, VisitPlan, VisitPlan]:
    """Another plan of a series a week later, the plan of a visit and what it becomes."""
    old = a_plan(crew=(), notes="Bawa map")
    other = replace(old, opens_at=old.opens_at + A_WEEK + timedelta(hours=1), closes_at=old.closes_at + A_WEEK)
    return other, old, replace(old, **different)  # type: ignore[arg-type]


def test_what_was_not_changed_stays_as_the_other_visit_has_it(app: Flask) -> None:
    other, old, new = old_and_new()
    assert carried_plan(other, old, new, JAKARTA) == other


def test_the_day_goes_on_by_the_same_days_and_hours_by_their_clock(app: Flask) -> None:
    later = timedelta(days=2)
    other, old, new = old_and_new(opens_at=moment("08:00", DAY + later), closes_at=moment("13:00", DAY + later))
    found = carried_plan(other, old, new, JAKARTA)
    there = DAY + A_WEEK + later
    assert (found.opens_at, found.closes_at) == (moment("09:00", there), moment("13:00", there))
    assert found.queue_closes_at is None


def test_team_crew_venue_services_and_each_text_are_carried_over(app: Flask) -> None:
    team, venue = a_team("Tim Lain", members=(ujang(),)), a_venue("Lapangan")
    different = {"team": team, "crew": None, "venue": venue, "offers": (OfferPlan("KIA"),)}
    other, old, new = old_and_new(**different, queue_closes_at=moment("12:00"))
    other = replace(other, texts={**other.texts, "contact": "Loket 2"})
    new = replace(new, texts={"notes": "Bawa tenda", "contact": ""})
    found = carried_plan(other, old, new, JAKARTA)
    assert (found.team, found.crew, found.venue, found.offers) == (team, None, venue, (OfferPlan("KIA"),))
    assert found.queue_closes_at == moment("12:00", DAY + A_WEEK)
    assert (found.text("notes"), found.text("contact")) == ("Bawa tenda", "Loket 2")

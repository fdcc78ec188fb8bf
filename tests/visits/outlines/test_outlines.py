"""A visit may begin with a month and a village or a district; what it lacks is named, and then it is a draft."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from botram.audit.labels import action_sentence, change_sentences
from botram.database import session
from botram.places.models import District, Village
from botram.places.signals import VillageSucceeded, village_succeeded
from botram.refusals import Changed, NotFound, Refusal
from botram.staff.rules import IdentityNumber
from botram.visits.actions import draft_visit
from botram.visits.models import Visit, VisitLevel, VisitState
from botram.visits.outlines.actions import discard_outline, plan_of_outline, save_outline
from botram.visits.outlines.models import VisitOutline
from botram.visits.outlines.queries import outline_of, outlines_between, waiting_villages
from botram.visits.outlines.rules import Missing, OutlinePlan, missing_parts, missing_sentence, outline_name
from botram.visits.plan_application import plan_of
from botram.visits.rules import BadPlan, WrongState
from tests.builders import (
    DAY,
    IDENTITY_NUMBER,
    NOW,
    a_team,
    a_venue,
    a_visit,
    bekasi,
    count,
    elsewhere,
    last_entry,
    siti,
    village,
)

FEBRUARY = date(2027, 2, 1)


def district(name: str = "Tambelang") -> District:
    """A real district by its name."""
    return session().query(District).filter_by(name=name).one()


def a_plan(place: Village | District | None = None, **values: Any) -> OutlinePlan:
    """A village and a month."""
    return OutlinePlan(VisitLevel.VILLAGE, FEBRUARY, place or village(), **values)


def an_outline(place: Village | District | None = None, **values: Any) -> VisitOutline:
    """An outline of Siti's office."""
    made = save_outline(bekasi(), None, a_plan(place, **values), siti(), now=NOW)
    assert isinstance(made, VisitOutline)
    return made


def test_a_district_and_a_month_are_enough(app: Flask) -> None:
    outline = an_outline(district())
    assert (outline_name(outline), outline.version, outline.made_by) == ("Kecamatan Tambelang", 1, siti().id)
    missing = missing_parts(outline, has_venue=False)
    assert missing == [Missing.VILLAGE, Missing.DAY, Missing.VENUE, Missing.TEAM]
    assert missing_sentence(missing) == "Belum dapat terbit: belum ada desa, hari, tempat, tim."
    assert action_sentence(last_entry()) == "Rancangan tanpa tanggal Kecamatan Tambelang, Februari 2027 dibuat."
    assert "Bulan: Februari 2027." in change_sentences(last_entry())
    assert count(Visit) == 0


def test_it_becomes_a_draft_with_the_same_id_once_nothing_is_missing(app: Flask) -> None:
    venue, team, outline = a_venue(), a_team(), an_outline(district(), notes="Bawa map")
    plan = replace(plan_of_outline(outline), place=village())
    assert save_outline(bekasi(), outline, plan, siti(), now=NOW) is outline
    plan = replace(plan, day=date(2027, 3, 2), team=team)
    visit = save_outline(bekasi(), outline, plan, siti(), now=NOW, version=2)
    assert isinstance(visit, Visit)
    assert (visit.public_id, visit.state, visit.venue_id) == (outline.public_id, VisitState.DRAFT, venue.id)
    assert f"{visit.opens_at + timedelta(hours=7):%F %H.%M}" == "2027-03-02 08.00"
    assert visit.notes == "Bawa map" and visit.offers
    assert count(VisitOutline) == 0
    with pytest.raises(NotFound):
        outline_of(bekasi(), visit.public_id)


def test_without_a_venue_it_stays_an_outline_and_names_it(app: Flask) -> None:
    outline = an_outline(village(), team=a_team(), day=date(2027, 2, 16))
    assert missing_parts(outline, has_venue=False) == [Missing.VENUE]
    a_venue()
    assert isinstance(save_outline(bekasi(), outline, plan_of_outline(outline), siti(), now=NOW), Visit)
    assert count(VisitOutline) == 0


def test_the_day_decides_the_month(app: Flask) -> None:
    assert an_outline(day=date(2027, 4, 30)).month == date(2027, 4, 1)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"day": date(2026, 12, 3)}, "day"),
        ({"month": date(2026, 11, 30)}, "month"),
        ({"month": date(2031, 1, 1)}, "month"),
        ({"level": VisitLevel.SCHOOL}, "level"),
        ({"notes": IDENTITY_NUMBER}, "notes"),
        ({"notes": "a" * 1001}, "notes"),
    ],
)
def test_what_is_wrong_is_refused(app: Flask, values: dict[str, Any], field: str) -> None:
    with pytest.raises((BadPlan, IdentityNumber)) as refused:
        save_outline(bekasi(), None, replace(a_plan(), **values), siti(), now=NOW)
    assert refused.value.field == field
    assert count(VisitOutline) == 0


def test_another_offices_places_and_teams_are_refused(app: Flask) -> None:
    here = a_plan(team=a_team("Tutup", active=False))
    for office, plan in ((bekasi(), a_plan(team=a_team(at=elsewhere()))), (bekasi(), here), (elsewhere(), a_plan())):
        with pytest.raises(BadPlan):
            save_outline(office, None, plan, siti(), now=NOW)


def test_the_same_form_twice_makes_one_outline_or_one_draft(app: Flask) -> None:
    made = [save_outline(bekasi(), None, a_plan(), siti(), now=NOW, public_id="abcdefgh") for _time in range(2)]
    assert made[0] is made[1] and count(VisitOutline) == 1
    a_venue()
    whole = a_plan(team=a_team(), day=DAY)
    drafts = [save_outline(bekasi(), None, whole, siti(), now=NOW, public_id="abcdefgj") for _time in range(2)]
    assert isinstance(drafts[0], Visit) and drafts[0] is drafts[1]
    with pytest.raises(WrongState):
        save_outline(elsewhere(), None, a_plan(), siti(), now=NOW, public_id="abcdefgh")


def test_the_second_who_changes_it_is_told(app: Flask) -> None:
    outline = an_outline()
    save_outline(bekasi(), outline, a_plan(notes="Satu"), siti(), now=NOW, version=1)
    with pytest.raises(Changed):
        save_outline(bekasi(), outline, a_plan(notes="Dua"), siti(), now=NOW, version=1)
    with pytest.raises(Changed):
        discard_outline(outline, siti(), now=NOW, version=1)
    assert (outline.notes, outline.version) == ("Satu", 2)


def test_saving_nothing_new_is_no_change(app: Flask) -> None:
    outline = an_outline()
    before = last_entry().id
    save_outline(bekasi(), outline, plan_of_outline(outline), siti(), now=NOW)
    assert (outline.version, last_entry().id) == (1, before)


def test_a_discarded_one_is_gone_and_named_in_the_audit(app: Flask) -> None:
    discard_outline(an_outline(), siti(), now=NOW, version=1)
    assert count(VisitOutline) == 0
    assert action_sentence(last_entry()) == "Rancangan tanpa tanggal Desa Sumberjaya, Februari 2027 dibuang."


def test_a_draft_made_in_any_way_takes_the_place_of_its_outline(app: Flask) -> None:
    outline, theirs = an_outline(), elsewhere()
    plan = plan_of(a_visit())
    there = replace(plan, team=a_team(at=theirs), venue=a_venue(at=theirs), crew=None)
    with pytest.raises(WrongState):
        draft_visit(theirs, there, None, now=NOW, public_id=outline.public_id)
    assert count(VisitOutline) == 1
    visit = draft_visit(bekasi(), plan, siti(), now=NOW, public_id=outline.public_id)
    assert visit.public_id == outline.public_id
    assert count(VisitOutline) == 0


def test_a_retired_village_hands_its_outlines_over(app: Flask) -> None:
    outline, new = an_outline(), village("Wanasari")
    village_succeeded.send(VillageSucceeded(village().code, new.code, None, NOW))
    session().refresh(outline)
    assert outline.village_code == new.code


def test_the_outlines_of_some_months_are_found(app: Flask) -> None:
    outline = an_outline()
    assert outlines_between(bekasi(), date(2027, 1, 25), date(2027, 2, 7)) == [outline]
    assert outlines_between(bekasi(), date(2027, 3, 1), date(2027, 3, 31)) == []
    assert outlines_between(elsewhere(), FEBRUARY, FEBRUARY) == []


def test_villages_that_have_waited_longest_come_first(app: Flask) -> None:
    here = district("Tambun Selatan")
    for name, days, state in (("Sumberjaya", -60, VisitState.VERIFIED), ("Lambangsari", -90, VisitState.VERIFIED)):
        a_visit(day=DAY + timedelta(days=days), venue=a_venue(in_village=name), state=state)
    rows = waiting_villages(here.code, NOW, most=50)
    names = [one.village.name for one in rows if one.last]
    assert names == ["Lambangsari", "Sumberjaya"]
    assert rows[0].last is None


def test_every_refusal_has_a_sentence(app: Flask) -> None:
    with pytest.raises(Refusal, match="Bulan itu sudah lewat"):
        save_outline(bekasi(), None, replace(a_plan(), month=date(2026, 1, 1)), siti(), now=NOW)

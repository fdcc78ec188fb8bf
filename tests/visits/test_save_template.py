"""An office keeps templates of its visits; one of each level is its default."""

from dataclasses import replace
from datetime import time
from typing import Any

import pytest
from flask import Flask

from botram.database import session
from botram.refusals import NotFound, Refusal
from botram.services.models import Service
from botram.services.queries import forget_service_list
from botram.staff.rules import IdentityNumber
from botram.visits.models import VisitLevel, VisitState
from botram.visits.plans import BoothPlan, OfferPlan
from botram.visits.rules import BadPlan
from botram.visits.templates.actions import TemplateNameTaken, TemplatePlan, save_template
from botram.visits.templates.models import VisitTemplate
from botram.visits.templates.queries import template_for, template_of, templates_of
from botram.visits.templates.rules import (
    BUILT_IN,
    Difference,
    Part,
    Template,
    nearest_template,
    template_differences,
    template_plan,
)
from botram.visits.village_queries import usual_venue
from tests.builders import (
    DAY,
    IDENTITY_NUMBER,
    NOW,
    a_team,
    a_venue,
    a_visit,
    an_agency,
    bekasi,
    elsewhere,
    last_entry,
    moment,
    siti,
    village,
)

PLAN = TemplatePlan(
    level=VisitLevel.VILLAGE,
    name="Masuk desa",
    opens=time(7, 30),
    closes=time(12),
    queue_closes=time(11),
    offers=(OfferPlan("KK_NEW", 50), OfferPlan("BIRTH")),
    default=True,
)
TEMPLATE = Template(
    opens=time(8),
    closes=time(14),
    queue_closes=time(13),
    offers={"KK_NEW": 50, "BIRTH": None},
    booths={7: ("SKCK", "")},
    number=1,
    level=VisitLevel.VILLAGE,
    name="Masuk desa",
)


def saved(**values: Any) -> VisitTemplate:
    """A template of Siti's office."""
    return save_template(bekasi(), None, replace(PLAN, **values), siti(), now=NOW)


@pytest.mark.parametrize(
    ("level", "there", "not_there"),
    [
        (VisitLevel.VILLAGE, {"KTP_ENROL", "KK_NEW", "KIA_NEW", "BIRTH", "DEATH", "IKD"}, {"DIVORCE", "ADOPTION"}),
        (VisitLevel.DISTRICT, {"KTP_ENROL", "KK_NEW", "KIA_NEW", "BIRTH"}, {"MARRIAGE"}),
        (VisitLevel.SCHOOL, {"KTP_ENROL", "KIA_NEW"}, {"DEATH", "KK_HEAD", "MOVE_OUT"}),
        (VisitLevel.INSTITUTION, {"KTP_ENROL", "KK_NEW"}, {"DIVORCE"}),
    ],
)
def test_a_level_has_a_built_in_template(app: Flask, level: VisitLevel, there: set[str], not_there: set[str]) -> None:
    template = template_for(bekasi(), level)
    assert there <= set(template.offers) and not not_there & set(template.offers)
    assert (template.opens, template.queue_closes, template.closes) == (time(8), time(13), time(14))
    assert (template.number, template.name, template.booths) == (BUILT_IN, "Bawaan", {})


def test_the_default_of_the_office_stands_before_its_others_and_in_place_of_the_built_in_one(app: Flask) -> None:
    agency = an_agency()
    saved(name="Akhir pekan", default=False)
    assert [one.name for one in templates_of(bekasi())[VisitLevel.VILLAGE]] == ["Bawaan", "Akhir pekan"]
    kept = saved(booths=(BoothPlan(agency.id, " Cek  kepesertaan", "Meja 4"),))
    template = template_for(bekasi(), VisitLevel.VILLAGE)
    assert (template.number, template.offers) == (kept.id, {"KK_NEW": 50, "BIRTH": None})
    assert template.booths == {agency.id: ("Cek kepesertaan", "Meja 4")}
    assert [one.name for one in templates_of(bekasi())[VisitLevel.VILLAGE]] == ["Masuk desa", "Akhir pekan"]
    assert template_for(bekasi(), VisitLevel.SCHOOL).number == BUILT_IN
    assert template_for(elsewhere(), VisitLevel.VILLAGE).number == BUILT_IN, "another office has its own"
    with pytest.raises(NotFound):
        template_of(elsewhere(), kept.id)


def test_a_level_has_one_default_and_none_when_it_is_closed(app: Flask) -> None:
    first, school = saved(), saved(name="Sekolah", level=VisitLevel.SCHOOL)
    second = saved(name="Ringkas")
    assert (first.is_default, second.is_default, school.is_default) == (False, True, True)
    save_template(bekasi(), second, replace(PLAN, name="Ringkas", active=False), siti(), now=NOW)
    assert [one.name for one in templates_of(bekasi())[VisitLevel.VILLAGE]] == ["Bawaan", "Masuk desa"]


def test_what_is_no_longer_offered_is_left_out(app: Flask) -> None:
    agency = an_agency()
    kept = saved(booths=(BoothPlan(agency.id, "SKCK"),))
    session().get_one(Service, "BIRTH").active = False
    agency.active = False
    session().commit()
    forget_service_list()
    template = template_for(bekasi(), VisitLevel.VILLAGE)
    assert (template.offers, template.booths) == ({"KK_NEW": 50}, {})
    again = replace(PLAN, offers=PLAN.offers[:1], booths=(BoothPlan(agency.id, "SIM"),))
    assert save_template(bekasi(), kept, again, siti(), now=NOW).booths[0].offers == "SIM", "what it had may stay"


@pytest.mark.parametrize(
    ("values", "refusal", "field"),
    [
        ({"name": " "}, BadPlan, "name"),
        ({"name": "x" * 61}, BadPlan, "name"),
        ({"name": IDENTITY_NUMBER}, IdentityNumber, "name"),
        ({"closes": time(7, 30)}, BadPlan, "closes"),
        ({"queue_closes": time(12, 1)}, BadPlan, "queue_closes"),
        ({"offers": ()}, BadPlan, "services"),
        ({"offers": (OfferPlan("KK_NEW", 0),)}, BadPlan, "services"),
        ({"offers": (OfferPlan("KK_NEW", 10_001),)}, BadPlan, "services"),
        ({"offers": (OfferPlan("KK_NEW"), OfferPlan("KK_NEW", 2))}, BadPlan, "services"),
        ({"offers": (OfferPlan("TIDAK_ADA"),)}, BadPlan, "services"),
        ({"booths": (BoothPlan(999, "SKCK"),)}, BadPlan, "partners"),
        ({"name": "Sekolah"}, TemplateNameTaken, "name"),
    ],
)
def test_a_wrong_template_is_refused(app: Flask, values: dict[str, Any], refusal: type[Refusal], field: str) -> None:
    saved(name="Sekolah")
    with pytest.raises(refusal) as refused:
        saved(**values)
    assert refused.value.field == field


def test_the_log_says_what_was_changed_and_nothing_else(app: Flask) -> None:
    kept = saved()
    made = last_entry()
    assert (made.action, made.subject, made.subject_key) == ("make", "visit_template", "Masuk desa")
    assert made.after["offers"] == ["Akta kelahiran", "Kartu Keluarga baru (50)"]
    save_template(bekasi(), kept, PLAN, siti(), now=NOW)
    assert last_entry().id == made.id
    save_template(bekasi(), kept, replace(PLAN, queue_closes=None), siti(), now=NOW)
    changed = last_entry()
    assert (changed.action, changed.before, changed.after) == (
        "change",
        {"queue_closes": "11.00"},
        {"queue_closes": ""},
    )


def test_a_template_becomes_a_plan_on_a_day(app: Flask) -> None:
    team, venue = a_team(), a_venue()
    plan = template_plan(TEMPLATE, DAY, team, venue, "Bawa map")
    hours = (moment("08:00"), moment("13:00"), moment("14:00"))
    assert (plan.opens_at, plan.queue_closes_at, plan.closes_at) == hours
    assert (plan.team, plan.venue, plan.text("notes")) == (team, venue, "Bawa map")
    assert plan.offers == (OfferPlan("KK_NEW", 50), OfferPlan("BIRTH"))
    assert plan.booths == (BoothPlan(7, "SKCK"),)
    assert template_plan(replace(TEMPLATE, queue_closes=None), DAY, team, venue).queue_closes_at is None


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ({}, []),
        ({"opens": time(9), "queue_closes": None}, [Difference(Part.OPENS), Difference(Part.QUEUE_CLOSES)]),
        ({"closes": None}, [Difference(Part.CLOSES)]),
        ({"offers": {"KK_NEW": 40, "BIRTH": None}}, [Difference(Part.SERVICE, "KK_NEW")]),
        ({"offers": {"KK_NEW": 50}}, [Difference(Part.SERVICE, "BIRTH")]),
        ({"offers": {"KK_NEW": 50, "BIRTH": None, "IKD": None}}, [Difference(Part.SERVICE, "IKD")]),
        (
            {"booths": {7: ("SKCK", "Meja 1"), 8: ("", "")}},
            [Difference(Part.AGENCY, "7"), Difference(Part.AGENCY, "8")],
        ),
    ],
)
def test_what_differs_from_a_template_is_named(values: dict[str, Any], found: list[Difference]) -> None:
    other = replace(TEMPLATE, **values)
    assert template_differences(TEMPLATE, other) == found
    far = replace(TEMPLATE, opens=time(5), closes=time(6), queue_closes=time(5, 30), offers={}, number=2)
    assert nearest_template([far, TEMPLATE], other) is TEMPLATE


def test_the_usual_venue_is_the_open_one_used_last(app: Flask) -> None:
    assert usual_venue(bekasi(), village()) is None
    hall, school = a_venue("Aula"), a_venue("SDN 1")
    assert usual_venue(bekasi(), village()) == hall, "the first one by name"
    a_visit(venue=school)
    a_visit(venue=hall, day=DAY.replace(day=20), state=VisitState.CANCELLED)
    assert usual_venue(bekasi(), village()) == school
    school.active = False
    session().commit()
    assert usual_venue(bekasi(), village()) == hall
    assert usual_venue(elsewhere(), village()) is None

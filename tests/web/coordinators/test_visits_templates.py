"""A new visit begins with the default services of its level, which the office sets and the form names."""

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from botram.visits.models import Visit, VisitLevel
from botram.visits.plans import OfferPlan
from botram.visits.templates.actions import save_template
from tests.browser import page
from tests.builders import NOW, a_team, a_venue, a_visit, bekasi, siti
from tests.visits.test_save_template import PLAN
from tests.web.coordinators.form_reader import filled
from tests.web.coordinators.test_visits_draft import NEW, a_day, chosen
from tests.web.desk import all_of, at_desk


def set_for(level: VisitLevel, **offers: int | None) -> None:
    """The office makes a default template of a level."""
    plans = tuple(OfferPlan(code, quota) for code, quota in offers.items())
    save_template(bekasi(), None, replace(PLAN, level=level, name=level.value, offers=plans), siti(), now=NOW)


def test_an_odd_last_draft_leaves_the_next_form_alone_but_for_its_hours(app: Flask) -> None:
    a_visit("07:30", "12:00", services=("KK_NEW",))
    a_visit("09:00", "10:00", services=("KTP_ENROL",), level=VisitLevel.SCHOOL, title="SMAN 1 Setu")
    answer = at_desk(app, siti()).get(NEW)
    form, shown = filled(answer), page(answer).text
    assert (form["opens"], form["closes"], form["day"]) == (["07.30"], ["12.00"], [""]), "those of the last village"
    assert len(form["services"]) > 10
    assert "Jam dan kontak diisi seperti kunjungan terakhir (Desa Sumberjaya)" in shown
    assert "layanan bawaan untuk: Desa atau kelurahan" in shown


def test_the_button_ticks_what_belongs_to_the_chosen_level(app: Flask) -> None:
    set_for(VisitLevel.SCHOOL, KTP_ENROL=172, KIA_NEW=None)
    browser = at_desk(app, siti())
    typed = filled(browser.get(NEW), level="SCHOOL", langkah="layanan", notes="Bawa map", kuota__KK_NEW="9")
    filled_in = filled(browser.post(NEW, typed, status=200))
    assert (filled_in["services"], filled_in["kuota-KTP_ENROL"]) == (["KTP_ENROL", "KIA_NEW"], ["172"])
    assert (filled_in["notes"], filled_in["level"]) == (["Bawa map"], ["SCHOOL"])


@pytest.mark.parametrize(
    ("typed", "services"),
    [
        ({"level": "SCHOOL"}, ["KTP_ENROL"]),
        ({"level": "SCHOOL", "services": ["BIRTH"]}, ["BIRTH"]),
        ({}, ["KK_NEW", "BIRTH"]),
    ],
    ids=["untouched", "chosen by hand", "the level of the form"],
)
def test_the_defaults_of_another_level_are_never_saved_unseen(
    app: Flask, typed: dict[str, Any], services: list[str]
) -> None:
    set_for(VisitLevel.VILLAGE, KK_NEW=None, BIRTH=None)
    set_for(VisitLevel.SCHOOL, KTP_ENROL=None)
    team, venue = a_team(), a_venue()
    browser = at_desk(app, siti())
    day = a_day(team=team.id, venue=venue.id, title="SMAN 1 Setu")
    del day["services"], day["kuota__KK_NEW"]
    form = chosen(browser, **(day | typed))
    if (answer := browser.request("POST", NEW, data={"csrf_token": browser.token(), **form})).status_code == 422:
        assert "Layanan masih bawaan tingkat lain" in page(answer).text
        browser.post(NEW, filled(answer))
    (visit,) = all_of(Visit)
    assert [offer.service_code for offer in visit.offers] == services
    assert (answer.status_code == 422) == (services == ["KTP_ENROL"])

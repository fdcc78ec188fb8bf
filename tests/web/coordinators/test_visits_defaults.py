"""A new visit begins with the default services of its level, which the office sets and the form names."""

import re
from typing import Any

import pytest
from flask import Flask

from botram.database import session
from botram.refusals import Changed
from botram.services.models import Service
from botram.visits.defaults.actions import set_default_offers
from botram.visits.defaults.queries import default_offers, set_offers
from botram.visits.models import Visit, VisitLevel
from botram.visits.plans import OfferPlan
from botram.visits.rules import BadPlan
from tests.browser import page
from tests.builders import NOW, a_team, a_venue, a_visit, bekasi, elsewhere, siti
from tests.web.coordinators.form_reader import filled
from tests.web.coordinators.test_visits_draft import NEW, a_day, chosen
from tests.web.desk import all_of, as_it_is_now, at_desk

DEFAULTS = "/koordinator/kunjungan/layanan-bawaan"


def set_for(level: VisitLevel, **offers: int | None) -> None:
    """The office sets the default services of a level."""
    plans = [OfferPlan(code, quota) for code, quota in offers.items()]
    set_default_offers(bekasi(), level, plans, siti(), now=NOW)


@pytest.mark.parametrize(
    ("level", "there", "not_there"),
    [
        (VisitLevel.VILLAGE, {"KTP_ENROL", "KK_NEW", "KIA_NEW", "BIRTH", "DEATH", "IKD"}, {"DIVORCE", "ADOPTION"}),
        (VisitLevel.DISTRICT, {"KTP_ENROL", "KK_NEW", "KIA_NEW", "BIRTH"}, {"MARRIAGE"}),
        (VisitLevel.SCHOOL, {"KTP_ENROL", "KIA_NEW"}, {"DEATH", "KK_HEAD", "MOVE_OUT"}),
        (VisitLevel.INSTITUTION, {"KTP_ENROL", "KK_NEW"}, {"DIVORCE"}),
    ],
)
def test_a_level_has_usual_services(app: Flask, level: VisitLevel, there: set[str], not_there: set[str]) -> None:
    a_visit("07:30", "12:00", services=("DIVORCE",), level=level, title="SMAN 1")
    form = filled(at_desk(app, siti()).get(f"{NEW}?tingkat={level}"))
    assert form["level"] == [level]
    assert there <= set(form["services"]) and not not_there & set(form["services"])


def test_an_odd_last_draft_leaves_the_next_form_alone_but_for_its_hours(app: Flask) -> None:
    a_visit("07:30", "12:00", services=("KK_NEW",))
    a_visit("09:00", "10:00", services=("KTP_ENROL",), level=VisitLevel.SCHOOL, title="SMAN 1 Setu")
    answer = at_desk(app, siti()).get(NEW)
    form, shown = filled(answer), page(answer).text
    assert (form["opens"], form["closes"], form["day"]) == (["07.30"], ["12.00"], [""]), "those of the last village"
    assert len(form["services"]) > 10
    assert "Jam dan kontak diisi seperti kunjungan terakhir (Desa Sumberjaya)" in shown
    assert "layanan bawaan untuk: Desa atau kelurahan" in shown


def test_the_office_sets_services_and_quotas_of_a_level(app: Flask) -> None:
    browser = at_desk(app, siti())
    form = filled(browser.get(f"{DEFAULTS}?tingkat=DISTRICT"), services=["KK_NEW", "BIRTH"], kuota__KK_NEW="80")
    browser.post(f"{DEFAULTS}?tingkat=DISTRICT", form)
    as_it_is_now()
    assert default_offers(bekasi(), VisitLevel.DISTRICT) == {"KK_NEW": 80, "BIRTH": None}
    assert len(default_offers(bekasi(), VisitLevel.VILLAGE)) > 10
    assert "KK_NEW" in default_offers(elsewhere(), VisitLevel.DISTRICT), "another office has its own"
    new = filled(browser.get(f"{NEW}?tingkat=DISTRICT"))
    assert (new["services"], new["kuota-KK_NEW"]) == (["KK_NEW", "BIRTH"], ["80"])
    trail = page(browser.get("/koordinator/jejak")).text
    assert "Layanan bawaan untuk tingkat kecamatan diatur." in trail and "(80)" in trail


def test_the_page_shows_whose_defaults_it_sets(app: Flask) -> None:
    shown = at_desk(app, siti()).get(f"{DEFAULTS}?tingkat=SCHOOL").text
    assert re.findall(r'<a class="btn btn-sm btn-primary" href="[^"]*" aria-current="page">(.+?)</a>', shown) == [
        "Sekolah"
    ]


def test_nothing_ticked_means_the_service_list_again(app: Flask) -> None:
    set_for(VisitLevel.SCHOOL, KTP_ENROL=172)
    browser = at_desk(app, siti())
    browser.post(f"{DEFAULTS}?tingkat=SCHOOL", filled(browser.get(f"{DEFAULTS}?tingkat=SCHOOL"), services=None))
    as_it_is_now()
    assert set(default_offers(bekasi(), VisitLevel.SCHOOL)) > {"KTP_ENROL", "KIA_NEW"}


def test_a_default_that_has_left_the_list_is_left_out(app: Flask) -> None:
    set_for(VisitLevel.VILLAGE, KK_NEW=50, BIRTH=10)
    session().get_one(Service, "BIRTH").active = False
    session().commit()
    assert default_offers(bekasi(), VisitLevel.VILLAGE) == {"KK_NEW": 50}


@pytest.mark.parametrize(
    "offers", [[("KK_NEW", 0)], [("KK_NEW", 10_001)], [("KK_NEW", 1), ("KK_NEW", 2)], [("TIDAK_ADA", None)]]
)
def test_a_wrong_default_is_refused(app: Flask, offers: list[tuple[str, int | None]]) -> None:
    with pytest.raises(BadPlan):
        set_default_offers(bekasi(), VisitLevel.VILLAGE, [OfferPlan(*one) for one in offers], siti(), now=NOW)


def test_two_coordinators_who_set_them_at_once_hear_of_one_another(app: Flask) -> None:
    set_for(VisitLevel.VILLAGE, KK_NEW=None, BIRTH=20)
    browser = at_desk(app, siti())
    form = filled(browser.get(DEFAULTS), services=["KK_NEW", "BIRTH", "IKD"])
    set_for(VisitLevel.VILLAGE, KK_NEW=30, BIRTH=20)
    told = browser.post(DEFAULTS, form, status=422)
    assert "Orang lain baru saja mengubah" in page(told).text
    browser.post(DEFAULTS, filled(told))
    session().expire_all()
    assert set_offers(bekasi(), VisitLevel.VILLAGE) == {"KK_NEW": 30, "BIRTH": 20, "IKD": None}
    with pytest.raises(Changed):
        set_default_offers(bekasi(), VisitLevel.VILLAGE, [OfferPlan("DEATH")], siti(), now=NOW, seen={})


def test_two_who_keep_nothing_in_common_choose(app: Flask) -> None:
    set_for(VisitLevel.VILLAGE, KK_NEW=None, BIRTH=None)
    browser = at_desk(app, siti())
    form = filled(browser.get(DEFAULTS), services=["BIRTH"])
    set_for(VisitLevel.VILLAGE, KK_NEW=None)
    told = browser.post(DEFAULTS, form, status=422)
    assert "Pilih yang berlaku" in page(told).text and filled(told)["services"] == ["BIRTH"]
    browser.post(DEFAULTS, filled(told, pilih__services="saya"))
    session().expire_all()
    assert set_offers(bekasi(), VisitLevel.VILLAGE) == {"BIRTH": None}


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

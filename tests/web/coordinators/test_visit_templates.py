"""Coordinators keep the templates of their visits; heads read them."""

import pytest
from flask import Flask

from botram.visits.models import VisitLevel
from botram.visits.plans import OfferPlan
from botram.visits.templates.actions import TemplatePlan, save_template
from botram.visits.templates.models import VisitTemplate
from botram.visits.templates.queries import template_for
from tests.browser import page
from tests.builders import NOW, an_agency, asep, bekasi, elsewhere, ratna, siti
from tests.visits.test_save_template import PLAN
from tests.web.coordinators.form_reader import filled
from tests.web.desk import all_of, as_it_is_now, at_desk

LIST = "/koordinator/acuan"


def a_template(**values: object) -> VisitTemplate:
    """A template of Siti's office."""
    return save_template(bekasi(), None, TemplatePlan(**vars(PLAN) | values), siti(), now=NOW)


def test_the_office_makes_a_template_that_begins_like_the_built_in_one(app: Flask) -> None:
    agency, browser = an_agency(), at_desk(app, siti())
    assert page(browser.get(LIST)).text.count("Dipakai yang bawaan") == 4
    form = filled(browser.get(f"{LIST}/baru?tingkat=DISTRICT"))
    assert (form["level"], form["opens"], form["queue_closes"]) == (["DISTRICT"], ["08.00"], ["13.00"])
    assert len(form["services"]) > 10 and form["default"] == ["y"]
    form |= {"name": "Kecamatan", "services": ["KK_NEW", "BIRTH"], "kuota-KK_NEW": "1.000", "partners": [agency.id]}
    answer = browser.post(f"{LIST}/baru", form | {f"layani-{agency.id}": "SKCK", f"meja-{agency.id}": "Meja 4"})
    shown = page(browser.get(answer.location)).text
    assert "Acuan Kecamatan disimpan." in shown
    assert "2 dibuka, jumlah kuota 1.000, 1 tanpa kuota" in shown and "BPJS Kesehatan" in shown
    as_it_is_now()
    template = template_for(bekasi(), VisitLevel.DISTRICT)
    assert (template.name, template.offers) == ("Kecamatan", {"KK_NEW": 1000, "BIRTH": None})
    assert template.booths == {agency.id: ("SKCK", "Meja 4")}
    trail = page(browser.get("/koordinator/jejak?jenis=visit_template")).text
    assert "Acuan Kecamatan ditambahkan." in trail and "Tingkat: kecamatan." in trail and "(1000)" in trail


def test_a_template_is_changed_made_the_default_and_closed(app: Flask) -> None:
    first, second = a_template(), a_template(name="Pendek", default=False)
    browser = at_desk(app, siti())
    address = f"{LIST}/{second.id}"
    browser.post(address, filled(browser.get(address), default="y", queue_closes="", services=["IKD"]))
    as_it_is_now()
    assert template_for(bekasi(), VisitLevel.VILLAGE).name == "Pendek"
    assert template_for(bekasi(), VisitLevel.VILLAGE).queue_closes is None
    browser.post(address, filled(browser.get(address), active=None))
    as_it_is_now()
    assert template_for(bekasi(), VisitLevel.VILLAGE).name == "Bawaan"
    assert "Pendek" in page(browser.get(f"{LIST}?keadaan=tutup")).text
    shown = page(browser.get(LIST)).text
    assert "Pendek" not in shown and first.name in shown


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": ""}, "Bagian ini belum diisi."),
        ({"name": "Masuk desa"}, "Sudah ada acuan dengan nama ini"),
        ({"opens": "jam 8"}, "Tulis jam seperti 08.00."),
        ({"closes": "07.00"}, "Jam selesai harus sesudah jam buka."),
        ({"queue_closes": "15.00"}, "Antrean harus ditutup"),
        ({"services": None}, "Pilih sedikitnya satu layanan."),
        ({"kuota__KK_NEW": "banyak"}, "Kuota diisi angka"),
    ],
)
def test_a_wrong_template_comes_back_with_what_was_typed(
    app: Flask, typed: dict[str, str | None], sentence: str
) -> None:
    a_template()
    browser = at_desk(app, siti())
    form = filled(browser.get(f"{LIST}/baru"), **{"name": "Baru", **typed})
    answer = browser.post(f"{LIST}/baru", form, status=422)
    assert sentence in page(answer).text
    assert filled(answer)["opens"] == [typed.get("opens", "07.30")]
    assert len(all_of(VisitTemplate)) == 1


def test_two_who_change_a_template_at_once_lose_nothing(app: Flask) -> None:
    kept = a_template()
    browser, address = at_desk(app, siti()), f"{LIST}/{kept.id}"
    form = filled(browser.get(address), closes="13.00")
    plan = {**vars(PLAN), "offers": (OfferPlan("KK_NEW", 80), OfferPlan("BIRTH"))}
    save_template(bekasi(), kept, TemplatePlan(**plan), siti(), now=NOW)
    refused = browser.post(address, form, status=422)
    assert "Orang lain baru saja mengubah" in page(refused).text
    browser.post(address, filled(refused))
    as_it_is_now()
    template = template_for(bekasi(), VisitLevel.VILLAGE)
    assert (template.closes.hour, template.offers["KK_NEW"]) == (13, 80)


def test_heads_read_templates_and_nobody_else_sees_them(app: Flask) -> None:
    kept, _officer = a_template(), asep()
    other = save_template(elsewhere(), None, PLAN, None, now=NOW)
    head = at_desk(app, ratna())
    shown = page(head.get(LIST)).text
    assert "Masuk desa" in shown and "Acuan baru" not in shown
    head.get(f"{LIST}/{kept.id}", status=403)
    at_desk(app, asep()).get(LIST, status=403)
    at_desk(app, siti()).get(f"{LIST}/{other.id}", status=404)


def test_the_former_page_leads_to_the_list(app: Flask) -> None:
    answer = at_desk(app, siti()).get("/koordinator/kunjungan/layanan-bawaan", status=301)
    assert answer.location == LIST

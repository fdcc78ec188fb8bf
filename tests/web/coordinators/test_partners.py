"""The coordinator keeps the partner agencies; one that came along is closed, never deleted."""

from functools import partial

import pytest
from flask import Flask

from botram.database import session
from botram.partners.models import AgencyKind, PartnerAgency
from botram.visits.models import Visit, VisitState
from tests.browser import page
from tests.builders import IDENTITY_NUMBER, a_booth, a_visit, an_agency, elsewhere, ratna, siti
from tests.statements import cost_of
from tests.web.coordinators.form_reader import filled
from tests.web.desk import all_of, at_desk

LIST = "/koordinator/mitra"
NEW = f"{LIST}/baru"


def test_an_agency_is_made_and_listed(app: Flask) -> None:
    browser = at_desk(app, siti())
    assert "Belum ada instansi mitra" in page(browser.get(LIST)).text
    typed = {"name": "Polres <b>Metro</b>", "kind": "CENTRAL", "contact": "Humas & Co"}
    browser.post(NEW, filled(browser.get(NEW), **typed))
    (agency,) = all_of(PartnerAgency)
    assert (agency.kind, agency.active, agency.office_id) == (AgencyKind.CENTRAL, True, siti().office_id)
    answer = browser.get(LIST)
    assert "Polres <b>Metro</b> Instansi vertikal Humas & Co" in page(answer).text
    assert "Polres &lt;b&gt;" in answer.text
    trail = page(browser.get("/koordinator/jejak?jenis=partner_agency")).text
    assert "Instansi mitra Polres <b>Metro</b> ditambahkan." in trail
    assert "Jenis: instansi vertikal." in trail


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ({"name": ""}, "name"),
        ({"name": "Bank bjb"}, "name"),
        ({"name": IDENTITY_NUMBER}, "name"),
        ({"name": "x" * 5000}, "name"),
        ({"name": "Bank", "contact": f"KK {IDENTITY_NUMBER}"}, "contact"),
        ({"name": "Bank", "kind": "SECRET"}, "kind"),
    ],
    ids=["no name", "a name twice", "a person", "a name without end", "a person to ask", "no kind of ours"],
)
def test_what_is_wrong_stands_beside_its_input_and_nothing_is_lost(
    app: Flask, typed: dict[str, str], named: str
) -> None:
    an_agency("Bank bjb")
    browser = at_desk(app, siti())
    form = filled(browser.get(NEW), contact="021-555000")
    refused = browser.post(NEW, form | typed, status=422)
    assert f'id="{named}-error"' in refused.text and f'href="#{named}' in refused.text
    kept = filled(refused)
    assert kept["name"] == [typed["name"]] and kept["contact"] == [typed.get("contact", "021-555000")]
    assert len(all_of(PartnerAgency)) == 1


def test_pressing_twice_makes_one_agency(app: Flask) -> None:
    browser = at_desk(app, siti())
    form = filled(browser.get(NEW), name="Bank bjb")
    browser.post(NEW, form)
    assert "Sudah ada instansi dengan nama ini" in page(browser.post(NEW, form, status=422)).text
    assert len(all_of(PartnerAgency)) == 1


def test_a_renamed_agency_is_news_for_the_visits_where_it_comes_along(app: Flask) -> None:
    agency, visit = an_agency(), a_visit(state=VisitState.PUBLISHED)
    a_booth(visit, agency)
    browser = at_desk(app, siti())
    address = f"{LIST}/{agency.id}"
    form = browser.get(address)
    assert "1 kunjungan yang sudah terbit memuat instansi ini" in page(form).text
    browser.post(address, filled(form, name="BPJS Cikarang"))
    assert all_of(PartnerAgency)[0].name == "BPJS Cikarang"
    assert session().get_one(Visit, visit.id).version == 2


def test_a_closed_agency_leaves_the_list_and_can_come_back(app: Flask) -> None:
    agency = an_agency()
    browser = at_desk(app, siti())
    address = f"{LIST}/{agency.id}"
    browser.post(address, filled(browser.get(address), active=None))
    assert "BPJS Kesehatan" not in page(browser.get(LIST)).text.replace("BPJS Kesehatan disimpan.", "")
    assert "BPJS Kesehatan" in page(browser.get(f"{LIST}?keadaan=tutup")).text
    browser.post(address, filled(browser.get(address), active="y"))
    assert all_of(PartnerAgency)[0].active


def test_two_coordinators_on_one_agency(app: Flask) -> None:
    address = f"{LIST}/{an_agency().id}"
    first, second = at_desk(app, siti()), at_desk(app, siti())
    slow = filled(first.get(address), contact="Lantai 2")
    second.post(address, filled(second.get(address), name="BPJS Baru"))
    refused = first.post(address, slow, status=422)
    assert "menjadi: BPJS Baru" in page(refused).text
    assert all_of(PartnerAgency)[0].contact == ""
    first.post(address, filled(refused))
    assert (all_of(PartnerAgency)[0].name, all_of(PartnerAgency)[0].contact) == ("BPJS Baru", "Lantai 2")


def test_the_list_is_paged_and_costs_the_same_for_many(app: Flask) -> None:
    an_agency("Instansi 0")
    read = partial(at_desk(app, siti()).get, LIST)
    few = cost_of(read)
    session().rollback()
    for n in range(1, 30):
        an_agency(f"Instansi {n}")
    assert cost_of(read) == few
    assert "30 instansi" in page(read()).text
    assert "Instansi 9" in page(at_desk(app, siti()).get(f"{LIST}?halaman=2")).text
    assert "Instansi 9" not in page(read()).text


@pytest.mark.parametrize("number", ["99", "0", "-1", "x", "9" * 30])
def test_a_page_that_is_not_there_is_no_failure(app: Flask, number: str) -> None:
    an_agency("Bank bjb")
    assert "Bank bjb" in page(at_desk(app, siti()).get(f"{LIST}?halaman={number}")).text


@pytest.mark.parametrize(
    "number", [1, 0, 2**31, 2**70], ids=["another office's", "zero", "2^31", "too large for a database"]
)
def test_another_offices_agency_is_not_found(app: Flask, number: int) -> None:
    assert an_agency("Bank Lembang", elsewhere()).id == 1
    browser = at_desk(app, siti())
    browser.get(f"{LIST}/{number}", status=404)
    browser.post(f"{LIST}/{number}", {"name": "Bank", "kind": "OTHER"}, 404)
    assert "Lembang" not in page(browser.get(LIST)).text


def test_the_head_reads_and_changes_nothing(app: Flask) -> None:
    agency = an_agency()
    browser = at_desk(app, ratna())
    answer = browser.get(LIST)
    assert "BPJS Kesehatan" in page(answer).text
    assert NEW not in answer.text and f"{LIST}/{agency.id}" not in answer.text

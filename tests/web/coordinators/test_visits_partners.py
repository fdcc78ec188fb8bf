"""A coordinator says on the visit's form which agencies come along; residents and the calendar say so too."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import insert, select

from botram.database import session
from botram.partners.models import AgencyKind, PartnerAgency
from botram.visits.models import Booth, Visit, VisitState
from tests.browser import Browser, page
from tests.builders import (
    IDENTITY_NUMBER,
    a_booth,
    a_team,
    a_venue,
    a_visit,
    an_agency,
    bekasi,
    elsewhere,
    siti,
    village,
)
from tests.statements import statements
from tests.web.coordinators.addresses import address_of
from tests.web.coordinators.form_reader import filled
from tests.web.desk import at_desk

NEW = "/koordinator/kunjungan/baru"
HOSTILE = "<script>alert(1)</script> & 'teman'"


def form_of(browser: Browser, **typed: Any) -> dict[str, Any]:
    """A form that can be saved, with what a test types."""
    session().rollback()
    team, venue = a_team(), a_venue()
    first = filled(browser.get(NEW), village=village().code, langkah="muat")
    usual = {
        "day": "8-12-2026",
        "opens": "8",
        "closes": "14",
        "team": team.id,
        "venue": venue.id,
        "services": ["KTP_ENROL"],
    }
    return filled(browser.post(NEW, first, status=200), **usual, **typed)


def booths() -> list[tuple[str, str, str]]:
    """All booths as the database has them now."""
    session().rollback()
    rows = session().scalars(select(Booth).order_by(Booth.visit_id, Booth.position)).all()
    return [(one.agency.name, one.offers, one.label) for one in rows]


def test_several_agencies_are_chosen_and_everybody_reads_it(app: Flask) -> None:
    police, bank = an_agency(f"Polres {HOSTILE}"), an_agency("Bank bjb")
    an_agency("PMI")
    browser = at_desk(app, siti())
    typed = {"partners": [police.id, bank.id], f"layani__{police.id}": HOSTILE, f"layani__{bank.id}": "Rekening"}
    form = form_of(browser, **typed, **{f"meja__{bank.id}": "Meja 4"})
    made = browser.post(NEW, form)
    browser.post(NEW, form)
    assert booths() == [("Bank bjb", "Rekening", "Meja 4"), (f"Polres {HOSTILE}", HOSTILE, "")]
    desk = browser.get(made.location)
    assert "Bank bjb Rekening Meja 4" in page(desk).text
    (visit,) = session().scalars(select(Visit)).all()
    browser.post(f"{address_of(visit)}/terbit", {"version": visit.version})
    public = browser.get(f"/kunjungan/{visit.public_id}")
    shown = page(public).text
    assert "Juga hadir" in shown and "Bank bjb Meja 4 Rekening" in shown and HOSTILE in shown
    assert "PMI" not in shown
    for answer in (desk, public):
        assert "<script>alert" not in answer.text
    entry = browser.get(f"/kunjungan/{visit.public_id}.ics").text.replace("\r\n ", "")
    assert "Juga hadir:\\n- Bank bjb: Rekening (Meja 4)\\n- Polres" in entry


@pytest.mark.parametrize(
    ("offers", "label", "chosen", "said"),
    [
        ("", "Meja 1", "1", "Tulis apa yang dilayani BPJS."),
        ("x" * 5000, "Meja 1", "1", "terlalu panjang"),
        (f"NIK {IDENTITY_NUMBER}", "Meja 1", "1", "Jangan tulis NIK"),
        ("JKN", IDENTITY_NUMBER, "1", "Jangan tulis NIK"),
        ("JKN", "Meja 1", "2", "Pilih instansi dari daftar."),
        ("JKN", "Meja 1", "satu", "Pilih instansi dari daftar."),
        ("JKN", "Meja 1", "9" * 40, "Pilih instansi dari daftar."),
    ],
    ids=[
        "offers nothing",
        "offers without end",
        "offers a person",
        "a label with a person",
        "another office's agency",
        "no number",
        "a number without end",
    ],
)
def test_what_is_wrong_is_said_and_everything_typed_is_kept(
    app: Flask, offers: str, label: str, chosen: str, said: str
) -> None:
    bpjs, theirs = an_agency("BPJS"), an_agency("Bank Lembang", elsewhere())
    assert (bpjs.id, theirs.id) == (1, 2)
    browser = at_desk(app, siti())
    form = form_of(browser, partners=["1"], meja__1="Meja 1")
    texts = {"partners": [chosen], "layani-1": offers, "meja-1": label}
    refused = browser.post(NEW, form | texts, status=422)
    assert said in page(refused).text and 'href="#partners"' in refused.text
    kept = filled(refused)
    assert (kept["layani-1"], kept["meja-1"]) == ([offers], [label])
    assert "Lembang" not in page(refused).text
    assert booths() == []


def test_loading_a_village_keeps_the_booths_as_typed(app: Flask) -> None:
    bpjs = an_agency("BPJS")
    browser = at_desk(app, siti())
    typed = {"partners": [bpjs.id], f"layani__{bpjs.id}": "JKN <b>", "langkah": "muat", "village": village().code}
    kept = filled(browser.post(NEW, filled(browser.get(NEW), **typed), status=200))
    assert (kept["partners"], kept[f"layani-{bpjs.id}"]) == ([str(bpjs.id)], ["JKN <b>"])


def test_the_form_of_a_visit_shows_its_own_booths_first_and_keeps_them(app: Flask) -> None:
    visit = a_visit(state=VisitState.PUBLISHED)
    an_agency("A")
    a_booth(visit, an_agency("Z"), "Rekening")
    a_booth(visit, an_agency("M", active=False), "SKCK")
    browser = at_desk(app, siti())
    form = browser.get(f"{address_of(visit)}/ubah")
    rows = [one["aria-label"] for one in page(form).all("input") if one.get("name", "").startswith("layani-")]
    assert rows == ["Yang dilayani Z", "Yang dilayani M", "Yang dilayani A"]
    browser.post(f"{address_of(visit)}/ubah", filled(form))
    assert booths() == [("Z", "Rekening", ""), ("M", "SKCK", "")]
    checked = browser.post(f"{address_of(visit)}/ubah", filled(form, partners=[], langkah="periksa"), status=200)
    assert "Instansi tidak jadi hadir: Z, M." in page(checked).text
    browser.post(f"{address_of(visit)}/ubah", filled(checked, reason="Batal ikut"))
    assert booths() == []
    assert "Instansi tidak jadi hadir: Z, M." in page(browser.get(address_of(visit))).text


def test_a_replacement_is_planned_with_the_same_agencies_but_the_closed_ones(app: Flask) -> None:
    visit = a_visit(state=VisitState.CANCELLED)
    bank, gone = an_agency("Bank bjb"), an_agency("PMI", active=False)
    a_booth(visit, bank, "Rekening"), a_booth(visit, gone)
    form = filled(at_desk(app, siti()).get(f"{NEW}?pengganti={visit.public_id}"))
    assert (form["partners"], form[f"layani-{bank.id}"]) == ([str(bank.id)], ["Rekening"])
    assert f"layani-{gone.id}" not in form


def test_pages_cost_the_same_for_one_booth_and_for_many(app: Flask) -> None:
    visit = a_visit(state=VisitState.PUBLISHED)
    a_booth(visit)
    browser = at_desk(app, siti())
    addresses = (
        address_of(visit),
        f"{address_of(visit)}/ubah",
        f"/kunjungan/{visit.public_id}",
        f"/kunjungan/{visit.public_id}.ics",
    )

    def costs() -> list[int]:
        counts = []
        for address in addresses:
            browser.get(address)
            with statements() as sent:
                browser.get(address)
            counts.append(len(sent))
        session().rollback()
        return counts

    few, visit_id = costs(), visit.id
    kept = {"office_id": bekasi().id, "kind": AgencyKind.OTHER, "contact": "", "active": True}
    made = insert(PartnerAgency).returning(PartnerAgency.id)
    ids = session().scalars(made, [kept | {"name": f"Instansi {n}"} for n in range(40)]).all()
    facts = {"visit_id": visit_id, "offers": "JKN", "label": ""}
    session().execute(insert(Booth), [facts | {"agency_id": one, "position": one + 5} for one in ids])
    session().commit()
    assert costs() == few

"""Partner agencies come along to a visit: planned, told to residents, and never another office's."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from botram.database import session
from botram.partners.models import PartnerAgency
from botram.refusals import Refusal
from botram.staff.rules import IdentityNumber
from botram.visits.actions import change_visit, discard_draft, draft_visit
from botram.visits.booths import MOST
from botram.visits.history import sentences
from botram.visits.models import Booth, Visit, VisitState
from botram.visits.plans import BoothPlan
from botram.visits.previews import preview_change
from botram.visits.queries import history_of
from botram.visits.rules import BadPlan
from tests.builders import NOW, a_booth, a_visit, an_agency, bekasi, elsewhere, siti
from tests.visits.builders import a_plan, plan_of

REASON = "Sudah disepakati"


def booths(visit: Visit) -> list[tuple[str, str, str]]:
    """The booths of a visit as the tables have them now."""
    session().expire_all()
    return [(booth.agency.name, booth.offers, booth.label) for booth in visit.booths]


def news(visit: Visit, *, staff: bool = False) -> list[str]:
    """What the last change says."""
    entry, _name = history_of(visit)[0]
    return sentences(entry, "Asia/Jakarta", staff=staff)


def test_agencies_come_along_and_what_they_offer_is_told(app: Flask) -> None:
    police, bpjs, bank = an_agency("Polres"), an_agency("BPJS"), an_agency("Bank bjb")
    plan = a_plan(booths=(BoothPlan(police.id, " SKCK\n dan SIM ", "Meja 4"), BoothPlan(bpjs.id, "JKN")))
    visit = draft_visit(bekasi(), plan, siti(), now=NOW)
    assert booths(visit) == [("Polres", "SKCK dan SIM", "Meja 4"), ("BPJS", "JKN", "")]
    later = (BoothPlan(bank.id, "Rekening", "Meja 1"), BoothPlan(bpjs.id, "JKN dan ubah data"))
    change_visit(visit, plan_of(visit, booths=later), siti(), now=NOW)
    assert booths(visit) == [("BPJS", "JKN dan ubah data", ""), ("Bank bjb", "Rekening", "Meja 1")]
    told = [
        "Instansi ikut hadir: Bank bjb, Rekening (Meja 1).",
        "BPJS melayani: JKN dan ubah data.",
        "Instansi tidak jadi hadir: Polres.",
    ]
    assert sorted(news(visit)) == sorted(news(visit, staff=True)) == sorted(told)


def test_a_change_of_booths_counts_once_and_moves_nothing(app: Flask) -> None:
    visit, agency = a_visit(state=VisitState.PUBLISHED), an_agency()
    plan = plan_of(visit, booths=(BoothPlan(agency.id, "JKN"),))
    assert preview_change(visit, plan, now=NOW).sentences == ["Instansi ikut hadir: BPJS Kesehatan, JKN."]
    assert booths(visit) == []
    assert change_visit(visit, plan, siti(), now=NOW, reason=REASON)
    assert not change_visit(visit, plan, siti(), now=NOW, reason=REASON)
    assert (visit.version, visit.revision, booths(visit)) == (2, 0, [("BPJS Kesehatan", "JKN", "")])


def test_another_order_is_no_change(app: Flask) -> None:
    visit = a_visit()
    first, second = a_booth(visit, an_agency("A")), a_booth(visit, an_agency("B"))
    turned = tuple(BoothPlan(one.agency_id, one.offers) for one in (second, first))
    assert not change_visit(visit, plan_of(visit, booths=turned), siti(), now=NOW)
    assert [name for name, _offers, _label in booths(visit)] == ["A", "B"]


def test_a_closed_agency_stays_where_it_is_and_comes_to_nothing_new(app: Flask) -> None:
    visit, agency = a_visit(), an_agency(active=False)
    a_booth(visit, agency)
    later = plan_of(visit, opens_at=visit.opens_at + timedelta(hours=1))
    assert change_visit(visit, later, siti(), now=NOW)
    with pytest.raises(BadPlan, match="dari daftar kantor ini"):
        draft_visit(bekasi(), a_plan(booths=(BoothPlan(agency.id, "JKN"),)), siti(), now=NOW)


@pytest.mark.parametrize(
    ("offers", "label", "refusal", "said"),
    [
        ("", "", BadPlan, "Tulis apa yang dilayani BPJS"),
        ("\x00 \n", "", BadPlan, "Tulis apa yang dilayani BPJS"),
        ("x" * 5000, "", BadPlan, "terlalu panjang"),
        ("JKN", "Meja " * 9, BadPlan, "terlalu panjang"),
        ("3216-0655-0898-0001", "", IdentityNumber, "NIK"),
        ("JKN", "3216065508980001", IdentityNumber, "NIK"),
    ],
)
def test_what_a_booth_cannot_say_is_refused(
    app: Flask, offers: str, label: str, refusal: type[Refusal], said: str
) -> None:
    plan = a_plan(booths=(BoothPlan(an_agency("BPJS").id, offers, label),))
    with pytest.raises(refusal, match=said) as caught:
        draft_visit(bekasi(), plan, siti(), now=NOW)
    assert caught.value.field == "partners"
    assert session().query(Visit).count() == 0


@pytest.mark.parametrize(
    ("agencies", "said"),
    [
        (lambda: [an_agency(at=elsewhere())], "dari daftar kantor ini"),
        (lambda: [PartnerAgency(id=2**31 - 1)], "dari daftar kantor ini"),
        (lambda: [an_agency()] * 2, "sekali saja"),
        (lambda: [an_agency(f"Instansi {n}") for n in range(MOST + 1)], "Paling banyak"),
    ],
    ids=["another office's", "of nobody", "twice", "too many"],
)
def test_only_agencies_of_the_own_office_come_each_once_and_not_too_many(
    app: Flask, agencies: Callable[[], list[PartnerAgency]], said: str
) -> None:
    booths = tuple(BoothPlan(one.id, "JKN") for one in agencies())
    with pytest.raises(BadPlan, match=said):
        draft_visit(bekasi(), a_plan(booths=booths), siti(), now=NOW)


def test_a_draft_that_is_thrown_away_takes_its_booths_along(app: Flask) -> None:
    visit = a_visit()
    a_booth(visit)
    discard_draft(visit, siti(), now=NOW)
    assert session().query(Booth).count() == 0

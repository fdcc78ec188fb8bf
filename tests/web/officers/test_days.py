"""An officer's list of visits: today, the next seven days, what was moved or cancelled, what nobody closed."""

from datetime import date, timedelta
from functools import partial

import pytest
from flask import Flask

from botram.staff.models import Role
from botram.visits.models import VisitState
from tests.browser import Browser, page
from tests.builders import DAY, SetClock, a_team, a_visit, add, asep, bekasi, moment, overwrite, person, siti
from tests.many_visits import copies
from tests.statements import cost_of
from tests.web.officers.phone import aseps_visit


@pytest.fixture
def asep_signed_in(app: Flask, set_clock: SetClock) -> Browser:
    """Asep's phone on the morning of the eighth."""
    set_clock(moment("06:00"))
    asep()
    return Browser(app).sign_in("asep")


def test_officers_begin_with_their_day(app: Flask, asep_signed_in: Browser) -> None:
    assert asep_signed_in.post("/masuk", {"name": "asep", "password": "botram-demo"}).location == "/petugas"
    text = page(asep_signed_in.get("/petugas")).text
    assert "Tidak ada kunjungan hari ini Bila menurut Anda seharusnya ada, hubungi koordinator kantor." in text
    assert "/petugas" in {link["href"] for link in page(asep_signed_in.get("/akun")).all("a")}


def test_a_day_shows_the_own_visits_and_no_others(app: Flask, asep_signed_in: Browser) -> None:
    team = a_team(members=(asep(),))
    ujang = person("ujang", "Ujang", Role.OFFICER, bekasi())
    shown = [
        a_visit(team=team, state=VisitState.PUBLISHED, title="SMA Hari Ini"),
        a_visit(team=team, state=VisitState.CANCELLED, title="SMA Batal"),
        a_visit(team=team, state=VisitState.CLOSED, day=DAY - timedelta(days=1), title="SMA Kemarin"),
        a_visit(team=team, state=VisitState.RUNNING, day=DAY - timedelta(days=30), title="SMA Terlupa"),
        a_visit(team=team, state=VisitState.PUBLISHED, day=DAY + timedelta(days=7), title="SMA Depan"),
    ]
    hidden = [
        a_visit(team=team, state=VisitState.DRAFT, title="SMA Rancangan"),
        a_visit(team=team, state=VisitState.PUBLISHED, day=DAY + timedelta(days=8), title="SMA Jauh"),
        a_visit(team=team, state=VisitState.CLOSED, day=DAY - timedelta(days=8), title="SMA Lama"),
        a_visit(crew=(ujang,), state=VisitState.PUBLISHED, title="SMA Ujang"),
    ]
    text = page(asep_signed_in.get("/petugas")).text
    assert [visit.title for visit in shown if visit.title not in text] == []
    assert [visit.title for visit in hidden if visit.title in text] == []
    assert text.index("Belum ditutup") < text.index("SMA Terlupa") < text.index("SMA Hari Ini")
    for visit in shown:
        asep_signed_in.get(f"/petugas/kunjungan/{visit.public_id}")
    for visit in (hidden[0], hidden[3]):
        asep_signed_in.get(f"/petugas/kunjungan/{visit.public_id}", 404)


def test_a_visit_moved_out_of_the_week_still_says_where_it_went(app: Flask, asep_signed_in: Browser) -> None:
    visit = aseps_visit(day=date(2027, 1, 5))
    visit.was_opens_at, visit.was_closes_at, visit.reason = moment("08:00"), moment("14:00"), "Banjir"
    add(visit)
    text = page(asep_signed_in.get("/petugas")).text
    assert "Hari baru. Semula Selasa, 8 Desember 2026, 08.00–14.00 WIB." in text
    assert "Alasan: Banjir" in page(asep_signed_in.get(f"/petugas/kunjungan/{visit.public_id}")).text


def test_the_tabs_lead_to_the_only_visit_or_ask_which_one(app: Flask, asep_signed_in: Browser) -> None:
    assert "Tidak ada kunjungan hari ini" in page(asep_signed_in.get("/petugas/tutup")).text
    first = aseps_visit(closes="10:00")
    assert asep_signed_in.get("/petugas/tutup", 302).location == f"/petugas/kunjungan/{first.public_id}/tutup"
    second = a_visit("11:00", "14:00", team=first.team, state=VisitState.PUBLISHED)
    links = {link["href"] for link in page(asep_signed_in.get("/petugas/tutup")).all("a")}
    assert {f"/petugas/kunjungan/{visit.public_id}/tutup" for visit in (first, second)} <= links
    asep_signed_in.get("/petugas/terbang", 404)


def test_the_page_of_a_visit_says_all_that_the_crew_needs(app: Flask, asep_signed_in: Browser) -> None:
    visit = aseps_visit()
    visit.venue.access, visit.contact = "Masuk dari gerbang samping", "Balai desa 021-555111"
    visit.offers[0].quota = 40
    add(visit)
    read = page(asep_signed_in.get(f"/petugas/kunjungan/{visit.public_id}"))
    for words in (
        "Selasa, 8 Desember 2026, 08.00–14.00 WIB",
        "Masuk dari gerbang samping",
        "Balai desa 021-555111",
        "Asep Saepudin",
        "alat perekaman KTP-el, pencetak KTP-el, pencetak KIA",
        "Perekaman KTP-el kuota 40",
        "Tim belum melaporkan berangkat.",
    ):
        assert words in read.text, words
    links = {link["href"] for link in read.all("a")}
    assert f"/kunjungan/{visit.public_id}" in links
    assert any(link.startswith("geo:") for link in links)


@pytest.mark.parametrize("area", ["petugas", "koordinator"])
@pytest.mark.parametrize(
    ("depot", "told"),
    [
        (
            (-6.36583, 107.17278),  # 17 km as the crow flies
            "Kira-kira 70 menit dari titik berangkat tim Berangkat pukul 06.50 agar tiba saat buka.",
        ),
        ((None, None), ""),
    ],
    ids=["from the depot", "from nowhere"],
)
def test_crew_and_coordinator_read_when_to_leave(
    app: Flask, asep_signed_in: Browser, area: str, depot: tuple[float | None, float | None], told: str
) -> None:
    visit = aseps_visit()
    visit.office.depot_latitude, visit.office.depot_longitude = depot
    visit.venue.latitude, visit.venue.longitude = -6.22582, 107.07716
    add(visit)
    siti()
    reader = asep_signed_in if area == "petugas" else Browser(app).sign_in("siti")
    text = page(reader.get(f"/{area}/kunjungan/{visit.public_id}")).text
    assert told in text
    assert ("titik berangkat" in text) is bool(told)


@pytest.mark.parametrize(
    ("name", "state", "offered"),
    [("asep", VisitState.CLOSED, True), ("siti", VisitState.CLOSED, True), ("siti", VisitState.VERIFIED, False)],
)
def test_the_remark_of_a_closed_visit_is_mended_until_it_is_verified(
    app: Flask, asep_signed_in: Browser, name: str, state: VisitState, offered: bool
) -> None:
    visit = aseps_visit(VisitState.CLOSED)
    overwrite(visit, closed_at=moment("13:00"), state=state)
    siti()
    address = f"/petugas/kunjungan/{visit.public_id}"
    links = {link["href"] for link in page(Browser(app).sign_in(name).get(address)).all("a")}
    assert (f"{address}/tutup" in links) is offered


def test_coordinators_reach_the_same_page_from_their_desk(app: Flask, asep_signed_in: Browser) -> None:
    visit = aseps_visit()
    siti()
    desk = Browser(app).sign_in("siti")
    address = f"/petugas/kunjungan/{visit.public_id}"
    assert address in {link["href"] for link in page(desk.get(f"/koordinator/kunjungan/{visit.public_id}")).all("a")}
    assert "Konfirmasi berangkat" in page(desk.get(address)).text
    desk.get("/petugas", 403)


def test_the_day_costs_the_same_however_many_visits_there_are(app: Flask, asep_signed_in: Browser) -> None:
    visit = aseps_visit(VisitState.VERIFIED)
    add(visit)
    pages = [partial(asep_signed_in.get, path) for path in ("/petugas", f"/petugas/kunjungan/{visit.public_id}")]
    copies(visit, range(-5, 5), requests=3)
    few = [cost_of(read) for read in pages]
    copies(visit, range(-200, -5), requests=3)
    copies(visit, range(5, 200), requests=3)
    assert [cost_of(read) for read in pages] == few
    assert max(few) <= 20

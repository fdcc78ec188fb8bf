"""The office reads what was done at a visit; the head alone verifies it and takes what came later."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from botram.database import session
from botram.results.actions import check_totals
from botram.results.models import Outcome
from botram.results.queries import totals_of
from botram.visits.models import Obstacle, Visit, VisitState
from tests.browser import Browser, page
from tests.builders import DAY, NOW, a_team, a_venue, a_visit, asep, budi, dewi, overwrite, ratna, siti
from tests.results.builders import a_correction, an_entry, send
from tests.statements import statements
from tests.web.coordinators.addresses import results_of
from tests.web.coordinators.form_reader import filled
from tests.web.desk import at_desk, known

LIST = "/koordinator/hasil"
TODAY = NOW.date()
REASON = "Ponsel petugas rusak dan baru terkirim hari ini"


def entry(number: int) -> str:
    """The step to an entry that waits."""
    return f"/catatan/{UUID(int=number)}"


def a_closed_visit(day: date = TODAY, state: VisitState = VisitState.CLOSED, **different: Any) -> Visit:
    """A visit of today that is over."""
    visit = a_visit(day=day, state=state, **different)
    visit.opened_at, visit.closed_at = visit.opens_at, NOW
    session().commit()
    ratna(), siti(), asep()
    return visit


def menu(browser: Browser) -> str:
    """The words of the menu, before those of the page."""
    return page(browser.get("/akun")).text.split("Keluar")[0]


def test_what_waits_is_listed_oldest_first_and_counted_in_the_menu(app: Flask) -> None:
    later, sooner = (a_closed_visit(title="SD Kedua"), a_closed_visit(title="SD Pertama", day=DAY.replace(day=1)))
    done = a_closed_visit(title="SD Ketiga", state=VisitState.VERIFIED)
    a_visit(title="SD Keempat", state=VisitState.RUNNING)
    send(later, an_entry(1, requests=7, issued={"KK": 4}))
    send(done, an_entry(2))
    for browser in (at_desk(app, siti()), at_desk(app, ratna())):
        shown = page(browser.get(LIST)).text
        waiting, verified = shown.split("Sudah diverifikasi")
        assert waiting.index("SD Pertama") < waiting.index("SD Kedua") < waiting.index("SD Ketiga")
        assert "SD Kedua Tim" in waiting and " 7 4 0" in waiting
        assert "SD Ketiga" in verified and "SD Keempat" not in shown
        assert "Hasil 3 menunggu" in menu(browser)
    assert sooner.state is VisitState.CLOSED


def test_a_visits_results_say_what_became_of_every_request(app: Flask) -> None:
    visit = a_closed_visit(services=("BIRTH", "KK_NEW"))
    birth = an_entry(1, service="BIRTH", issued={"BIRTH_CERT": 1, "KK": 1}, note="<b>Kembar</b>", recorded_at=NOW)
    returned = {"outcome": Outcome.RETURNED_INCOMPLETE, "issued": {}, "missing": {"KK_COPY": 2}, "requests": 2}
    send(visit, birth, an_entry(2, **returned), an_entry(3, requests=5, issued={"KK": 5}), a_correction(4, of=3))
    browser = at_desk(app, siti())
    answer = browser.get(results_of(visit))
    shown = page(answer).text
    assert "Permohonan 7 Dokumen terbit 6 Berkas kurang 2 Catatan 4" in shown
    assert "Akta kelahiran Selesai di tempat: 1 1 tanpa batas" in shown
    assert "Kartu Keluarga baru Selesai di tempat: 4 Dikembalikan, berkas kurang: 2 6" in shown
    assert "Kartu Keluarga (KK) 5" in shown
    assert "Catatan: <b>Kembar</b>" in shown and "<b>Kembar" not in answer.text
    assert "Koreksi" in shown and "Asep Saepudin" in shown
    links = {link.get("href") for link in page(answer).all("a")}
    assert f"/koordinator/kunjungan/{visit.public_id}" in links
    visit_page = page(browser.get(f"/koordinator/kunjungan/{visit.public_id}"))
    assert results_of(visit) in {link.get("href") for link in visit_page.all("a")}


def test_the_head_is_told_what_is_odd_and_verifies(app: Flask) -> None:
    visit = a_closed_visit()
    visit.offers[1].quota, visit.obstacles = 3, [Obstacle.POWER.value]
    session().commit()
    browser = at_desk(app, ratna())
    assert "Belum ada satu pun catatan" in page(browser.get(results_of(visit, "/verifikasi"))).text
    session().rollback()
    visit.closed_at = NOW.replace(hour=1)
    session().commit()
    not_served = {"outcome": Outcome.NOT_SERVED_QUOTA, "issued": {}, "requests": 9}
    send(visit, an_entry(1, requests=4, recorded_at=NOW.replace(hour=0)), an_entry(2, **not_served))
    send(visit, an_entry(3, service="DEATH", issued={"DEATH_CERT": 1}))
    before = browser.get(results_of(visit, "/verifikasi"))
    shown = page(before).text
    for sentence in (
        "Kendala hari itu: listrik padam.",
        "3 catatan datang setelah kunjungan ditutup.",
        "1 catatan dibuat sebelum layanan dibuka.",
        "Kartu Keluarga baru: 4 permohonan dilayani, kuotanya 3.",
        "Akta kematian tercatat, tetapi tidak ditawarkan di kunjungan ini.",
        "Yang diterima: 14 permohonan, 2 dokumen terbit.",
    ):
        assert sentence in shown
    done = browser.post(results_of(visit, "/verifikasi"), filled(before))
    assert "diverifikasi" in page(browser.get(done.location)).text
    assert known(visit).state is VisitState.VERIFIED
    version = known(visit).version
    again = browser.post(results_of(visit, "/verifikasi"), filled(before))
    assert "sudah diverifikasi" in page(browser.get(again.location)).text
    assert known(visit).version == version


def test_a_phone_whose_clock_cannot_be_right_is_named(app: Flask) -> None:
    visit = a_closed_visit()
    published = NOW - timedelta(days=3)
    overwrite(visit, published_at=published)
    said = {
        1: datetime(1970, 1, 1, tzinfo=UTC),
        2: datetime(2099, 12, 31, tzinfo=UTC),
        3: NOW + timedelta(minutes=11),
        4: NOW + timedelta(minutes=9),
        5: published - timedelta(minutes=9),
        6: published - timedelta(minutes=11),
    }
    send(visit, *(an_entry(number, recorded_at=at) for number, at in said.items()))
    head = at_desk(app, ratna())
    assert "4 catatan dengan jam HP yang tidak mungkin" in page(head.get(results_of(visit, "/verifikasi"))).text
    entries = f"/petugas/kunjungan/{visit.public_id}/catatan"
    for shown in (page(head.get(results_of(visit))).text, page(at_desk(app, siti()).get(entries)).text):
        assert shown.count("Jam HP tidak mungkin") == 4
        assert "1 Jan 1970" in shown and "31 Des 2099" in shown


def test_an_entry_that_came_meanwhile_is_looked_at_before_verifying(app: Flask) -> None:
    visit = a_closed_visit()
    browser = at_desk(app, ratna())
    before = browser.get(results_of(visit, "/verifikasi"))
    send(visit, an_entry(1))
    answer = browser.post(results_of(visit, "/verifikasi"), filled(before), status=422)
    assert "Catatan baru masuk sejak halaman ini dibuka" in page(answer).text
    assert "1 permohonan" in page(answer).text
    assert known(visit).state is VisitState.CLOSED
    browser.post(results_of(visit, "/verifikasi"), filled(answer))
    assert known(visit).state is VisitState.VERIFIED


@pytest.mark.parametrize(
    ("button", "requests", "mark", "told"),
    [
        ("hitung", 2, "Dihitung kepala", "Catatan susulan dihitung: "),
        ("tidak-dihitung", 0, "Tidak dihitung", "Catatan susulan tidak dihitung: "),
    ],
)
def test_the_head_decides_on_a_late_entry_and_says_why(
    app: Flask, button: str, requests: int, mark: str, told: str
) -> None:
    visit = a_closed_visit(state=VisitState.VERIFIED)
    send(visit, an_entry(1, requests=2))
    browser = at_desk(app, ratna())
    assert "Menunggu kepala" in page(browser.get(results_of(visit))).text
    before = browser.get(results_of(visit, entry(1)))
    assert "berubah: Selesai di tempat +2, dokumen terbit +1." in page(before).text
    typed = filled(before, reason=REASON, keputusan=button)
    browser.post(results_of(visit, entry(1)), typed)
    again = browser.post(results_of(visit, entry(1)), typed)
    assert "sudah diputuskan" in page(browser.get(again.location)).text
    session().rollback()
    assert (totals_of(visit).all_requests, check_totals()) == (requests, [])
    for address in (results_of(visit), f"/petugas/kunjungan/{visit.public_id}/catatan"):
        shown = page((browser if address.startswith(LIST) else at_desk(app, siti())).get(address)).text
        assert f"{mark} Ratna Wulan, Jum, 4 Des 2026, 09.00: {REASON}" in shown
    history = page(browser.get(f"/koordinator/kunjungan/{visit.public_id}")).text
    assert f"{told}Kartu Keluarga baru, selesai di tempat, 2 permohonan" in history
    assert REASON not in Browser(app).get(f"/kunjungan/{visit.public_id}").text
    assert "menunggu" not in menu(browser)
    assert "Catatan yang datang setelah verifikasi" not in page(browser.get(LIST)).text


@pytest.mark.parametrize(
    "wrong",
    [{"reason": ""}, {"reason": "x"}, {"reason": "3216065508980001"}, {"keputusan": ""}],
    ids=["no reason", "too short", "a person", "no decision"],
)
@pytest.mark.parametrize("button", ["hitung", "tidak-dihitung"])
def test_nothing_is_decided_without_a_good_reason(app: Flask, button: str, wrong: dict[str, str]) -> None:
    visit = a_closed_visit(state=VisitState.VERIFIED)
    send(visit, an_entry(1, requests=2))
    browser = at_desk(app, ratna())
    before = browser.get(results_of(visit, entry(1)))
    typed = filled(before, **{"reason": REASON, "keputusan": button} | wrong)
    answer = browser.post(results_of(visit, entry(1)), typed, status=422)
    assert "Belum diputuskan" in page(answer).text
    session().rollback()
    assert totals_of(visit).all_requests == 0


def test_what_corrects_one_another_stands_on_one_page_and_is_decided_together(app: Flask) -> None:
    visit = a_closed_visit()
    send(visit, an_entry(1, requests=5, issued={"KK": 5}))
    overwrite(visit, state=VisitState.VERIFIED)
    back = a_correction(2, of=1, requests=-5, issued={"KK": -5})
    send(visit, back, a_correction(3, of=1, requests=5, issued={}, outcome=Outcome.REFERRED))
    browser = at_desk(app, ratna())
    for number in (2, 3):
        before = browser.get(results_of(visit, entry(number)))
        assert "Yang menunggu diputuskan bersama." in page(before).text
        assert "berubah: Selesai di tempat -5, Dirujuk +5, dokumen terbit -5." in page(before).text
    send(visit, a_correction(4, of=1, requests=-1, issued={}, outcome=Outcome.REFERRED))
    typed = {"reason": REASON, "keputusan": "hitung"}
    changed = browser.post(results_of(visit, entry(3)), filled(before, **typed), status=422)
    assert "Koreksi lain masuk sejak halaman ini dibuka." in page(changed).text
    assert REASON in changed.text
    browser.post(results_of(visit, entry(3)), filled(changed, **typed))
    session().rollback()
    assert +totals_of(visit).requests == {("KK_NEW", "REFERRED"): 4}
    assert "menunggu" not in menu(browser)


@pytest.mark.parametrize(
    ("state", "step"),
    [(VisitState.CLOSED, "/verifikasi"), (VisitState.VERIFIED, "/catatan/" + str(UUID(int=1)))],
    ids=["verifying", "a late entry"],
)
def test_coordinators_read_and_decide_nothing(app: Flask, state: VisitState, step: str) -> None:
    visit = a_closed_visit(state=state)
    send(visit, an_entry(1))
    browser = at_desk(app, siti())
    shown = [browser.get(address).text for address in (LIST, results_of(visit))]
    assert not [text for text in shown if "/verifikasi" in text or "/catatan/" in text]
    browser.get(results_of(visit, step), status=403)
    browser.post(results_of(visit, step), {"reason": REASON}, status=403)


@pytest.mark.parametrize("person", [asep, budi])
def test_officers_and_administrators_see_no_results(app: Flask, person: Any) -> None:
    visit = a_closed_visit(team=a_team(members=(asep(),)))
    browser = at_desk(app, person())
    for address in (LIST, results_of(visit), results_of(visit, "/verifikasi")):
        browser.get(address, status=403)


def test_nobody_sees_another_offices_results(app: Flask) -> None:
    visit = a_closed_visit(title="Rahasia", state=VisitState.VERIFIED)
    send(visit, an_entry(1))
    dewis = at_desk(app, dewi())
    assert "Rahasia" not in page(dewis.get(LIST)).text and "menunggu" not in menu(dewis)
    dewis.get(results_of(visit), status=404)


@pytest.mark.parametrize(
    "address",
    [
        lambda visit, other: results_of(other, entry(1)),
        lambda visit, other: results_of(visit, entry(2)),
        lambda visit, other: results_of(visit, "/catatan/%00"),
        lambda visit, other: results_of(a_visit()),
        lambda visit, other: f"{LIST}/%00",
    ],
    ids=["an entry of another visit", "an entry of nobody", "no entry", "a draft", "no visit"],
)
def test_results_that_are_not_there_are_not_found(app: Flask, address: Callable[[Visit, Visit], str]) -> None:
    visit, other = a_closed_visit(state=VisitState.VERIFIED), a_closed_visit(state=VisitState.VERIFIED)
    send(visit, an_entry(1))
    wrong = address(visit, other)
    at_desk(app, ratna()).get(wrong, status=404)


def test_the_pages_cost_the_same_however_much_there_is(app: Flask) -> None:
    visit = a_closed_visit()
    send(visit, an_entry(1))
    team, venue = a_team(), a_venue()
    browser, counts = at_desk(app, ratna()), []
    browser.get(LIST)  # the list of services is read once, and kept
    for days in ((1,), range(2, 24)):
        session().rollback()
        for day in days:
            for state in (VisitState.CLOSED, VisitState.VERIFIED):
                one = a_visit(day=DAY.replace(month=11, day=day), team=team, venue=venue, state=state)
                send(one, an_entry(100 * day + one.id))
        send(visit, *(an_entry(10_000 + number) for number in range(max(days), 3 * max(days))))
        seen = []
        for address in (LIST, results_of(visit), f"{LIST}?halaman=2&lama=2&catatan=2"):
            with statements() as sent:
                browser.get(address)
            seen.append(len(sent))
        counts.append(seen)
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 18

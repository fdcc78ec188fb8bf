"""The trail of changes, as each role may read it."""

from collections.abc import Callable

import pytest
from flask import Flask

from botram.audit.actions import record
from botram.database import transaction
from botram.days.actions import add_office_day
from botram.days.models import DayKind
from botram.staff.actions import AccountPlan, change_account, reset_password
from botram.staff.models import Account, Role
from botram.staff.teams.actions import TeamPlan, save_team
from tests.browser import page
from tests.builders import DAY, NOW, a_visit, asep, bekasi, budi, dewi, elsewhere, ratna, siti
from tests.web.desk import at_desk


def a_trail() -> None:
    """Something of each kind."""
    team = save_team(bekasi(), None, TeamPlan("Tim Utara", "", ()), siti(), now=NOW)
    save_team(bekasi(), team, TeamPlan("Tim Utara", "Mobil 1", (asep().id,), ktp_printer=True), siti(), now=NOW)
    add_office_day(bekasi(), DAY, DayKind.HOLIDAY, "Hari Jadi", siti(), now=NOW)
    change_account(asep(), AccountPlan("Asep S.", "asep", Role.OFFICER), budi(), now=NOW)
    reset_password(asep(), "angin musim timur", budi(), now=NOW)


def trail_of(app: Flask, account: Account, **asked: object) -> str:
    """What the person reads."""
    return page(at_desk(app, account).get("/koordinator/jejak", query_string=asked)).text


def test_the_trail_says_who_did_what_and_what_was_before(app: Flask) -> None:
    a_trail()
    text = trail_of(app, siti())
    assert "Jum, 4 Des 2026, 09.00 · Siti Aminah Hari Selasa, 8 Desember 2026 ditambahkan." in text
    assert "Tim Utara diubah. Kendaraan: Mobil 1. Anggota: Asep Saepudin. Pencetak KTP-el: ya, semula tidak." in text
    assert text.index("Hari Selasa") < text.index("Tim Utara diubah") < text.index("Tim Utara dibentuk")


@pytest.mark.parametrize(
    ("somebody", "accounts", "plans"),
    [(siti, False, True), (ratna, True, True), (budi, True, False)],
    ids=["coordinator", "head", "administrator"],
)
def test_accounts_are_read_by_head_and_administrator_plans_by_head_and_coordinator(
    app: Flask, somebody: Callable[[], Account], accounts: bool, plans: bool
) -> None:
    a_trail()
    text = trail_of(app, somebody())
    assert ("asep diberi kata sandi sementara" in text) is accounts
    assert ("Tim Utara dibentuk" in text) is plans
    assert "angin musim timur" not in text and "argon2" not in text


@pytest.mark.parametrize(
    ("asked", "there", "not_there"),
    [
        (lambda: {"jenis": "team"}, "Tim Utara dibentuk", "Hari Selasa"),
        (lambda: {"siapa": budi().id}, "asep diberi", "Tim Utara dibentuk"),
        (lambda: {"siapa": asep().id}, "Tidak ada perubahan", "Tim Utara dibentuk"),
    ],
    ids=["subject", "person", "a person who changed nothing"],
)
def test_the_trail_can_be_narrowed_by_subject_and_person(
    app: Flask, asked: Callable[[], dict[str, object]], there: str, not_there: str
) -> None:
    a_trail()
    text = trail_of(app, ratna(), **asked())
    assert there in text
    assert not_there not in text


@pytest.mark.parametrize(
    "asked",
    [
        lambda: {"jenis": "account"},
        lambda: {"jenis": "'"},
        lambda: {"siapa": dewi().id},
        lambda: {"siapa": "x"},
        lambda: {"sebelum": "9" * 30},
    ],
    ids=["what coordinators do not read", "no subject", "a stranger", "no person", "no entry"],
)
def test_what_nobody_can_ask_is_not_there(app: Flask, asked: Callable[[], dict[str, object]]) -> None:
    query = asked()
    at_desk(app, siti()).get("/koordinator/jejak", 404, query_string=query)


def test_another_office_reads_its_own_trail(app: Flask) -> None:
    a_trail()
    save_team(elsewhere(), None, TeamPlan("Tim Lembang", "", ()), dewi(), now=NOW)
    text = trail_of(app, dewi())
    assert "Tim Lembang dibentuk" in text
    assert "Tim Utara" not in text


def test_long_trails_are_paged_without_gap_or_repetition(app: Flask) -> None:
    me = siti()
    with transaction():
        for number in range(120):
            record("make", "team", f"Tim {number:03}", at=NOW, office_id=me.office_id, account_id=me.id)
    browser = at_desk(app, me)
    address, seen = "/koordinator/jejak?jenis=team", []
    for _page in range(3):
        read = page(browser.get(address))
        seen += [text.split()[1] for text in read.texts if text.endswith("dibentuk.")]
        links = [a for a in read.all("a") if a.get("rel") == "next"]
        address = links[0]["href"] if links else ""
    assert address == ""
    assert seen == [f"{number:03}" for number in reversed(range(120))]
    newer = next(a for a in read.all("a") if a.get("rel") == "prev")
    assert "Tim 020" in page(browser.get(newer["href"])).text
    assert "jenis=team" in newer["href"]


def test_changes_of_the_operator_are_named_so(app: Flask) -> None:
    with transaction():
        record("load", "region", "32.16", at=NOW, office_id=None, account_id=None, after={"added": 3})
    assert "Pengelola sistem Data wilayah 32.16 dimuat. Baris baru: 3." in trail_of(app, siti())


def test_visits_are_named_by_place_and_day_and_lead_to_their_page(app: Flask) -> None:
    visit = a_visit()
    with transaction():
        for action, key in (("publish", visit.public_id), ("discard", "k7m29qxd")):
            record(action, "visit", key, at=NOW, office_id=bekasi().id, account_id=siti().id, reason="Diminta desa")
    answer = at_desk(app, siti()).get("/koordinator/jejak")
    text = page(answer).text
    assert "Desa Sumberjaya, Sel, 8 Des 2026 Kunjungan diterbitkan. Alasan: Diminta desa" in text
    assert "Kunjungan k7m29qxd, yang tidak ada lagi Rancangan dibuang." in text
    assert f'href="/koordinator/kunjungan/{visit.public_id}"' in answer.text
    assert 'href="/koordinator/kunjungan/k7m29qxd"' not in answer.text

"""From the draft to the head's figures through pages alone: every number is what was tapped."""

import re
from collections import Counter
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from flask import Flask

from botram.results.actions import check_totals
from botram.visits.models import Visit, VisitState
from tests import expected_figures, shown_figures
from tests.browser import Browser
from tests.builders import SetClock, a_team, a_venue, asep, moment, ratna, siti, village
from tests.expected_figures import Tap
from tests.user import User
from tests.web.desk import as_it_is_now, at_desk

SERVICES = ["KTP_ENROL", "KTP_NEW", "KK_NEW", "BIRTH", "CERT_REISSUE", "IKD"]
ENROL, CARD, FAMILY = "Perekaman KTP-el", "KTP-el baru (pemula)", "Kartu Keluarga baru"
BIRTH, AGAIN, IKD = (
    "Akta kelahiran",
    "Kutipan akta kedua (akta hilang atau rusak)",
    "Aktivasi Identitas Kependudukan Digital (IKD)",
)
KTP, KIA, KK, BIRTH_CERT, DEATH_CERT, INTERIM = (
    "KTP-el",
    "Kartu Identitas Anak (KIA)",
    "Kartu Keluarga (KK)",
    "Kutipan akta kelahiran",
    "Kutipan akta kematian",
    "Surat sementara pengganti KTP-el (biodata atau suket)",
)
KK_COPY, LETTER = "Fotokopi kartu keluarga (KK)", "Surat keterangan lahir dari rumah sakit, bidan, atau desa"

Clock = Callable[[str], None]
Pressed = tuple[Tap, tuple[str, ...], dict[str, Any]]
"""A tap, the buttons pressed before the outcome, and what is ticked or typed."""

DAYS_WORK: tuple[Pressed, ...] = (
    (Tap(FAMILY, "Selesai di tempat", 1, {KK: 1}), (), {}),
    (Tap(FAMILY, "Terbit digital", 12, {KK: 12}), ("requests:+10", "requests:+1"), {}),
    (Tap(FAMILY, "Diproses di kantor", 2), ("requests:+1",), {}),
    (Tap(FAMILY, "Tidak terlayani, kuota habis", 11), ("requests:+10",), {}),
    (Tap(ENROL, "Rekam, cetak menyusul", 3), ("requests:+1", "requests:+1"), {}),
    (Tap(ENROL, "Rekam pemula"), (), {}),
    (Tap(ENROL, "Tidak terlayani, jaringan"), (), {}),
    (Tap(CARD, "Selesai di tempat", 1, {KTP: 1}), (), {}),
    (Tap(CARD, "Diberi biodata atau suket", 2, {INTERIM: 2}), ("requests:+1",), {}),
    (Tap(CARD, "Tidak terlayani, blangko habis", 4), ("requests:+1",) * 3, {"note": "Blangko tinggal satu."}),
    (Tap(BIRTH, "Selesai di tempat", 2, {BIRTH_CERT: 2, KK: 1, KIA: 2}),
     ("requests:+1", "doc-KK:-1", "doc-KIA:+1", "doc-KIA:+1"), {}),
    (Tap(BIRTH, "Dikembalikan, berkas kurang", 2, missing={KK_COPY: 2, LETTER: 2}),
     ("requests:+1",), {"missing": ["KK_COPY", "BIRTH_LETTER"]}),
    (Tap(ENROL, "Dikembalikan, berkas kurang", missing={KK_COPY: 1}), (), {"missing": ["KK_COPY"]}),
    (Tap(BIRTH, "Menunggu verifikasi data"), (), {}),
    (Tap(AGAIN, "Selesai di tempat", 1, {DEATH_CERT: 1}), ("doc-DEATH_CERT:+1",), {}),
    (Tap(AGAIN, "Dirujuk"), (), {}),
)  # fmt: skip
UNDONE = Tap(IKD, "Terbit digital", 1, {IKD: 1})
CORRECTED = Tap(BIRTH, "Selesai di tempat", 5, {BIRTH_CERT: 5, KK: 5})
AFTERWARDS = (  # three of the five were too many, and those three had been sent home
    Tap(BIRTH, "Selesai di tempat", -3, {BIRTH_CERT: -3, KK: -3}),
    Tap(BIRTH, "Dikembalikan, berkas kurang", 3, missing={LETTER: 3}),
)
EVERY_TAP = [*(tap for tap, _buttons, _typed in DAYS_WORK), UNDONE, UNDONE.back(), CORRECTED, *AFTERWARDS]
COUNTS = expected_figures.headlines_of(EVERY_TAP)
REMARK = "Jaringan putus pukul 10.00 sampai 10.20."


@pytest.fixture
def clock_hands(set_clock: SetClock) -> Clock:
    """Sets the wall clock on the visit's day."""
    return lambda hour: set_clock(moment(hour))


def plan_and_publish(app: Flask, team: int, venue: int) -> str:
    """A visit of today, as its coordinator makes it; returns its public id."""
    desk = User(at_desk(app, siti()), "/koordinator/kunjungan").follow("Kunjungan baru")
    desk.press("Muat titik layanan desa ini", village=village().code)
    day = {"day": "8-12-2026", "opens": "08.00", "closes": "14.00", "services": SERVICES, "kuota__KK_NEW": "20"}
    desk.press("Simpan rancangan", venue=venue, team=team, **day)
    assert "Rancangan" in desk.text
    desk.follow("Terbitkan").press("Terbitkan", **reasons(desk))
    assert "Kunjungan diterbitkan." in desk.text
    return desk.address.rpartition("/")[2]


def reasons(hand: User) -> dict[str, str]:
    """A reason for each warning that the page asks about."""
    return dict.fromkeys(re.findall('name="(alasan-[^"]+)"', hand.html), "Diminta kepala desa")


def record(phone: User, tap: Tap, buttons: tuple[str, ...] = (), typed: dict[str, Any] | None = None) -> None:
    """A tile, its numbers, then the outcome."""
    phone.follow(tap.service)
    for button in buttons:
        phone.press(button, **(typed or {}))
    phone.press(tap.outcome, **(typed or {}))
    sign = "" if tap.requests < 0 else "+"
    assert f"{tap.service} {sign}{tap.requests} {tap.outcome}." in phone.text


def work(app: Flask, clock_hands: Clock) -> None:
    """The officer's day, from leaving the office to closing."""
    clock_hands("06:50")
    phone = User(Browser(app).sign_in("asep"), "/petugas").follow("Desa Sumberjaya")
    phone.follow("Konfirmasi berangkat").press("Konfirmasi berangkat")
    clock_hands("08:05")
    phone.follow("Buka layanan").press("Buka layanan")
    phone.follow(CARD).press("Blangko terbatas")
    phone.follow("Catat hasil")
    for minute, (tap, buttons, typed) in enumerate(DAYS_WORK):
        clock_hands(f"09:{minute:02d}")
        record(phone, tap, buttons, typed)
    record(phone, UNDONE)
    phone.press("Urungkan")
    clock_hands("10:00")
    record(phone, CORRECTED, ("requests:+1",) * 4)
    phone.follow("Catatan dan koreksi").follow(f"Koreksi: {BIRTH}, 10.00")
    phone.press("take-requests:-1").press("take-requests:-1")
    phone.press("Simpan koreksi", outcome="RETURNED_INCOMPLETE", missing="BIRTH_LETTER", note="Tiga pulang.")
    assert "Koreksi tersimpan." in phone.text
    phone.follow("Kembali ke catat hasil,").follow("Kembali ke kunjungan,")
    phone.follow(IKD).press("Jaringan putus")
    clock_hands("12:10")
    phone.follow("Tutup antrean").press("Tutup antrean")
    clock_hands("13:45")
    phone.follow("Tutup kunjungan")
    assert f"Tercatat {COUNTS['Permohonan']} permohonan" in phone.text
    phone.press("Tutup kunjungan", obstacles=["CROWD", "NETWORK"], remark=REMARK)
    assert "Kunjungan selesai pukul 13.45 WIB." in phone.text


def verify(app: Flask, public_id: str) -> User:
    """The head accepts the results; returns the head's hand at them."""
    head = User(at_desk(app, ratna()), "/koordinator/ringkasan")
    head.follow("Hasil 1 menunggu").follow("Desa Sumberjaya")
    assert f"Keterangan tim: {REMARK}" in head.text
    head.follow("Verifikasi")
    requests, documents = (COUNTS[name] for name in ("Permohonan", "Dokumen terbit"))
    assert f"Yang diterima: {requests} permohonan, {documents} dokumen terbit." in head.text
    head.press("Verifikasi hasil")
    assert "Hasil kunjungan Desa Sumberjaya diverifikasi." in head.text
    return head.follow("Desa Sumberjaya")


def test_a_visit_goes_from_draft_to_verified_and_every_figure_is_what_was_tapped(
    app: Flask, clock_hands: Clock
) -> None:
    asep(), siti(), ratna()
    team, venue = a_team(members=(asep(),)).id, a_venue().id
    as_it_is_now()
    clock_hands("06:00")
    public_id = plan_and_publish(app, team, venue)
    work(app, clock_hands)
    clock_hands("16:00")
    head = verify(app, public_id)
    assert public_id in head.address
    assert shown_figures.headlines_on(head.html) == COUNTS
    assert shown_figures.on_the_visits_page(head.html) == expected_figures.at_the_visit(EVERY_TAP)
    check_summary(head.follow("Ringkasan"), public_id)
    visit = as_it_is_now().query(Visit).one()
    assert (visit.state, check_totals()) == (VisitState.VERIFIED, [])


def check_summary(head: User, public_id: str) -> None:
    """The page, the workbook and the CSV say the same, and each number opens this visit alone."""
    expected = expected_figures.in_the_summary(EVERY_TAP, "Desember 2026", "Tambun Selatan")
    tops = {"Kunjungan terlaksana": 1, **{name: COUNTS[name] for name in ("Permohonan", "Dokumen terbit")}}
    assert shown_figures.headlines_on(head.html) == Counter(tops)
    assert shown_figures.on_the_summary(head.html) == expected
    for words, read in (("Excel", shown_figures.in_the_workbook), ("CSV", shown_figures.in_the_csv)):
        link = head.the(words, head.targets())
        assert read(head.browser.get(link.address).data) == expected, words
    links = re.findall(r'<a href="(/koordinator/ringkasan/kunjungan\?[^"]+)">([\d.]+)<', head.html)
    assert len(links) >= len(expected)
    for address, count in links:
        shown = head.browser.get(unescape(address)).text
        assert re.findall(r'href="/koordinator/(?:hasil|kunjungan)/(\w{8})"', shown) == [public_id], address
        assert f"<b>{count}</b>" in shown, address

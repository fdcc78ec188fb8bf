"""What the page of one visit says, whatever becomes of the visit."""

from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask

from botram.database import session
from botram.services.models import Service
from botram.visits.actions import cancel_visit, change_visit, draft_visit, publish_visit
from botram.visits.field.actions import take_report
from botram.visits.field.reports import StatusReport
from botram.visits.models import DayReportKind as K
from botram.visits.models import Offer, OfferReason, OfferState, Visit, VisitLevel, VisitState
from botram.visits.plans import OfferPlan
from tests.browser import Browser
from tests.builders import DAY, NOW, a_team, a_venue, a_visit, asep, bekasi, elsewhere, moment, office, overwrite, siti
from tests.visits.builders import EveryReason, a_plan, plan_of
from tests.web.residents.links import links, shown, title, visit_links

P = VisitState.PUBLISHED


def path(visit: Visit) -> str:
    return f"/kunjungan/{visit.public_id}"


def announced(**different: object) -> Visit:
    """A visit that went the whole way from draft to announcement."""
    bekasi()
    visit = draft_visit(bekasi(), a_plan(**different), siti(), now=NOW - timedelta(days=3))
    publish_visit(visit, siti(), now=NOW - timedelta(days=2), kept=EveryReason())
    return visit


def test_it_says_when_where_for_whom_and_that_it_is_free(app: Flask, browser: Browser) -> None:
    visit = a_visit(state=P)
    visit.queue_closes_at = moment("13:00")
    visit.venue.address, visit.venue.access, visit.venue.wheelchair = ("Jl. Raya 1", "Parkir di lapangan.", True)
    visit.notes = "Bawa bolpoin."
    session().commit()
    read = shown(browser, path(visit))
    for words in (
        "Terjadwal",
        "Desa Sumberjaya",
        "Kecamatan Tambun Selatan",
        "Selasa, 8 Desember 2026 4 hari lagi",
        "08.00–14.00 WIB Antrean ditutup pukul 13.00.",
        "Aula Kantor Desa Jl. Raya 1, Desa Sumberjaya. Dapat dimasuki kursi roda. Parkir di lapangan.",
        "Semua warga, dari desa mana pun Dilayani Disdukcapil Kabupaten Bekasi. Gratis.",
        "Bawa bolpoin.",
        "Halaman ini versi 1, diperbarui Jumat, 4 Desember 2026, 09.00 WIB.",
    ):
        assert words in read.text, words


def test_it_leads_there_by_map_app_chat_and_calendar(app: Flask, browser: Browser) -> None:
    visit = a_visit(state=P)
    point = f"{visit.venue.latitude:.6f},{visit.venue.longitude:.6f}"
    found = links(shown(browser, path(visit)))
    assert f"https://www.google.com/maps/dir/?api=1&destination={point.replace(',', '%2C')}" in found
    assert any(link.startswith(f"geo:{point}?q=") for link in found)
    assert any(link.startswith("https://www.openstreetmap.org/?mlat=") for link in found)
    assert f"{path(visit)}.ics" in found
    assert "tel:+6221555000" in found
    chat = next(link for link in found if link.startswith("https://wa.me/?text="))
    for words in ("Botram+Desa+Sumberjaya", "Selasa%2C+8+Desember+2026", "Gratis", "127.0.0.1%3A8000%2Fkunjungan"):
        assert words in chat


def test_each_service_says_what_to_bring(app: Flask, browser: Browser) -> None:
    visit = a_visit(state=P, services=("KTP_ENROL", "BIRTH"))
    visit.offers[0].quota = 1500
    session().commit()
    text = shown(browser, path(visit)).text
    assert "Perekaman KTP-el kuota 1.500 Datang sendiri, tidak dapat diwakilkan" in text
    assert "Usia 16 tahun ke atas" in text
    assert "Akta kelahiran" in text


def test_services_show_their_state_only_once_it_says_something(app: Flask, browser: Browser) -> None:
    visit = a_visit(state=P, services=("KTP_ENROL", "KIA_NEW"))
    assert "Buka" not in [words.strip() for words in shown(browser, path(visit)).texts]
    later = a_visit(day=DAY + timedelta(days=2), services=("KIA_NEW",), state=P)
    visit.state, visit.opened_at = VisitState.RUNNING, moment("08:04")
    kia = next(offer for offer in visit.offers if offer.service_code == "KIA_NEW")
    kia.state, kia.reason = OfferState.CLOSED, OfferReason.BLANKS
    session().commit()
    read = shown(browser, path(visit))
    assert "Blangko habis" in read.text
    assert "Berikutnya ada di: Desa Sumberjaya, Kamis, 10 Desember 2026" in read.text
    assert later.public_id in visit_links(read)


@pytest.mark.parametrize(
    ("facts", "day", "lead", "sentence"),
    [
        ({}, 8, "Terjadwal", "Pada harinya, lihat lagi halaman ini"),
        ({}, 4, "Belum dikonfirmasi", "Tim belum memastikan berangkat."),
        ({}, 3, "Waktunya sudah lewat", "Jam layanannya sudah lewat."),
        ({"confirmed_at": "07:10"}, 4, "Dikonfirmasi 07.10", "Tim sudah memastikan berangkat."),
        ({"state": VisitState.RUNNING}, 4, "Sedang berlangsung", "Tim sudah di tempat."),
        ({"state": VisitState.RUNNING, "queue_closed_at": "08:40"}, 4, "Antrean sudah ditutup", "tetap dilayani"),
        ({"state": VisitState.CLOSED}, 3, "Sudah selesai", "Kapan tim ke Desa Sumberjaya lagi?"),
        ({"state": VisitState.VERIFIED}, 3, "Sudah selesai", "Belum ada tanggal."),
    ],
)
def test_the_state_comes_first_with_what_follows_from_it(
    app: Flask, browser: Browser, facts: dict[str, object], day: int, lead: str, sentence: str
) -> None:
    visit = a_visit(day=DAY.replace(day=day), state=P)
    hours = {name: moment(str(hour), DAY.replace(day=day)) for name, hour in facts.items() if name != "state"}
    overwrite(visit, **{"state": P, **facts, **hours})
    text = shown(browser, path(visit)).text
    assert sentence in text
    assert text.index(lead) < text.index("Kecamatan Tambun Selatan")


@pytest.mark.parametrize(
    ("planned", "closed", "reopened", "says", "claims"),
    [
        ("10:00", None, False, "Ambil nomor antrean sebelum pukul 10.00 WIB.", True),
        ("08:30", None, False, "nomor antrean hanya dibagikan sampai pukul 08.30 WIB.", False),
        (None, None, False, "Tim sudah di tempat. Antrean masih terbuka.", False),
        ("10:00", "08:20", False, "Nomor baru tidak dibagikan lagi.", False),
        ("10:00", "08:20", True, "Tim sudah di tempat. Antrean masih terbuka.", False),
        ("08:30", "08:20", True, "Tim sudah di tempat. Antrean masih terbuka.", False),
    ],
)
def test_a_running_visit_claims_no_end_of_the_queue_that_holds_no_longer(
    app: Flask, browser: Browser, planned: str | None, closed: str | None, reopened: bool, says: str, claims: bool
) -> None:
    today = NOW.date()
    visit = a_visit(day=today, state=VisitState.RUNNING)
    visit.opened_at = moment("08:00", today)
    visit.queue_closes_at = moment(planned, today) if planned else None
    session().commit()
    for kind, at in ((K.QUEUE_CLOSED, closed), (K.QUEUE_REOPENED, "08:50" if reopened else None)):
        if at:
            take_report(visit, StatusReport(str(uuid4()), kind, moment(at, today)), siti(), now=NOW)
    text = shown(browser, path(visit)).text
    assert says in text
    assert ("Antrean tutup" in text) is ("Antrean ditutup pukul" in text) is claims


def test_a_moved_visit_says_old_time_and_place_and_why(app: Flask, browser: Browser) -> None:
    visit = announced()
    opens, closes = (moment(hour, DAY.replace(day=9)) for hour in ("09:00", "12:00"))
    new = plan_of(visit, venue=a_venue("Lapangan Desa", "Srimukti"), opens_at=opens, closes_at=closes)
    change_visit(visit, new, siti(), now=NOW, reason="Aula dipakai hajatan", kept=EveryReason())
    answer = browser.get(path(visit))
    assert title(answer) == "DIPINDAH: Desa Srimukti, Rabu, 9 Desember 2026 – Botram"
    text = shown(browser, path(visit)).text
    assert (
        "Waktu dan tempat baru. Semula Selasa, 8 Desember 2026, 08.00–14.00 WIB"
        " di Aula Kantor Desa, Desa Sumberjaya. Alasan: Aula dipakai hajatan"
    ) in text
    assert "Riwayat perubahan (2)" in text


def test_a_cancelled_visit_says_why_and_where_else_to_go(app: Flask, browser: Browser) -> None:
    visit = announced()
    near = a_visit(day=DAY + timedelta(days=2), venue=a_venue("Balai Desa", "Lambangjaya"), state=P)
    cancel_visit(visit, siti(), reason="Jalan tergenang banjir", now=NOW)
    answer = browser.get(path(visit))
    assert title(answer) == "DIBATALKAN: Desa Sumberjaya, Selasa, 8 Desember 2026 – Botram"
    preview = (
        'property="og:description" content="Alasan: Jalan tergenang banjir. '
        "Kunjungan lain di sekitarnya: Desa Lambangjaya, Kamis,"
    )
    assert preview in answer.get_data(as_text=True)
    read = shown(browser, path(visit))
    for words in (
        "Dibatalkan Alasan: Jalan tergenang banjir Diumumkan Jumat, 4 Desember 2026, 09.00 WIB.",
        "Semula Selasa, 8 Desember 2026, 08.00–14.00 WIB di Aula Kantor Desa.",
        "Kunjungan lain di sekitarnya",
        "Belum ada tanggal.",
    ):
        assert words in read.text, words
    assert near.public_id in visit_links(read)
    assert "Gantinya" not in answer.get_data(as_text=True)


def test_nobody_is_sent_to_a_visit_that_is_not_for_them(app: Flask, browser: Browser) -> None:
    """The cancelled one is a village's; around it others are for a school, too early or without its services."""
    visit = announced()
    code = visit.offers[0].service_code
    for level in (VisitLevel.SCHOOL, VisitLevel.INSTITUTION):
        a_visit(day=DAY + timedelta(days=1), level=level, title="Panti Lansia", services=(code,), state=P)
    a_visit(day=DAY - timedelta(days=1), venue=a_venue("Balai", "Srimukti"), services=(code,), state=P)
    lacking = a_visit(day=DAY + timedelta(days=2), venue=a_venue("Balai", "Lambangjaya"), state=P)
    lacking.offers = [Offer(service_code="IKD", position=1)]
    shut = a_visit(day=DAY + timedelta(days=3), venue=a_venue("Balai", "Lambangsari"), services=(code,), state=P)
    shut.offers[0].state = OfferState.CLOSED
    far = a_visit(day=DAY + timedelta(days=4), venue=a_venue("Balai", "Pataruman"), services=(code,), state=P)
    cancel_visit(visit, siti(), reason="Banjir", now=NOW)
    read = shown(browser, path(visit))
    assert [link for link in visit_links(read) if not link.endswith(".ics")] == [far.public_id]
    assert "Belum ada tanggal." in read.text
    file = browser.get(f"{path(visit)}.ics").text.replace("\r\n ", "")
    assert far.public_id in file
    assert "Panti" not in read.text + file


def test_a_shut_service_is_not_looked_for_at_a_school(app: Flask, browser: Browser) -> None:
    visit = a_visit(state=VisitState.RUNNING, services=("KIA_NEW",))
    a_visit(day=DAY + timedelta(days=1), level=VisitLevel.SCHOOL, title="SMAN 1", services=("KIA_NEW",), state=P)
    visit.offers[0].state, visit.offers[0].reason = OfferState.CLOSED, OfferReason.BLANKS
    session().commit()
    assert "Berikutnya ada di" not in shown(browser, path(visit)).text
    a_visit(day=DAY + timedelta(days=2), services=("KIA_NEW",), state=P)
    assert "Berikutnya ada di: Desa Sumberjaya, Kamis" in shown(browser, path(visit)).text


def test_a_replacement_and_the_cancelled_visit_lead_to_each_other(app: Flask, browser: Browser) -> None:
    cancelled = announced()
    cancel_visit(cancelled, siti(), reason="Banjir", now=NOW)
    opens, closes = (moment(hour, DAY.replace(day=15)) for hour in ("08:00", "12:00"))
    plan = plan_of(cancelled, opens_at=opens, closes_at=closes)
    new = draft_visit(bekasi(), plan, siti(), now=NOW, replaces=cancelled)
    assert new.public_id not in visit_links(shown(browser, path(cancelled)))
    publish_visit(new, siti(), now=NOW, kept=EveryReason())
    assert visit_links(shown(browser, path(cancelled)))[0] == new.public_id
    assert "menggantikan kunjungan yang dibatalkan" in shown(browser, path(new)).text
    assert cancelled.public_id in visit_links(shown(browser, path(new)))


def test_the_history_tells_no_name_no_crew_and_nothing_from_before_the_announcement(
    app: Flask, browser: Browser
) -> None:
    visit = draft_visit(bekasi(), a_plan(contact="Nomor rahasia"), siti(), now=NOW)
    change_visit(visit, plan_of(visit, contact="Loket"), siti(), now=NOW)
    publish_visit(visit, siti(), now=NOW, kept=EveryReason())
    asep()
    change_visit(visit, plan_of(visit, crew=(asep().id,)), siti(), now=NOW, reason="Rudi sakit", kept=EveryReason())
    plan = plan_of(visit, offers=(OfferPlan("KTP_ENROL", 30), OfferPlan("KIA_NEW")))
    change_visit(visit, plan, siti(), now=NOW, reason="Permintaan desa", kept=EveryReason())
    text = shown(browser, path(visit)).text
    assert "Riwayat perubahan (2)" in text
    assert "Layanan ditambah: Kartu Identitas Anak (KIA) baru." in text
    assert "Alasan: Permintaan desa" in text
    for secret in ("Nomor rahasia", "Siti", "Asep", "Rudi", "Tim Utara"):
        assert secret not in text


@pytest.mark.parametrize(
    "public_id", ["{draft}", "x", "%00aaaaaaa", "a" * 5000], ids=["a draft", "x", "%00", "very long"]
)
def test_a_draft_and_an_unknown_visit_look_the_same(app: Flask, browser: Browser, public_id: str) -> None:
    named = public_id.format(draft=a_visit().public_id)
    unknown = browser.get("/kunjungan/zzzzzzzz", 404)
    assert title(browser.get(f"/kunjungan/{named}", 404)) == title(unknown)
    browser.get(f"/kunjungan/{named}.ics", 404)


@pytest.mark.parametrize("typed", ["K7M01QXD", "k7moiqxd", "k7mOLqxd", "k7m0-1qxd"])
@pytest.mark.parametrize("end", ["", ".ics"], ids=["page", "calendar"])
def test_an_id_read_off_a_poster_is_understood(app: Flask, browser: Browser, typed: str, end: str) -> None:
    visit = a_visit(state=P)
    visit.public_id = "k7m01qxd"
    session().commit()
    answer = browser.get(f"/kunjungan/{typed}{end}", 301)
    assert answer.headers["Location"] == f"/kunjungan/k7m01qxd{end}"


def test_an_office_in_papua_is_right_too(app: Flask, browser: Browser) -> None:
    jayapura = office("32.17", "Disdukcapil Kota Jayapura", "Asia/Jayapura")
    visit = a_visit(
        "08:00",
        "12:00",
        team=a_team(at=jayapura),
        venue=a_venue(in_village="Pataruman", at=jayapura),
        day=DAY.replace(day=5),
        state=P,
    )
    text = shown(browser, path(visit)).text
    assert "Sabtu, 5 Desember 2026 besok" in text
    assert "08.00–12.00 WIT" in text
    assert "Dilayani Disdukcapil Kota Jayapura." in text


@pytest.mark.parametrize("hostile", ['Ja\'ar & "Sons"', "<script>alert(1)</script>", "Balai 🎪", "x" * 5000])
def test_whatever_people_wrote_is_shown_as_text(app: Flask, browser: Browser, hostile: str) -> None:
    visit = a_visit(state=P, level=VisitLevel.SCHOOL, title=hostile)
    visit.venue.name = visit.venue.access = visit.venue.address = visit.contact = visit.notes = hostile
    session().commit()
    for address in (path(visit), "/", "/jadwal", f"/desa/{visit.village_code}"):
        answer = browser.get(address)
        assert "<script>alert" not in answer.get_data(as_text=True)
        assert hostile in shown(browser, address).text


def test_a_school_edition_says_who_is_meant(app: Flask, browser: Browser) -> None:
    visit = a_visit(state=P, level=VisitLevel.SCHOOL, title="SMAN 1 Setu")
    text = shown(browser, path(visit)).text
    assert "Siswa dan warga sekolah ini" in text
    assert f"/desa/{visit.village_code}" in links(shown(browser, path(visit)))


def test_many_services_stand_under_headings(app: Flask, browser: Browser) -> None:
    codes = tuple(session().scalars(Service.__table__.select().with_only_columns(Service.code)))
    visit = a_visit(state=P, services=codes)
    headings = [tag for tag, _attributes in shown(browser, path(visit)).tags if tag == "h3"]
    assert len(headings) >= 7
    assert session().query(Offer).count() == len(codes)


def test_another_offices_visit_is_shown_with_its_office(app: Flask, browser: Browser) -> None:
    visit = a_visit(team=a_team(at=elsewhere()), venue=a_venue(in_village="Pataruman", at=elsewhere()), state=P)
    assert "Dilayani Disdukcapil Kabupaten Bandung Barat." in shown(browser, path(visit)).text

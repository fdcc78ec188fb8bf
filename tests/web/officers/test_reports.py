"""The steps of the day as an officer, or a coordinator on the telephone, reports them: once, with the right hour."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from botram.visits.models import OfferReason, OfferState, Visit, VisitState
from tests.browser import Browser, page
from tests.builders import DAY, SetClock, a_visit, asep, dewi, moment, overwrite, siti
from tests.web.desk import known
from tests.web.officers.phone import aseps_visit, hidden, inputs_of


@pytest.fixture
def visit(app: Flask, set_clock: SetClock) -> Visit:
    """A visit of Asep's team, on the morning of its day."""
    set_clock(moment("08:05"))
    return aseps_visit()


@pytest.fixture
def phone(app: Flask, visit: Visit) -> Browser:
    """Asep's phone."""
    return Browser(app).sign_in("asep")


def step(browser: Browser, visit: Visit, name: str, status: int = 302, **typed: str) -> str:
    """Press the button of a step; returns what the page then says."""
    address = f"/petugas/kunjungan/{visit.public_id}/{name}"
    answer = browser.post(address, hidden(browser, address) | typed, status)
    return page(browser.get(answer.location) if status == 302 else answer).text


def test_a_day_is_reported_step_by_step(app: Flask, visit: Visit, phone: Browser, set_clock: SetClock) -> None:
    resident = Browser(app)
    steps = (
        ("06:50", "lapor/berangkat", "Tim berangkat, dilaporkan pukul 06.50 WIB.", "Dikonfirmasi 06.50"),
        ("08:05", "lapor/buka", "Layanan dibuka pukul 08.05 WIB", "Sedang berlangsung"),
        ("12:10", "lapor/tutup-antrean", "Antrean ditutup pukul 12.10 WIB.", "Antrean sudah ditutup"),
        ("12:20", "lapor/buka-antrean", "antrean terbuka", "Sedang berlangsung"),
        ("13:45", "tutup", "Kunjungan selesai pukul 13.45 WIB.", "Sudah selesai"),
    )
    for hour, name, says, residents_read in steps:
        set_clock(moment(hour))
        assert step(phone, visit, name).count(says) == 1
        assert residents_read in page(resident.get(f"/kunjungan/{visit.public_id}")).text
    assert known(visit).closed_at == moment("13:45")


def test_pressing_twice_reports_once_and_what_is_done_is_not_offered_again(visit: Visit, phone: Browser) -> None:
    address = f"/petugas/kunjungan/{visit.public_id}/lapor/buka"
    inputs = hidden(phone, address)
    for _press in range(2):
        assert phone.post(address, inputs).location == f"/petugas/kunjungan/{visit.public_id}"
    assert known(visit).version == 2
    phone.get(address, 302)
    text = page(phone.get(f"/petugas/kunjungan/{visit.public_id}")).text
    assert "Buka layanan" not in text
    assert "Tutup antrean" in text


def test_a_form_that_was_used_for_something_else_says_so_and_works_again(visit: Visit, phone: Browser) -> None:
    opening = f"/petugas/kunjungan/{visit.public_id}/lapor/buka"
    stale = hidden(phone, opening)
    phone.post(opening, stale)
    address = f"/petugas/kunjungan/{visit.public_id}/lapor/tutup-antrean"
    answer = phone.post(address, stale, 422)
    assert "Nomor laporan ini sudah dipakai untuk laporan yang lain." in page(answer).text
    fresh = {one["name"]: one["value"] for one in page(answer).all("input") if one.get("type") == "hidden"}
    phone.post(address, fresh)
    assert known(visit).queue_closed_at == moment("08:05")


def test_before_its_day_nothing_can_be_reported(visit: Visit, phone: Browser, set_clock: SetClock) -> None:
    set_clock(moment("20:00", DAY - timedelta(days=1)))
    address = f"/petugas/kunjungan/{visit.public_id}"
    assert phone.get(f"{address}/lapor/berangkat", 302).location == address
    phone.get(f"{address}/layanan/kk-baru", 302)
    text = page(phone.get(address)).text
    assert "Berangkat dan buka dilaporkan pada hari kunjungan, Selasa, 8 Desember 2026." in text
    answer = phone.post(f"{address}/lapor/berangkat", {}, 422)
    assert "Baru dapat dilaporkan pada hari kunjungan" in page(answer).text
    assert known(visit).confirmed_at is None


@pytest.mark.parametrize(
    ("hour", "told"), [("", "Bagian ini belum diisi."), ("pagi", "Tulis jam seperti 08.00.")], ids=["none", "no hour"]
)
def test_afterwards_the_hour_is_asked_for(app: Flask, visit: Visit, set_clock: SetClock, hour: str, told: str) -> None:
    set_clock(moment("09:00", DAY + timedelta(days=1)))
    phone = Browser(app).sign_in("asep")
    assert told in step(phone, visit, "lapor/buka", 422, hour=hour)
    assert known(visit).opened_at is None


def test_hours_told_afterwards_follow_each_other(app: Flask, visit: Visit, set_clock: SetClock) -> None:
    set_clock(moment("09:00", DAY + timedelta(days=1)))
    phone = Browser(app).sign_in("asep")
    step(phone, visit, "lapor/buka", hour="8.10")
    too_soon = step(phone, visit, "tutup", 422, hour="07.00", remark="Warga habis")
    assert "Layanan dibuka pukul 08.10 WIB; isi jam sesudahnya." in too_soon
    step(phone, visit, "tutup", hour="14.05")
    found = known(visit)
    assert (found.opened_at, found.closed_at) == (moment("08:10"), moment("14:05"))


@pytest.mark.parametrize(
    ("hour", "status", "told"), [("15.00", 302, "Layanan dibuka"), ("15.01", 422, "Jam itu belum lewat.")]
)
def test_an_hour_that_lies_ahead_is_no_hour(
    visit: Visit, phone: Browser, set_clock: SetClock, hour: str, status: int, told: str
) -> None:
    set_clock(moment("15:00"))
    assert told in step(phone, visit, "lapor/buka", status, hour=hour)


def test_a_form_shown_before_the_end_needs_no_hour_after_it(visit: Visit, phone: Browser, set_clock: SetClock) -> None:
    set_clock(moment("13:59"))
    address = f"/petugas/kunjungan/{visit.public_id}/lapor/buka"
    inputs = hidden(phone, address)
    set_clock(moment("14:01"))
    phone.post(address, inputs)
    assert known(visit).opened_at == moment("14:01")


def test_the_hour_is_that_of_the_first_press(visit: Visit, phone: Browser, set_clock: SetClock) -> None:
    address = f"/petugas/kunjungan/{visit.public_id}/lapor/buka"
    inputs = hidden(phone, address)
    for hour in ("08:45", "08:46"):
        set_clock(moment(hour))
        phone.post(address, inputs)
    assert (known(visit).opened_at, known(visit).version) == (moment("08:45"), 2)


@pytest.mark.parametrize("wrong", ["", "kemarin", "2026-12-08T08:00:00", "9999-12-31T23:59:59-23:59"])
def test_a_hidden_hour_that_makes_no_sense_counts_as_now(visit: Visit, phone: Browser, wrong: str) -> None:
    address = f"/petugas/kunjungan/{visit.public_id}/lapor/buka"
    phone.post(address, hidden(phone, address) | {"at": wrong})
    assert known(visit).opened_at == moment("08:05")


@pytest.mark.parametrize(
    ("pressed", "state", "reason", "words"),
    [
        ("LIMITED-NETWORK", OfferState.LIMITED, OfferReason.NETWORK, "terbatas karena jaringan lambat"),
        ("CLOSED-BLANKS", OfferState.CLOSED, OfferReason.BLANKS, "ditutup karena blangko habis"),
        ("OPEN", OfferState.OPEN, None, "dibuka"),
    ],
)
def test_a_service_is_set_with_one_press(
    visit: Visit, phone: Browser, pressed: str, state: OfferState, reason: OfferReason | None, words: str
) -> None:
    address = f"/petugas/kunjungan/{visit.public_id}/layanan/kk-baru"
    first = hidden(phone, address)
    phone.post(address, first | {"keadaan": "CLOSED-QUOTA"})
    assert f"Kartu Keluarga baru {words}." in step(phone, visit, "layanan/kk-baru", keadaan=pressed)
    offer = next(one for one in known(visit).offers if one.service_code == "KK_NEW")
    assert (offer.state, offer.reason) == (state, reason)
    assert "Tekan salah satu tombol keadaan." in step(phone, visit, "layanan/kk-baru", 422, keadaan="TERBANG")
    phone.get(f"/petugas/kunjungan/{visit.public_id}/layanan/akta-kelahiran", 404)


def test_closing_sends_obstacles_and_the_end_together_or_neither(
    app: Flask, visit: Visit, phone: Browser, set_clock: SetClock
) -> None:
    step(phone, visit, "lapor/buka")
    set_clock(moment("13:40"))
    address = f"/petugas/kunjungan/{visit.public_id}/tutup"
    inputs: dict[str, Any] = hidden(phone, address) | {"obstacles": "OTHER"}
    answer = phone.post(address, inputs, 422)
    assert "Tulis kendala lainnya dalam keterangan." in page(answer).text
    assert 'value="OTHER" checked' in answer.text
    assert known(visit).state is VisitState.RUNNING
    inputs = {one["name"]: one["value"] for one in page(answer).all("input") if one.get("type") == "hidden"}
    inputs |= {"obstacles": ["OTHER", "CROWD"], "remark": "Genset mati."}
    for _press in range(2):
        phone.post(address, inputs)
    found = known(visit)
    assert (found.state, found.closed_at) == (VisitState.CLOSED, moment("13:40"))
    assert (found.obstacles, found.remark, found.version) == (["OTHER", "CROWD"], "Genset mati.", 4)


@pytest.mark.parametrize(
    ("remark", "status", "told"),
    [
        ("", 422, "Kunjungan dijadwalkan sampai 14.00 WIB. Tulis mengapa ditutup lebih awal."),
        ("NIK 3216 0655 0898 0000", 422, "Jangan tulis NIK"),
        ("Semua sudah dilayani.", 302, "Semua sudah dilayani."),
    ],
    ids=["no reason", "a person", "a reason"],
)
def test_who_closes_early_says_why_and_never_names_a_resident(
    visit: Visit, phone: Browser, set_clock: SetClock, remark: str, status: int, told: str
) -> None:
    step(phone, visit, "lapor/buka")
    set_clock(moment("13:29"))
    text = step(phone, visit, "tutup", status, remark=remark)
    assert told in text and remark in text
    assert known(visit).state is (VisitState.CLOSED if status == 302 else VisitState.RUNNING)


def test_the_remark_may_change_after_closing(visit: Visit, phone: Browser, set_clock: SetClock) -> None:
    step(phone, visit, "lapor/buka")
    set_clock(moment("13:50"))
    step(phone, visit, "tutup", remark="Ramai.")
    assert "Simpan keterangan" in page(phone.get(f"/petugas/kunjungan/{visit.public_id}/tutup")).text
    step(phone, visit, "tutup", remark="Ramai sekali.")
    assert known(visit).remark == "Ramai sekali."


@pytest.mark.parametrize("late", ["Lain", "NIK 3216 0655 0898 0000"])
def test_the_remark_stays_once_the_results_are_verified(visit: Visit, phone: Browser, late: str) -> None:
    overwrite(visit, state=VisitState.VERIFIED, opened_at=moment("08:05"), remark="Ramai sekali.")
    phone.get(f"/petugas/kunjungan/{visit.public_id}/tutup", 302)
    answer = phone.post(f"/petugas/kunjungan/{visit.public_id}/tutup", {"remark": late})
    text = page(phone.get(answer.location)).text
    assert "sudah diverifikasi; keterangannya tidak dapat diubah lagi" in text
    assert "masih dapat diperbaiki" not in text
    assert "Ramai sekali." in text
    assert known(visit).remark == "Ramai sekali."


def test_who_closes_second_reads_what_stands_and_may_then_replace_it(
    app: Flask, visit: Visit, phone: Browser, set_clock: SetClock
) -> None:
    siti()
    step(phone, visit, "lapor/buka")
    desk, address = Browser(app).sign_in("siti"), f"/petugas/kunjungan/{visit.public_id}/tutup"
    set_clock(moment("13:40"))
    older = hidden(desk, address)
    first = hidden(phone, address) | {"obstacles": "NETWORK", "remark": "Menara mati."}
    for _press in range(2):
        phone.post(address, first)
    set_clock(moment("13:45"))
    answer = desk.post(address, older | {"obstacles": ["CROWD"], "remark": "Ramai."}, 422)
    text = page(answer).text
    for words in (
        "Sementara Anda mengisi, orang lain sudah menyimpan penutupan kunjungan ini.",
        "Kunjungan selesai pukul 13.40 WIB.",
        "Yang tersimpan sekarang: kendala jaringan putus; keterangan: Menara mati.",
        "Menyimpannya sekarang menggantikan yang tersimpan.",
    ):
        assert words in text, words
    assert 'value="CROWD" checked' in answer.text
    assert "Ramai.</textarea>" in answer.text
    found = known(visit)
    assert (found.obstacles, found.remark) == (["NETWORK"], "Menara mati.")
    desk.post(address, inputs_of(answer) | {"obstacles": ["CROWD"], "remark": "Ramai."})
    found = known(visit)
    assert (found.obstacles, found.remark, found.closed_at) == (["CROWD"], "Ramai.", moment("13:40"))


def test_who_corrects_the_remark_second_is_told_too(
    app: Flask, visit: Visit, phone: Browser, set_clock: SetClock
) -> None:
    step(phone, visit, "lapor/buka")
    set_clock(moment("13:50"))
    step(phone, visit, "tutup", remark="Ramai.")
    address = f"/petugas/kunjungan/{visit.public_id}/tutup"
    older = hidden(phone, address)
    step(phone, visit, "tutup", remark="")
    answer = phone.post(address, older | {"remark": "Hujan."}, 422)
    assert "kendala tidak ada; keterangan: tidak ada" in page(answer).text
    assert "Hujan." in answer.text
    phone.post(address, inputs_of(answer) | {"remark": "Hujan."})
    assert known(visit).remark == "Hujan."
    answer = phone.post(address, {"remark": "Tanpa lihat."}, 422)
    assert "keterangan: Hujan." in page(answer).text


def test_two_reports_are_both_taken_or_neither(visit: Visit, phone: Browser) -> None:
    address = f"/petugas/kunjungan/{visit.public_id}/tutup"
    text = page(phone.post(address, {"ends": "1", "remark": "Belum buka"}, 422)).text
    assert "belum dibuka" in text
    assert (known(visit).remark, visit.state) == ("", VisitState.PUBLISHED)


def test_coordinators_report_for_their_office(app: Flask, visit: Visit) -> None:
    siti()
    assert "Layanan dibuka" in step(Browser(app).sign_in("siti"), visit, "lapor/buka")


@pytest.mark.parametrize("name", ["", "/lapor/buka", "/tutup", "/layanan/kk-baru"])
def test_nobody_reports_for_another_office(app: Flask, visit: Visit, name: str) -> None:
    dewi()
    stranger, path = Browser(app).sign_in("dewi"), f"/petugas/kunjungan/{visit.public_id}{name}"
    stranger.get(path, 404)
    if name:
        stranger.post(path, {}, 404)
    assert known(visit).version == 1


def test_a_draft_says_that_it_is_one(app: Flask, visit: Visit) -> None:
    siti()
    desk, draft = Browser(app).sign_in("siti"), a_visit(crew=(asep(),))
    assert "belum diterbitkan" in page(desk.get(f"/petugas/kunjungan/{draft.public_id}")).text


@pytest.mark.parametrize("name", ["lapor/buka", "layanan/kk-baru", "tutup"])
def test_nobody_reports_of_a_cancelled_visit(visit: Visit, phone: Browser, name: str) -> None:
    overwrite(visit, state=VisitState.CANCELLED, reason="Jalan tergenang")
    text = page(phone.get(f"/petugas/kunjungan/{visit.public_id}")).text
    assert "Kunjungan ini dibatalkan: Jalan tergenang" in text
    phone.get(f"/petugas/kunjungan/{visit.public_id}/{name}", 302)
    answer = phone.post(f"/petugas/kunjungan/{visit.public_id}/{name}", {"keadaan": "OPEN"}, 422)
    assert "dibatalkan" in page(answer).text


def test_what_was_recorded_at_a_visit_that_is_cancelled_is_only_read(app: Flask, visit: Visit, phone: Browser) -> None:
    siti()
    desk, path = Browser(app).sign_in("siti"), f"/petugas/kunjungan/{visit.public_id}"
    empty = page(desk.get(f"{path}/catatan")).text
    assert "Catat hasil" in empty
    step(phone, visit, "catat/kk-baru", outcome="ISSUED_ON_SPOT")
    assert "Koreksi : Kartu Keluarga baru" in page(phone.get(f"{path}/catatan")).text
    overwrite(visit, state=VisitState.CANCELLED, reason="Jalan tergenang")
    for browser in (phone, desk):
        read = page(browser.get(f"{path}/catatan"))
        assert "Kartu Keluarga baru" in read.text
        assert "Koreksi : " not in read.text
        to_record = [link for link in read.all("a") if link["href"] == f"{path}/catat"]
        assert not [link for link in to_record if link.get("class") == "btn"]
    without = a_visit(crew=(asep(),), state=VisitState.CANCELLED)
    text = page(desk.get(f"/petugas/kunjungan/{without.public_id}/catatan")).text
    assert "Tidak ada catatan di halaman ini." in text


def test_a_coordinator_on_the_telephone_tells_the_hour_or_leaves_it_at_now(
    app: Flask, visit: Visit, phone: Browser, set_clock: SetClock
) -> None:
    siti()
    desk = Browser(app).sign_in("siti")
    set_clock(moment("10:00"))
    address = f"/petugas/kunjungan/{visit.public_id}/lapor/buka"
    assert not page(desk.get(address)).all("summary")
    assert "Pukul berapa?" in page(desk.get(address)).text
    assert "Jam itu belum lewat." in step(desk, visit, "lapor/buka", told="10.30", status=422)
    assert "Layanan dibuka pukul 08.05 WIB" in step(desk, visit, "lapor/buka", told="8.05")
    assert known(visit).opened_at == moment("08:05")
    step(desk, visit, "lapor/tutup-antrean", told="09.30")
    assert known(visit).queue_closed_at == moment("09:30")
    too_soon = step(desk, visit, "tutup", told="09.15", remark="Banjir", status=422)
    assert "Laporan sebelum ini pukul 09.30 WIB; isi jam sesudahnya." in too_soon
    step(desk, visit, "tutup", remark="Banjir")
    assert known(visit).closed_at == moment("10:00")


def test_backdated_times_follow_the_departure_and_one_another_by_the_minute(
    app: Flask, visit: Visit, set_clock: SetClock
) -> None:
    siti()
    desk = Browser(app).sign_in("siti")
    set_clock(moment("11:00"))
    overwrite(visit, confirmed_at=moment("09:30") + timedelta(seconds=12))
    text = step(desk, visit, "lapor/buka", told="9.10", status=422)
    assert "Tim memastikan berangkat pukul 09.30 WIB; isi jam sesudahnya." in text
    step(desk, visit, "lapor/buka", told="9.30")
    assert known(visit).opened_at == moment("09:30") + timedelta(seconds=12)
    overwrite(visit, opened_at=moment("09:10"))  # as it was taken in former times
    text = step(desk, visit, "tutup", told="9.20", remark="Banjir", status=422)
    assert "Tim memastikan berangkat pukul 09.30 WIB" in text
    overwrite(visit, opened_at=moment("10:50") + timedelta(seconds=37))
    step(desk, visit, "lapor/tutup-antrean", told="10.50")
    assert known(visit).queue_closed_at == visit.opened_at
    step(desk, visit, "lapor/buka-antrean", told="10.50")
    assert known(visit).queue_closed_at is None


def test_a_departure_kept_for_the_day_after_bars_no_opening(
    app: Flask, visit: Visit, phone: Browser, set_clock: SetClock
) -> None:
    overwrite(visit, confirmed_at=moment("08:30", DAY + timedelta(days=1)))
    set_clock(moment("09:00", DAY + timedelta(days=1)))
    step(Browser(app).sign_in("asep"), visit, "lapor/buka", hour="8.10")
    assert known(visit).opened_at == moment("08:10")


def test_an_officer_may_unfold_the_hour_at_which_it_happened(visit: Visit, phone: Browser, set_clock: SetClock) -> None:
    set_clock(moment("09:44"))
    path = f"/petugas/kunjungan/{visit.public_id}"
    for name in ("lapor/buka", "layanan/kk-baru"):
        read = page(phone.get(f"{path}/{name}"))
        assert read.text.count("Terjadi lebih awal?") == 1
        assert read.all("details") == [{"class": "list"}], "it is folded away"
    wrong = step(phone, visit, "lapor/buka", told="09.45", status=422)
    assert "Jam itu belum lewat." in wrong
    answer = phone.post(f"{path}/lapor/buka", {"told": "pagi"}, 422)
    assert page(answer).all("details") == [{"class": "list", "open": ""}]
    assert "Layanan dibuka pukul 08.05 WIB" in step(phone, visit, "lapor/buka", told="8.05")
    step(phone, visit, "layanan/kk-baru", keadaan="CLOSED-BLANKS", told="09.00")
    assert "Laporan sebelum ini pukul 09.00 WIB" in step(
        phone, visit, "layanan/kk-baru", keadaan="OPEN", told="08.30", status=422
    )
    step(phone, visit, "lapor/tutup-antrean")
    assert "Terjadi lebih awal?" in page(phone.get(f"{path}/tutup")).text
    step(phone, visit, "tutup", remark="Banjir")
    found = known(visit)
    assert (found.opened_at, found.queue_closed_at) == (moment("08:05"), moment("09:44"))

"""Counting without script: a press counts once, the ledger holds exactly what was on the page."""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from botram.database import session
from botram.results.actions import check_totals
from botram.results.models import ResultEntry
from botram.results.queries import totals_of
from botram.visits.models import OfferReason, OfferState, Visit, VisitState
from tests.browser import Browser, page
from tests.builders import DAY, SetClock, a_visit, add, asep, dewi, moment, overwrite, siti
from tests.statements import LOCK, just_before, statements
from tests.web.desk import as_it_is_now
from tests.web.officers.phone import aseps_visit, hidden, inputs_of


@pytest.fixture
def visit(app: Flask, set_clock: SetClock) -> Visit:
    """A visit that Asep's team has opened."""
    set_clock(moment("09:00"))
    visit = aseps_visit(VisitState.RUNNING, services=("KTP_NEW", "KK_NEW", "BIRTH", "CERT_REISSUE"))
    visit.offers[1].quota = 3
    return add(visit)


@pytest.fixture
def phone(app: Flask, visit: Visit) -> Browser:
    """Asep's phone."""
    return Browser(app).sign_in("asep")


def at(visit: Visit, end: str = "catat") -> str:
    """An address below the visit's."""
    return f"/petugas/kunjungan/{visit.public_id}/{end}"


def press(browser: Browser, visit: Visit, slug: str, outcome: str, status: int = 302, **typed: Any) -> str:
    """Open a service's sheet and press an outcome; returns what the page then says."""
    address = at(visit, f"catat/{slug}")
    answer = browser.post(address, hidden(browser, address) | {"outcome": outcome} | typed, status)
    return page(browser.get(answer.location) if status == 302 else answer).text


def ledger(visit: Visit) -> list[tuple[str, str, int, dict[str, int], dict[str, int]]]:
    """All entries in their order; the kept sums must equal them."""
    assert check_totals() == []
    rows = as_it_is_now().query(ResultEntry).filter_by(visit_id=visit.id).order_by(ResultEntry.number)
    return [(one.service_code, one.outcome.value, one.requests, one.issued, one.missing) for one in rows]


def test_a_press_on_an_outcome_counts_and_shows_at_once(visit: Visit, phone: Browser) -> None:
    text = press(phone, visit, "kk-baru", "ISSUED_ON_SPOT")
    assert "1 tercatat" in text
    assert "Kartu Keluarga baru sisa 2 1 tercatat" in text
    assert "Kartu Keluarga baru +1 Selesai di tempat. Terbit: Kartu Keluarga (KK) 1. Urungkan" in text
    press(phone, visit, "kk-baru", "NOT_SERVED_QUOTA")
    text = press(phone, visit, "akta-kelahiran", "RETURNED_INCOMPLETE", missing=["KK_COPY", "BIRTH_LETTER"])
    assert "3 tercatat" in text
    assert "Kartu Keluarga baru sisa 2 2 tercatat" in text  # who was not served took none of the quota
    assert ledger(visit) == [
        ("KK_NEW", "ISSUED_ON_SPOT", 1, {"KK": 1}, {}),
        ("KK_NEW", "NOT_SERVED_QUOTA", 1, {}, {}),
        ("BIRTH", "RETURNED_INCOMPLETE", 1, {}, {"KK_COPY": 1, "BIRTH_LETTER": 1}),
    ]
    assert "Dikembalikan, berkas kurang 1" in page(phone.get(at(visit, "catat/akta-kelahiran"))).text


def test_numbers_are_set_with_buttons_and_documents_follow(visit: Visit, phone: Browser) -> None:
    address = at(visit, "catat/akta-kelahiran")
    typed = hidden(phone, address)
    for button in ("requests:+10", "requests:-1", "requests:-1", "doc-KIA:+1", "doc-KK:-1"):
        answer = phone.post(address, typed | {"step": button, "missing": "KK_COPY", "note": "Ramai"}, 200)
        typed = inputs_of(answer)
    assert [one["value"] for one in page(answer).all("input") if one.get("name") == "missing" and "checked" in one] == [
        "KK_COPY"
    ]
    assert "Ramai</textarea>" in answer.text
    assert ledger(visit) == []
    phone.post(address, typed | {"outcome": "ISSUED_ON_SPOT"})
    assert ledger(visit) == [("BIRTH", "ISSUED_ON_SPOT", 9, {"BIRTH_CERT": 9, "KK": 8, "KIA": 1}, {})]


@pytest.mark.parametrize("outcome", ["NOT_SERVED_QUOTA", "RETURNED_INCOMPLETE", "REFERRED"])
def test_who_was_not_served_took_no_document_home(visit: Visit, phone: Browser, outcome: str) -> None:
    text = press(phone, visit, "akta-kelahiran", outcome, 422, **{"doc-KIA": "1"})
    assert "Hasil ini tidak menerbitkan dokumen." in text
    assert ledger(visit) == []


@pytest.mark.parametrize(
    ("button", "typed", "shown"),
    [
        ("requests:-10", {}, "1"),
        ("requests:+10", {"requests": "495"}, "500"),
        ("doc-KIA:-1", {}, "0"),
        ("requests:+7", {}, "1"),
        ("terbang:+1", {}, "1"),
        ("", {}, "1"),
    ],
)
def test_a_number_stays_within_its_bounds(
    visit: Visit, phone: Browser, button: str, typed: dict[str, str], shown: str
) -> None:
    address = at(visit, "catat/akta-kelahiran")
    answer = phone.post(address, hidden(phone, address) | typed | {"step": button}, 200)
    name = button.partition(":")[0] if button.startswith("doc-") else "requests"
    assert f'data-output="{name}">{shown}<' in answer.text


@pytest.mark.parametrize("number", ["0", "501", "-3", "dua", "1e2", "9" * 30, "\uff11"])
def test_a_number_that_is_none_counts_nothing(visit: Visit, phone: Browser, number: str) -> None:
    assert "Ada jumlah yang tidak dapat dipakai." in press(
        phone, visit, "kk-baru", "ISSUED_ON_SPOT", 422, requests=number
    )
    assert ledger(visit) == []


def test_pressing_twice_counts_once_and_says_so(visit: Visit, phone: Browser, set_clock: SetClock) -> None:
    address = at(visit, "catat/kk-baru")
    typed = hidden(phone, address) | {"outcome": "ISSUED_ON_SPOT"}
    phone.post(address, typed)
    set_clock(moment("09:05"))
    again = phone.post(address, typed)
    assert "Catatan ini sudah tersimpan; tidak dihitung dua kali." in page(phone.get(again.location)).text
    assert len(ledger(visit)) == 1
    answer = phone.post(address, typed | {"outcome": "REFERRED"}, 422)
    assert "Formulir ini sudah dipakai untuk catatan lain, yang tetap tersimpan." in page(answer).text
    phone.post(address, inputs_of(answer) | {"outcome": "REFERRED"})
    assert [row[1] for row in ledger(visit)] == ["ISSUED_ON_SPOT", "REFERRED"]


@pytest.mark.parametrize(
    ("slug", "outcome", "typed", "said"),
    [
        ("kk-baru", "ISSUED_ON_SPOT", {"note": "NIK 3216-0655-0898-0000"}, "Jangan tulis NIK atau nomor KK."),
        ("akta-hilang-rusak", "ISSUED_ON_SPOT", {"note": "Basah"}, "Isi dahulu dokumen yang terbit."),
        ("kk-baru", "TERBANG", {"note": "Basah"}, "Tekan salah satu hasil."),
    ],
    ids=["a person in the note", "no document", "no outcome of ours"],
)
def test_what_cannot_be_counted_is_said_and_what_was_typed_stays(
    visit: Visit, phone: Browser, slug: str, outcome: str, typed: dict[str, str], said: str
) -> None:
    address = at(visit, f"catat/{slug}")
    answer = phone.post(address, hidden(phone, address) | {"outcome": outcome} | typed, 422)
    assert said in page(answer).text
    assert f"{typed['note']}</textarea>" in answer.text
    assert ledger(visit) == []


def test_the_last_entry_is_taken_back_with_one_press(visit: Visit, phone: Browser) -> None:
    address = at(visit, "catat/akta-kelahiran")
    answer = phone.post(address, hidden(phone, address) | {"outcome": "ISSUED_ON_SPOT"})
    shown = page(phone.get(answer.location))
    form = next(one["action"] for one in shown.all("form") if one.get("action", "").endswith("/urungkan"))
    numbers = [one["value"] for one in shown.all("input") if one.get("name") == "number"]
    for _press in range(2):
        undone = phone.post(form, {"number": numbers[-1]})
    assert "Diurungkan: Akta kelahiran, Selesai di tempat." in page(phone.get(undone.location)).text
    assert [row[2] for row in ledger(visit)] == [1, -1]
    assert totals_of(visit).all_requests == 0
    assert phone.post(form).location.endswith("/koreksi")  # nothing is left of it
    assert len(ledger(visit)) == 2


def undo_offered(browser: Browser, address: str) -> bool:
    """Whether a page offers to take an entry back; the page then names the entry for the script too."""
    shown = page(browser.get(address))
    forms = [one for one in shown.all("form") if one.get("action", "").endswith("/urungkan")]
    offered = [one for one in forms if "hidden" not in one]
    assert len(offered) == len([one for one in shown.all("div") if "data-last" in one]) <= 1
    return bool(offered)


def test_an_entry_is_offered_for_undoing_as_long_as_all_of_it_is_left(app: Flask, visit: Visit, phone: Browser) -> None:
    siti()
    address = at(visit, "catat/kk-baru")
    assert not undo_offered(phone, at(visit))
    done = phone.post(address, hidden(phone, address) | {"outcome": "ISSUED_ON_SPOT", "requests": "2"})
    for reloaded in (done.location, at(visit)):
        assert undo_offered(phone, reloaded)
    assert not undo_offered(Browser(app).sign_in("siti"), at(visit))
    corrected = entry_address(visit)
    phone.post(corrected, hidden(phone, corrected) | {"take-requests": "1"})
    assert not undo_offered(phone, at(visit))
    assert not undo_offered(phone, done.location)
    assert "Kartu Keluarga baru +2" in page(phone.get(done.location)).text
    phone.post(corrected, hidden(phone, corrected))
    assert "+2" not in page(phone.get(done.location)).text  # nothing is left of it


def test_an_entry_that_was_undone_is_not_offered_again(visit: Visit, phone: Browser) -> None:
    address = at(visit, "catat/kk-baru")
    done = phone.post(address, hidden(phone, address) | {"outcome": "ISSUED_ON_SPOT"})
    forms = page(phone.get(done.location)).all("form")
    phone.post(next(one["action"] for one in forms if one.get("action", "").endswith("/urungkan")))
    for reloaded in (done.location, at(visit)):
        assert not undo_offered(phone, reloaded)
        assert "Kartu Keluarga baru +1" not in page(phone.get(reloaded)).text


def test_after_closing_the_last_entry_leads_to_its_correction(visit: Visit, phone: Browser) -> None:
    address = at(visit, "catat/kk-baru")
    done = phone.post(address, hidden(phone, address) | {"outcome": "ISSUED_ON_SPOT"})
    overwrite(visit, state=VisitState.CLOSED, closed_at=moment("08:50"))
    assert not undo_offered(phone, done.location)
    links = [one for one in page(phone.get(done.location)).all("a") if "data-elsewhere" in one]
    assert [(one["href"], "hidden" in one) for one in links] == [(at(visit, "catatan"), False)]


def test_a_tile_says_what_can_be_had_no_longer(visit: Visit, phone: Browser) -> None:
    visit.offers[0].state, visit.offers[0].reason = OfferState.CLOSED, OfferReason.BLANKS
    visit.offers[1].state, visit.offers[1].reason = OfferState.LIMITED, OfferReason.NETWORK
    session().commit()
    for _time in range(4):
        press(phone, visit, "kk-baru", "ISSUED_ON_SPOT")
    text = page(phone.get(at(visit))).text
    assert "KTP-el baru (pemula) Blangko habis 0" in text
    assert "Kartu Keluarga baru Kuota habis lewat 1 4" in text


@pytest.mark.parametrize("slug", ["akta-kematian", "terbang", "..%2Fterbang"])
def test_what_is_not_offered_has_no_sheet(visit: Visit, phone: Browser, slug: str) -> None:
    phone.get(at(visit, f"catat/{slug}"), 404)


@pytest.mark.parametrize(
    ("state", "status", "said"),
    [(VisitState.PUBLISHED, 200, "belum dilaporkan dibuka"), (VisitState.CANCELLED, 302, "dibatalkan")],
)
def test_only_when_something_can_be_recorded_there_are_pages_for_it(
    visit: Visit, phone: Browser, state: VisitState, status: int, said: str
) -> None:
    other = a_visit("15:00", "17:00", team=visit.team, state=state)
    answer = phone.get(at(other), status)
    assert said in page(phone.get(answer.location) if status == 302 else answer).text


@pytest.mark.parametrize("name", ["catat", "catat/kk-baru"])
def test_before_its_day_nothing_is_recorded(app: Flask, visit: Visit, set_clock: SetClock, name: str) -> None:
    coming = a_visit("15:00", "17:00", team=visit.team, state=VisitState.PUBLISHED)
    set_clock(moment("20:00", DAY - timedelta(days=1)))
    phone = Browser(app).sign_in("asep")
    phone.get(at(coming, name), 302)
    phone.post(at(coming, "catat/kk-baru"), {"requests": "1", "outcome": "REFERRED"})
    assert ledger(coming) == []


def said_while(browser: Browser, visit: Visit) -> list[str]:
    """For which state of the visit the page of tiles says something."""
    notices = [one for one in page(browser.get(at(visit))).all("p") if "data-while" in one]
    return [one["data-while"] for one in notices if "hidden" not in one]


@pytest.mark.parametrize(
    ("state", "told", "counted"),
    [(VisitState.CLOSED, "1 tercatat", 1), (VisitState.VERIFIED, "menunggu keputusan kepala", 0)],
    ids=["closed", "verified"],
)
def test_after_closing_a_reason_is_asked_for_and_after_verifying_the_head(
    visit: Visit, phone: Browser, state: VisitState, told: str, counted: int
) -> None:
    assert said_while(phone, visit) == []
    overwrite(visit, state=state, closed_at=moment("08:50"))
    assert said_while(phone, visit) == [state.value]
    assert "Catatan susulan perlu alasan." in page(phone.get(at(visit))).text
    assert "Tulis mengapa baru dicatat sekarang" in press(phone, visit, "kk-baru", "ISSUED_ON_SPOT", 422)
    assert told in press(phone, visit, "kk-baru", "ISSUED_ON_SPOT", note="Tertinggal di buku.")
    assert (len(ledger(visit)), totals_of(visit).all_requests) == (1, counted)


def test_coordinators_record_for_their_office(app: Flask, visit: Visit) -> None:
    siti()
    press(Browser(app).sign_in("siti"), visit, "kk-baru", "ISSUED_ON_SPOT")
    assert len(ledger(visit)) == 1


@pytest.mark.parametrize(
    "name", ["catat", "catat/kk-baru", "catatan", "catatan/{entry}/koreksi", "catatan/{entry}/urungkan"]
)
def test_nobody_records_for_another_office(app: Flask, visit: Visit, phone: Browser, name: str) -> None:
    dewi()
    press(phone, visit, "kk-baru", "ISSUED_ON_SPOT")
    address = at(visit, name.format(entry=as_it_is_now().query(ResultEntry.id).scalar()))
    stranger = Browser(app).sign_in("dewi")
    if not name.endswith("urungkan"):
        stranger.get(address, 404)
    if name not in ("catat", "catatan"):
        stranger.post(address, {"requests": "1", "outcome": "REFERRED"}, 404)
    assert len(ledger(visit)) == 1


def test_asking_for_the_head_of_a_form_records_nothing(visit: Visit, phone: Browser) -> None:
    sheet = at(visit, "catat/kk-baru")
    phone.ask("HEAD", sheet, 200, data=hidden(phone, sheet) | {"outcome": "ISSUED_ON_SPOT"})
    assert ledger(visit) == []
    press(phone, visit, "kk-baru", "ISSUED_ON_SPOT")
    phone.ask("HEAD", entry_address(visit), 200, data=hidden(phone, entry_address(visit)) | {"take-requests": "1"})
    assert len(ledger(visit)) == 1


# Corrections ---------------------------------------------------------------------------------------------------------


def entry_address(visit: Visit) -> str:
    """Where the first entry is corrected."""
    first = as_it_is_now().query(ResultEntry.id).order_by(ResultEntry.number).first()
    assert first is not None
    return at(visit, f"catatan/{first[0]}/koreksi")


def test_a_slip_of_a_hundred_is_taken_back_with_its_documents(visit: Visit, phone: Browser) -> None:
    press(phone, visit, "akta-kelahiran", "ISSUED_ON_SPOT", requests="100")
    address = entry_address(visit)
    assert address in {link["href"] for link in page(phone.get(at(visit, "catatan"))).all("a")}
    answer = phone.post(address, hidden(phone, address) | {"step": "take-requests:-1"}, 200)
    typed = inputs_of(answer)
    for _press in range(2):
        done = phone.post(address, typed | {"note": "Terpencet 100."})
    assert "koreksinya tersimpan sekali" in page(phone.get(done.location)).text
    assert ledger(visit)[1:] == [("BIRTH", "ISSUED_ON_SPOT", -99, {"BIRTH_CERT": -99, "KK": -99}, {})]
    text = page(phone.get(at(visit, "catatan"))).text
    assert "Terpencet 100." in text
    assert text.index("-99") < text.index("+100")


def test_an_outcome_is_changed_by_both_entries_or_neither(visit: Visit, phone: Browser) -> None:
    press(phone, visit, "akta-kelahiran", "ISSUED_ON_SPOT", requests="2")
    address = entry_address(visit)
    wrong = phone.post(address, hidden(phone, address) | {"take-requests": "0", "outcome": "REFERRED"}, 422)
    assert "Isi berapa permohonan yang dicatat ulang." in page(wrong).text
    digits = phone.post(
        address, inputs_of(wrong) | {"outcome": "REFERRED", "note": "3216065508980000", "take-requests": "1"}, 422
    )
    assert "Jangan tulis NIK" in page(digits).text
    assert len(ledger(visit)) == 1
    typed = hidden(phone, address) | {"take-requests": "1", "outcome": "RETURNED_INCOMPLETE", "missing": "KK_COPY"}
    phone.post(address, typed)
    assert ledger(visit)[1:] == [
        ("BIRTH", "ISSUED_ON_SPOT", -1, {"BIRTH_CERT": -1, "KK": -1}, {}),
        ("BIRTH", "RETURNED_INCOMPLETE", 1, {}, {"KK_COPY": 1}),
    ]


def test_no_more_is_taken_back_than_is_left(visit: Visit, phone: Browser) -> None:
    press(phone, visit, "kk-baru", "ISSUED_ON_SPOT", requests="3")
    address = entry_address(visit)
    phone.post(address, hidden(phone, address) | {"take-requests": "2"})
    over = phone.post(address, hidden(phone, address) | {"take-requests": "3"}, 422)
    assert "Ada jumlah yang tidak dapat dipakai." in page(over).text
    phone.post(address, hidden(phone, address))
    assert "tidak ada lagi yang dapat dikoreksi" in page(phone.get(phone.get(address, 302).location)).text
    assert [row[2:4] for row in ledger(visit)] == [(3, {"KK": 3}), (-2, {"KK": -2}), (-1, {"KK": -1})]
    assert address not in phone.get(at(visit, "catatan")).text


@pytest.mark.parametrize("pressed", [{}, {"step": "take-requests:+1"}], ids=["saves", "counts"])
def test_two_people_who_correct_the_same_mistake_hear_of_one_another(
    app: Flask, visit: Visit, phone: Browser, pressed: dict[str, str]
) -> None:
    """Both have opened the correction of an entry of five, and one was too many."""
    siti()
    press(phone, visit, "kk-baru", "ISSUED_ON_SPOT", requests="5")
    desk, address = Browser(app).sign_in("siti"), entry_address(visit)
    typed = {"take-requests": "1", "note": "Satu terlalu banyak."}
    at_phone, at_desk = hidden(phone, address) | typed, hidden(desk, address) | typed
    phone.post(address, at_phone)
    answer = desk.post(address, at_desk | pressed, 422)
    shown = page(answer).text
    assert "(Asep Saepudin, 09.00: Selesai di tempat -1). Sekarang tersisa 4 permohonan." in shown
    assert "Satu terlalu banyak.</textarea>" in answer.text
    assert 'data-output="take-requests">1<' in answer.text
    assert len(ledger(visit)) == 2
    desk.post(address, inputs_of(answer) | {"note": "Memang satu lagi."})
    assert [row[2] for row in ledger(visit)] == [5, -1, -1]


def test_what_was_corrected_wholly_meanwhile_is_not_corrected_again(app: Flask, visit: Visit, phone: Browser) -> None:
    siti()
    press(phone, visit, "kk-baru", "ISSUED_ON_SPOT", requests="2")
    desk, address = Browser(app).sign_in("siti"), entry_address(visit)
    at_desk = hidden(desk, address)
    phone.post(address, hidden(phone, address) | {"outcome": "REFERRED"})
    done = desk.post(address, at_desk)
    assert "Koreksi Anda tidak disimpan." in page(desk.get(done.location)).text
    assert [row[1:3] for row in ledger(visit)] == [("ISSUED_ON_SPOT", 2), ("ISSUED_ON_SPOT", -2), ("REFERRED", 2)]


def test_the_lock_of_the_visit_has_the_last_word_on_a_stale_correction(
    app: Flask, visit: Visit, phone: Browser
) -> None:
    """Somebody else corrects after this form was looked through, and before it is saved."""
    press(phone, visit, "kk-baru", "ISSUED_ON_SPOT", requests="5")
    address, other = entry_address(visit), Browser(app).sign_in("asep")
    form, first = (hidden(one, address) | {"take-requests": "1"} for one in (phone, other))
    with just_before(lambda: other.post(address, first), *LOCK):
        refused = phone.post(address, form, 422)
    assert "Sekarang tersisa 4 permohonan." in page(refused).text
    assert [row[2] for row in ledger(visit)] == [5, -1]


def test_what_stands_in_the_place_of_an_entry_is_corrected_in_its_turn(visit: Visit, phone: Browser) -> None:
    press(phone, visit, "akta-kelahiran", "ISSUED_ON_SPOT", requests="4")
    first = entry_address(visit)
    phone.post(first, hidden(phone, first) | {"take-requests": "3", "outcome": "ISSUED_DIGITAL"})
    listed = [link["href"] for link in page(phone.get(at(visit, "catatan"))).all("a")]
    second, same = (address for address in listed if address.endswith("/koreksi"))
    assert same == first
    phone.post(second, hidden(phone, second) | {"take-requests": "1"})
    phone.post(first, hidden(phone, first) | {"outcome": "REFERRED"})
    assert ledger(visit)[3:] == [
        ("BIRTH", "ISSUED_DIGITAL", -1, {"BIRTH_CERT": -1, "KK": -1}, {}),
        ("BIRTH", "ISSUED_ON_SPOT", -1, {"BIRTH_CERT": -1, "KK": -1}, {}),
        ("BIRTH", "REFERRED", 1, {}, {}),
    ]
    assert phone.get(first, 302).location != first
    roots = {root for (root,) in as_it_is_now().query(ResultEntry.root)}
    assert len(roots) == 1


def test_a_late_correction_says_why_and_waits_for_the_head_once_verified(visit: Visit, phone: Browser) -> None:
    press(phone, visit, "kk-baru", "ISSUED_ON_SPOT")
    overwrite(visit, state=VisitState.VERIFIED, closed_at=moment("08:50"))
    address = entry_address(visit)
    assert "Tulis mengapa baru dicatat sekarang" in page(phone.post(address, hidden(phone, address), 422)).text
    done = phone.post(address, hidden(phone, address) | {"note": "Salah hitung."})
    text = page(phone.get(done.location)).text
    assert "menunggu keputusan kepala" in text
    assert "Menunggu kepala" in text
    assert totals_of(visit).all_requests == 1
    assert check_totals() == []


@pytest.mark.parametrize("number", ["x", "../..", "00000000-0000-4000-8000-000000000000"])
def test_an_entry_that_is_not_there_is_not_found(visit: Visit, phone: Browser, number: str) -> None:
    phone.get(at(visit, f"catatan/{number}/koreksi"), 404)
    phone.post(at(visit, f"catatan/{number}/urungkan"), status=404)
    assert "Urungkan" not in page(phone.get(at(visit), query_string={"terakhir": number})).text.split("Hari ini")[-1]


def test_the_list_of_entries_is_paged_and_costs_the_same(app: Flask, visit: Visit, phone: Browser) -> None:
    assert "Belum ada catatan" in page(phone.get(at(visit, "catatan"))).text
    press(phone, visit, "kk-baru", "ISSUED_ON_SPOT")
    first = as_it_is_now().query(ResultEntry).one()
    kept = {
        column.name: getattr(first, column.name) for column in ResultEntry.__table__.columns if column.name != "number"
    }

    def cost() -> Counter[str]:
        counted: Counter[str] = Counter()
        for name in ("catat", "catatan", "catat/kk-baru"):
            phone.get(at(visit, name))
            with statements() as sent:
                phone.get(at(visit, name))
            counted[name] = len(sent)
        return counted

    few = cost()
    for number in range(120):
        own_id = f"00000000-0000-4000-8000-{number:012d}"
        session().add(ResultEntry(**kept | {"id": own_id, "root": own_id}))
    session().commit()
    assert cost() == few
    assert max(few.values()) <= 24
    assert "121 catatan" in page(phone.get(at(visit, "catatan"), query_string={"halaman": 3})).text
    assert (
        "Tidak ada catatan di halaman ini." in page(phone.get(at(visit, "catatan"), query_string={"halaman": 9})).text
    )


def test_asep_alone_takes_his_own_entry_back(app: Flask, visit: Visit) -> None:
    siti(), asep()
    desk = Browser(app).sign_in("siti")
    address = at(visit, "catat/kk-baru")
    answer = desk.post(address, hidden(desk, address) | {"outcome": "ISSUED_ON_SPOT"})
    phone = Browser(app).sign_in("asep")
    undo = [one for one in page(phone.get(answer.location)).all("form") if "/urungkan" in one.get("action", "")]
    assert all("hidden" in one for one in undo)

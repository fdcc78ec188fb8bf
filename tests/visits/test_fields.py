"""The table of a visit's fields names every column, and whatever walks it forgets no row."""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from botram.audit.models import AuditEntry
from botram.calendars.event import CREW, OFFICE, ONE_FILE, RESIDENTS, event_of
from botram.database import session
from botram.news.labels import paragraphs, title
from botram.staff.rules import IdentityNumber
from botram.visit_view import Audience, view_of
from botram.visits.actions import draft_visit, time_and_place
from botram.visits.fields import FIELDS, TEXTS, Kind, TextField
from botram.visits.history import ROWS, differences, sentences, visit_snapshot
from botram.visits.models import OfferState, Visit, VisitLevel, VisitState
from botram.visits.queries import public_visit
from botram.web.api.visit_schemas import NewVisit, VisitChange
from tests.browser import Browser, page
from tests.builders import DAY, NOW, a_booth, a_team, a_venue, a_visit, asep, bekasi, moment, siti, with_second
from tests.visits.builders import a_plan
from tests.web.api.program import Program
from tests.web.coordinators.addresses import address_of
from tests.web.coordinators.form_reader import filled
from tests.web.desk import at_desk, known

ZONE = "Asia/Jakarta"
PLANNED = (Kind.LINE, Kind.PARAGRAPHS, Kind.TELEPHONE, Kind.PLANNED)
WRITTEN = tuple(text for text in TEXTS if text.kind is not Kind.TELEPHONE)
NUMBERS = {"contact_phone": ("+6281234567890", "0812-3456-7890"), "contact_whatsapp": ("+62811223344", "0811-223-344")}
NEW_NUMBER = "+622189970696"
each_text = pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.name)
each_written_text = pytest.mark.parametrize("text", WRITTEN, ids=lambda text: text.name)


def written(text: TextField) -> str:
    """What stands in a text of the full visit."""
    return NUMBERS[text.name][0] if text.name in NUMBERS else f"Isi {text.name} <b> & lagi"


def read(text: TextField) -> str:
    """What people read of it."""
    return NUMBERS[text.name][1] if text.name in NUMBERS else written(text)


def new_value(text: TextField) -> str:
    """Another value of a text."""
    return NEW_NUMBER if text.name in NUMBERS else "Baru sama sekali"


def a_full_visit(state: VisitState = VisitState.PUBLISHED) -> Visit:
    """A visit with something in every field that is planned."""
    visit = a_visit(team=a_team("Tim Penuh", members=(asep(),)), level=VisitLevel.SCHOOL, state=state)
    visit.queue_closes_at, visit.offers[0].quota = moment("13:00"), 40
    for text in TEXTS:
        setattr(visit, text.name, written(text))
    a_booth(visit)
    return with_second(visit, team=a_team("Tim Bantu"), in_village="Mangunjaya")


def test_every_column_of_a_visit_belongs_to_one_row() -> None:
    columns = Counter(column for field in FIELDS for column in field.stored_columns())
    assert set(columns) == set(Visit.__table__.columns.keys())
    assert max(columns.values()) == 1
    assert len({field.name for field in FIELDS}) == len(FIELDS)


def test_every_row_that_holds_a_text_is_among_the_texts() -> None:
    assert {field.name for field in FIELDS if field.kind in PLANNED[:-1]} == {text.name for text in TEXTS}


def test_the_full_visit_has_something_in_every_field_that_is_planned(app: Flask) -> None:
    visit = a_full_visit()
    assert not [field.name for field in FIELDS if field.kind in PLANNED and not field.json_value(visit)]


def test_every_change_is_told_and_residents_read_all_but_what_is_the_offices_own(app: Flask) -> None:
    plain = a_visit(day=DAY + timedelta(days=1), venue=a_venue("Balai", "Srimukti"))
    full = a_full_visit()
    for field in FIELDS:
        if field.kind is Kind.HOUR:
            setattr(plain, field.name, moment("08:00"))
            setattr(full, field.name, moment("08:30"))
    full.obstacles, full.remark, full.offers[0].state = ["POWER"], "Genset", OfferState.LIMITED
    before, after = visit_snapshot(plain), visit_snapshot(full)
    told = {field.name: field for field in FIELDS if field.kind not in (Kind.DECIDED, Kind.STORED)}
    assert set(told) == set(after) - {ROWS} - {field.name for field in FIELDS if field.kind is Kind.DECIDED}
    for name, field in told.items():
        assert before[name] != after[name], f"give the full visit something else in {name}"
        one = ({name: before[name]}, {name: after[name]}, ZONE)
        assert list(differences(*one, staff=True)), f"no sentence for a change of {name}"
        assert bool(list(differences(*one, staff=False))) is not field.office_only


def test_a_move_is_another_time_or_place(app: Flask) -> None:
    assert set(time_and_place(a_visit())) == {"opens_at", "closes_at", "venue_id", "place"}


def test_a_plan_with_an_unknown_text_is_a_mistake(app: Flask) -> None:
    with pytest.raises(ValueError, match="no such text: catatan"):
        a_plan(texts={"catatan": "x"})


@each_text
def test_no_text_takes_an_identity_number(app: Flask, text: TextField) -> None:
    with pytest.raises(IdentityNumber) as refused:
        draft_visit(bekasi(), a_plan(**{text.name: "3216 0655 0898 0001"}), siti(), now=NOW)
    assert refused.value.field == text.name


def test_the_form_sent_as_it_is_shown_changes_nothing(app: Flask) -> None:
    visit, browser = a_full_visit(), at_desk(app, siti())
    address = address_of(visit, "/ubah")
    back = browser.post(address, filled(browser.get(address), langkah="periksa"))
    assert "Tidak ada yang berbeda" in page(browser.get(back.location)).text


def test_a_program_that_names_nothing_changes_nothing(app: Flask) -> None:
    siti()
    visit, program = a_full_visit(), Program(app).sign_in("siti")
    program.send("PATCH", f"/visits/{visit.public_id}", {"reason": "x"}, headers={"If-Match": "*"})
    assert known(visit).version == 1


def test_a_program_may_say_all_that_is_planned() -> None:
    planned = {field.name for field in FIELDS if field.kind in PLANNED}
    assert set(NewVisit().fields) == planned | {"replaces"}
    assert set(VisitChange().fields) == planned | {"reason", "warnings"}


def changed_by_form(app: Flask, visit: Visit, typed: dict[str, str]) -> None:
    """Save a change as a coordinator does."""
    browser, address = at_desk(app, siti()), address_of(visit, "/ubah")
    browser.post(address, filled(browser.get(address), reason="Melengkapi", **typed))


def changed_by_program(app: Flask, visit: Visit, typed: dict[str, str]) -> None:
    """Save a change as a program does."""
    body, headers = {**typed, "reason": "Melengkapi"}, {"If-Match": "*"}
    Program(app).sign_in("siti").send("PATCH", f"/visits/{visit.public_id}", body, headers=headers)


@each_text
@pytest.mark.parametrize("change", [changed_by_form, changed_by_program])
def test_a_new_text_is_saved_with_version_audit_and_history(app: Flask, text: TextField, change: Any) -> None:
    siti()
    visit = a_full_visit()
    change(app, visit, {text.name: new_value(text)})
    assert (getattr(known(visit), text.name), visit.version, visit.revision) == (new_value(text), 2, 0)
    entry = session().scalars(select(AuditEntry).where(AuditEntry.action == "change")).one()
    assert (entry.before, entry.after) == ({text.name: written(text)}, {text.name: new_value(text)})
    sentence = f"{text.label} diperbarui: {new_value(text)}."
    assert sentences(entry, ZONE, staff=True) == [sentence]
    assert sentences(entry, ZONE, staff=False) == ([] if text.office_only else [sentence])


@each_text
def test_pages_and_answers_show_each_text_to_its_readers(app: Flask, text: TextField) -> None:
    siti()
    visit, program = a_full_visit(), Program(app).sign_in("siti")
    ours = [address_of(visit), f"/petugas/kunjungan/{visit.public_id}"]
    assert [address for address in ours if read(text) not in page(program.get(address)).text] == []
    assert program.read(f"/visits/{visit.public_id}?scope=office")[text.name] == written(text)
    anyone = Program(app)
    for_all = page(anyone.get(f"/kunjungan/{visit.public_id}")).text
    assert (read(text) in for_all) is not text.office_only
    assert (text.name in anyone.read(f"/visits/{visit.public_id}")) is not text.office_only
    head, _, _rest = anyone.get("/api/v1/visits.csv?form=rfc4180").text.partition("\r\n")
    assert (text.name in head.split(",")) is (text.exported and not text.office_only)


@each_text
def test_every_calendar_and_news_feed_shows_each_text_to_its_readers(app: Flask, text: TextField) -> None:
    made = a_full_visit()
    session().commit()
    visit = public_visit(made.public_id)
    for reader in (ONE_FILE, RESIDENTS, CREW, OFFICE):
        event = event_of(visit, uid_host="localhost", address_of=str, reader=reader)
        said = [str(event.get(name, "")) for name in ("summary", "contact", "description")]
        assert any(read(text) in one for one in said) is not text.office_only
    view = view_of(visit, Audience.RESIDENTS, NOW)
    news = [title(view, follows=True), *(line for lines in paragraphs(view, None, str) for line in lines)]
    assert any(read(text) in line for line in news) is not text.office_only


@each_text
def test_only_a_replacement_begins_with_the_texts_of_another_visit(app: Flask, text: TextField) -> None:
    cancelled, browser = a_full_visit(VisitState.CANCELLED), at_desk(app, siti())
    new = "/koordinator/kunjungan/baru"
    [after_another] = filled(browser.get(new))[text.name]
    assert after_another == ""
    assert filled(browser.get(f"{new}?pengganti={cancelled.public_id}"))[text.name] == [read(text)]


@each_text
def test_an_interrupted_form_shows_each_text_again(app: Flask, text: TextField) -> None:
    address = address_of(a_full_visit(), "/ubah")
    typed, ours = {text.name: "Belum <b>tersimpan"}, {"Origin": "http://localhost"}
    assert "Belum <b>tersimpan" in page(Browser(app).post(address, typed, 401, headers=ours)).text


@each_written_text
def test_form_and_program_refuse_what_is_too_long(app: Flask, text: TextField) -> None:
    visit, browser = a_full_visit(), at_desk(app, siti())
    program, address = Program(app).sign_in("siti"), address_of(visit, "/ubah")
    for length, wrong in ((text.longest, False), (text.longest + 1, True)):
        typed = {text.name: "x" * length}
        status = 422 if wrong else 200
        browser.post(address, filled(browser.get(address), langkah="periksa", **typed), status)
        body, headers = {**typed, "reason": "Melengkapi"}, {"If-Match": "*"}
        program.send("PATCH", f"/visits/{visit.public_id}?preview=1", body, status, headers=headers)

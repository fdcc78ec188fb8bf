"""What a visit says in a calendar, and that no text from people can say more than it should."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from icalendar import Calendar, Event

from botram.calendars.event import RESIDENTS, event_of
from botram.calendars.file import calendar
from botram.database import session
from botram.places.national_names import region_of
from botram.visits.actions import cancel_visit, change_visit
from botram.visits.models import Visit, VisitLevel, VisitState
from botram.visits.queries import public_visit
from tests.builders import DAY, NOW, a_booth, a_team, a_venue, a_visit, an_agency, moment, office, siti
from tests.visits.builders import EveryReason, plan_of

HOST = "botram.example.go.id"


def address_of(public_id: str) -> str:
    return f"https://{HOST}/kunjungan/{public_id}"


def entry_of(visit: Visit, **options: Any) -> Event:
    session().commit()
    shown = public_visit(visit.public_id)
    return event_of(shown, uid_host=HOST, address_of=address_of, **options)


def file_of(visit: Visit, **options: Any) -> str:
    return calendar([entry_of(visit, **options).to_ical()], zone=visit.office.time_zone).decode()


def unfolded(text: str) -> list[str]:
    return text.replace("\r\n ", "").split("\r\n")


def read_back(visit: Visit, **options: object) -> Event:
    events = Calendar.from_ical(file_of(visit, **options)).events
    assert len(events) == 1
    return events[0]


def test_an_entry_says_when_where_and_what_to_bring(app: Flask) -> None:
    visit = a_visit(state=VisitState.PUBLISHED, services=("KTP_ENROL", "KIA_NEW"))
    visit.queue_closes_at = moment("13:00")
    event = read_back(visit)
    assert (event.start, event.end) == (moment("08:00"), moment("14:00"))
    assert event["SUMMARY"] == "Botram Desa Sumberjaya"
    assert event["LOCATION"] == "Aula Kantor Desa, Desa Sumberjaya, Kec. Tambun Selatan, Kabupaten Bekasi, Jawa Barat"
    assert event["URL"] == address_of(visit.public_id)
    assert event["CONTACT"] == "Loket 021-555000"
    assert list(event.categories) == ["Botram Desa", "KTP-el", "KIA"]
    assert "STATUS" not in event
    assert event["GEO"].to_ical() == f"{visit.venue.latitude};{visit.venue.longitude}"
    text = str(event["DESCRIPTION"])
    assert "- Perekaman KTP-el: datang sendiri; Usia 16 tahun ke atas; Fotokopi kartu keluarga (KK)" in text
    assert "gratis" in text
    assert "Antrean ditutup pukul 13.00." in text
    assert address_of(visit.public_id) in text


@pytest.mark.parametrize(
    ("zone", "opens", "closes"),
    [
        ("Asia/Jakarta", "20261208T010000Z", "20261208T050000Z"),
        ("Asia/Makassar", "20261208T000000Z", "20261208T040000Z"),
        ("Asia/Jayapura", "20261207T230000Z", "20261208T030000Z"),
    ],
)
def test_times_are_utc_and_the_zone_is_the_offices(app: Flask, zone: str, opens: str, closes: str) -> None:
    there = office("32.17", "Disdukcapil Kota Contoh", zone)
    visit = a_visit("08:00", "12:00", team=a_team(at=there), state=VisitState.PUBLISHED)
    lines = unfolded(file_of(visit))
    assert f"DTSTART:{opens}" in lines
    assert f"DTEND:{closes}" in lines
    assert f"X-WR-TIMEZONE:{zone}" in lines
    assert not [line for line in lines if line.startswith(("METHOD", "BEGIN:VTIMEZONE"))]


def test_nothing_hangs_on_the_moment_of_asking(app: Flask) -> None:
    visit = a_visit(state=VisitState.PUBLISHED)
    visit.changed_at, visit.revision = datetime(2026, 11, 30, 5, 6, 7, tzinfo=UTC), 3
    lines = unfolded(file_of(visit))
    for wanted in ("DTSTAMP:20261130T050607Z", "LAST-MODIFIED:20261130T050607Z", "SEQUENCE:3"):
        assert wanted in lines
    assert f"UID:{visit.public_id}@{HOST}" in lines


@pytest.mark.parametrize(
    ("replaced", "leads"), [(False, "Kunjungan lain di sekitarnya"), (True, "Gantinya")], ids=["near", "instead"]
)
def test_a_cancelled_visit_stays_and_says_why_and_where_else_to_go(app: Flask, replaced: bool, leads: str) -> None:
    visit = a_visit(state=VisitState.PUBLISHED)
    other = a_visit(day=DAY + timedelta(days=2), venue=a_venue("Balai Desa", "Srimukti"), state=VisitState.PUBLISHED)
    cancel_visit(visit, siti(), reason="Balai desa tergenang", now=NOW)
    visit.replaced_by = other if replaced else None
    event = read_back(visit, alternatives=[other])
    assert event["SUMMARY"] == "DIBATALKAN: Botram Desa Sumberjaya"
    assert (event["STATUS"], event["TRANSP"]) == ("CANCELLED", "TRANSPARENT")
    first, second = str(event["DESCRIPTION"]).split("\n")[:2]
    assert first == "Dibatalkan. Alasan: Balai desa tergenang"
    there = f"Desa Srimukti, Kamis, 10 Desember 2026, 08.00–14.00 WIB. {address_of(other.public_id)}"
    assert second == f"{leads}: {there}"


def test_a_public_feed_does_not_tell_clients_to_drop_a_cancelled_visit(app: Flask) -> None:
    event = read_back(a_visit(state=VisitState.CANCELLED), reader=RESIDENTS)
    assert "STATUS" not in event
    assert str(event["SUMMARY"]).startswith("DIBATALKAN: ")


def test_a_moved_visit_says_what_it_was_and_counts_the_move(app: Flask) -> None:
    visit = a_visit(state=VisitState.PUBLISHED)
    later = plan_of(visit, opens_at=visit.opens_at + timedelta(days=1), closes_at=visit.closes_at + timedelta(days=1))
    change_visit(visit, later, siti(), reason="Dipakai rapat desa", now=NOW, kept=EveryReason())
    event = read_back(visit)
    assert event["SEQUENCE"] == 1
    assert str(event["DESCRIPTION"]).startswith(
        "Hari baru. Semula Selasa, 8 Desember 2026, 08.00–14.00 WIB.\nAlasan: Dipakai rapat desa"
    )


@pytest.mark.parametrize(
    "hostile",
    [
        "Aula\r\nEND:VEVENT\r\nX-EVIL:1",
        "Aula\nX-EVIL:1",
        "Aula\rX-EVIL:1",
        "Aula\u2028X-EVIL:1\u2029X-EVIL:2\x85X-EVIL:3\x0bX-EVIL:4\x0cX-EVIL:5\x1cX-EVIL:6",
        'Aula;VALUE=URI:",\\n\\X-EVIL',
        "Balai 🎪 " * 40,
        "x" * 5000,
    ],
)
def test_no_text_from_people_can_add_a_line(app: Flask, hostile: str) -> None:
    visit = a_visit(state=VisitState.PUBLISHED, level=VisitLevel.SCHOOL, title=hostile)
    visit.venue.name = visit.venue.address = visit.venue.access = hostile
    visit.contact = visit.notes = hostile
    a_booth(visit, an_agency(hostile), hostile).label = hostile
    text = file_of(visit)
    harmless = a_visit(state=VisitState.PUBLISHED, level=VisitLevel.SCHOOL, title="Sekolah")
    wanted = {line.partition(":")[0] for line in unfolded(file_of(harmless))}
    assert "\n" not in text.replace("\r\n", "")
    assert {line.partition(":")[0] for line in unfolded(text)} <= wanted
    assert text.splitlines() == text.replace("\r\n", "\n").split("\n")[:-1]
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert len(Calendar.from_ical(text).events) == 1


@pytest.mark.parametrize(
    ("village", "region"),
    [("Pantai Mekar", "Kabupaten Bekasi, Jawa Barat"), ("Pataruman", "Kabupaten Bandung Barat, Jawa Barat")],
)
def test_the_location_names_regency_and_province_so_that_maps_far_away_find_it(
    app: Flask, village: str, region: str
) -> None:
    venue = a_venue("Aula; Balai, Lt. 2", in_village=village)
    venue.address = "Jl. Raya " + "Panjang Sekali " * 12 + "\\No. 1"
    visit = a_visit(venue=venue, state=VisitState.PUBLISHED)
    text = file_of(visit)
    line = next(line for line in unfolded(text) if line.startswith("LOCATION:"))
    assert line.endswith(region.replace(",", "\\,"))
    assert line.count(";") == line.count("\\;")
    assert all(len(part.encode()) <= 75 for part in text.split("\r\n"))
    assert str(read_back(visit)["LOCATION"]).endswith(f", Kec. {visit.village.district.name}, {region}")
    assert "Jawa Barat" not in str(read_back(visit)["DESCRIPTION"])


def test_a_region_that_no_list_names_leaves_the_location_as_it_is(app: Flask) -> None:
    assert region_of("99.99.01.2001") == ()
    assert region_of("31.75.03.1001") == ("Kota Administrasi Jakarta Timur", "Daerah Khusus Ibukota Jakarta")

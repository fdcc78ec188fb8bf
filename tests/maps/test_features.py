"""What a map is told of a visit: where it is, when, and how it stands."""

import json
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from shapely.geometry import shape

from botram.maps.features import feature_collection, when_of
from botram.maps.window import on_the_map
from botram.places.models import District, Venue, Village, VillageKind
from botram.staff.models import Office
from botram.visit_view import Audience, Part, VisitFacts, facts_of
from botram.visits.models import Visit, VisitLevel, VisitState
from botram.visits.search_queries import Search
from tests.builders import DAY, NOW, moment
from tests.hostile import texts

ZONE = "Asia/Jakarta"


def a_plain_visit(
    opens_at: datetime, state: VisitState = VisitState.PUBLISHED, venue: str = "Balai Desa", reason: str = ""
) -> Visit:
    """A visit that no database knows."""
    district = District(code="32.16.06", name="Tambun Selatan")
    village = Village(
        code="32.16.06.2010", name="Sumberjaya", kind=VillageKind.DESA, district=district, district_code="32.16.06"
    )
    return Visit(
        public_id="k7m29qxd",
        level=VisitLevel.VILLAGE,
        title="",
        state=state,
        reason=reason,
        was_place="",
        contact="",
        contact_phone="",
        contact_whatsapp="",
        obstacles=[],
        changed_at=NOW,
        opens_at=opens_at,
        closes_at=opens_at + timedelta(hours=6),
        office=Office(
            code="32.16",
            name="Disdukcapil Kabupaten Bekasi",
            time_zone=ZONE,
            contact="",
            contact_phone="",
            contact_whatsapp="",
        ),
        village=village,
        venue=Venue(name=venue, latitude=-6.243112345, longitude=107.05131, village=village),
    )


def address_of(public_id: str) -> str:
    return f"https://botram.example.go.id/kunjungan/{public_id}"


def facts(visit: Visit) -> VisitFacts:
    """The visit as programs read it now."""
    return facts_of(visit, Audience.RESIDENTS, NOW, Part.LINE)


def properties(visit: Visit) -> dict[str, object]:
    collection = feature_collection([facts(visit)], {visit.id: ["KTP_ENROL"]}, address_of)
    found: dict[str, object] = collection["features"][0]["properties"]
    return found


@pytest.mark.parametrize(
    ("hours", "state", "mark"),
    [
        (1, VisitState.PUBLISHED, "today"),
        (-1, VisitState.RUNNING, "today"),
        (-7, VisitState.PUBLISHED, "over"),  # nobody said how it went
        (-1, VisitState.CLOSED, "over"),
        (-1, VisitState.VERIFIED, "over"),
        (15, VisitState.PUBLISHED, "week"),  # 00.00 tomorrow
        (7 * 24, VisitState.PUBLISHED, "week"),
        (8 * 24, VisitState.PUBLISHED, "later"),
        (8 * 24, VisitState.CANCELLED, "cancelled"),
        (1, VisitState.CANCELLED, "cancelled"),
    ],
)
def test_the_mark_says_when(hours: int, state: VisitState, mark: str) -> None:
    assert when_of(facts(a_plain_visit(NOW + timedelta(hours=hours), state))) == mark


def test_the_point_is_longitude_first_and_any_reader_takes_it() -> None:
    whole = feature_collection([facts(a_plain_visit(moment("08:00")))], {}, address_of)
    [point] = shape(json.loads(json.dumps(whole))["features"][0]["geometry"]).coords
    assert point == (107.05131, -6.243112)


def test_the_words_are_those_of_the_card() -> None:
    said = properties(a_plain_visit(moment("08:00")))
    assert (said["place"], said["word"]) == ("Desa Sumberjaya", "scheduled")
    assert (said["day"], said["hours"]) == ("2026-12-08", "08.00–14.00 WIB")
    assert said["opens_at"] == "2026-12-08T08:00:00+07:00"
    assert (said["moved"], said["was"], said["services"]) == (False, None, ["KTP_ENROL"])
    assert properties(a_plain_visit(NOW, VisitState.VERIFIED))["word"] == "closed"


def test_a_moved_visit_says_what_it_was_as_far_as_it_differs() -> None:
    visit = a_plain_visit(moment("08:00"))
    visit.was_opens_at, visit.was_closes_at = moment("09:00"), moment("15:00")
    visit.was_place = "Balai Desa, Desa Sumberjaya"
    said = properties(visit)
    assert said["moved"]
    assert said["was"] == {
        "day": "2026-12-08",
        "hours": "09.00–15.00 WIB",
        "opens_at": "2026-12-08T09:00:00+07:00",
        "closes_at": "2026-12-08T15:00:00+07:00",
    }
    visit.was_opens_at, visit.was_closes_at = visit.opens_at, visit.closes_at
    visit.was_place = "Lapangan, Desa Sriamur"
    assert properties(visit)["was"] == {"place": "Lapangan, Desa Sriamur"}


@given(texts, texts)
def test_a_hostile_text_is_a_text_and_nothing_more(venue: str, reason: str) -> None:
    visit = a_plain_visit(moment("08:00"), VisitState.CANCELLED, venue, reason)
    text = json.dumps(feature_collection([facts(visit)], {}, address_of))
    assert text.isascii()
    (read,) = json.loads(text)["features"]
    assert (read["properties"]["venue"], read["properties"]["reason"]) == (venue, reason)


def test_a_map_shows_today_and_ninety_days() -> None:
    shown = on_the_map(Search(), NOW, ZONE)
    assert shown.since == moment("00:00", DAY - timedelta(days=4))
    assert shown.until == moment("00:00", DAY + timedelta(days=87))
    assert on_the_map(Search(since=NOW - timedelta(days=30)), NOW, ZONE).since == shown.since
    narrow = Search(since=NOW + timedelta(days=2), until=NOW + timedelta(days=3))
    assert on_the_map(narrow, NOW, ZONE) == narrow
    assert on_the_map(Search(until=NOW + timedelta(days=400)), NOW, ZONE).until == shown.until

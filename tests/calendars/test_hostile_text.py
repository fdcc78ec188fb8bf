"""Whatever people write, three independent programs read the same entries at the same times."""

from datetime import timedelta

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from botram.calendars.event import CREW, OFFICE, ONE_FILE, RESIDENTS, Reader, event_of
from botram.calendars.file import About, calendar
from botram.calendars.labels import one_line
from botram.partners.models import PartnerAgency
from botram.places.models import District, Venue, Village, VillageKind
from botram.services.models import Requirement, Service
from botram.staff.models import Account, Office, Team
from botram.visits.models import Booth, ListKind, Offer, OfferState, Visit, VisitLevel, VisitOfficer, VisitState
from tests.builders import NOW
from tests.calendars.parsers import agreed

HOST = "botram.example.go.id"
SPITE = (
    "\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:evil\r\n",
    "\nX-EVIL:1",
    "\r",
    "\u2028X-EVIL:1\u2029",
    "\x85\x0b\x0c\x1c\x00",
    "<script>alert(1)</script>",
    "${7*7}`",
    "\\n\\N\\,\\;\\\\",
    ',;:"=',
    "\u202ekoor\u202c\u2066x\u2069",
    "👩‍👩‍👧‍👦🎪🇮🇩",
    "ꦧꦼꦏꦱꦶ",
    "x" * 200,
    "é" * 80,
)
hostile = st.lists(st.one_of(st.sampled_from(SPITE), st.text(max_size=60)), max_size=4).map("".join)
moments = st.integers(0, 4 * 365 * 24 * 60).map(lambda minutes: NOW + timedelta(minutes=minutes))


@st.composite
def visits(draw: st.DrawFn) -> Visit:
    """A visit with hostile words wherever people write, in no database."""
    office = Office(name=draw(hostile), time_zone="Asia/Jayapura", contact=draw(hostile))
    office.contact_phone = office.contact_whatsapp = ""
    village = Village(
        code="32.16.06.2003", name=draw(hostile), kind=VillageKind.DESA, district=District(name=draw(hostile))
    )
    venue = Venue(name=draw(hostile), address=draw(hostile), access=draw(hostile), wheelchair=True)
    venue.latitude, venue.longitude = -6.243134567, 107.05
    needed = [Requirement(code="X", position=1, text=draw(hostile), note="", english={})]
    service = Service(name=draw(hostile), short=draw(hostile), in_person=True, requirements=needed)
    service.english = {}
    booth = Booth(agency=PartnerAgency(name=draw(hostile)), offers=draw(hostile), label=draw(hostile))
    team = Team(name=draw(hostile), vehicle=draw(hostile), enrolment_kit=True, ktp_printer=False)
    opens_at = draw(moments)
    return Visit(
        public_id=draw(st.from_regex(r"[0-9a-z]{8}", fullmatch=True)),
        level=draw(st.sampled_from(VisitLevel)),
        state=draw(st.sampled_from([VisitState.PUBLISHED, VisitState.CANCELLED, VisitState.CLOSED])),
        title=draw(hostile),
        contact=draw(hostile),
        contact_phone="",
        contact_whatsapp="",
        notes=draw(hostile),
        reason=draw(hostile),
        was_place=draw(hostile),
        opens_at=opens_at,
        closes_at=opens_at + timedelta(hours=6),
        was_opens_at=opens_at - timedelta(days=1),
        was_closes_at=opens_at - timedelta(hours=20),
        queue_closes_at=opens_at + timedelta(hours=5),
        changed_at=draw(moments),
        revision=draw(st.integers(0, 9)),
        obstacles=[],
        office=office,
        team=team,
        venue=venue,
        village=village,
        offers=[Offer(service=service, service_code="X", position=1, state=OfferState.OPEN)],
        booths=[booth],
        crew=[VisitOfficer(account=Account(name=draw(hostile)))],
    )


def address_of(public_id: str) -> str:
    return f"https://{HOST}/kunjungan/{public_id}"


@settings(max_examples=40, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(
    st.lists(visits(), max_size=2, unique_by=lambda visit: visit.public_id),
    st.sampled_from([ONE_FILE, RESIDENTS, CREW, OFFICE]),
    st.sampled_from([None, ListKind.VILLAGE, ListKind.SERVICE, ListKind.TEAM, ListKind.OFFICER]),
    hostile,
)
def test_three_readers_agree_on_whatever_people_write(
    some: list[Visit], reader: Reader, left: ListKind | None, name: str
) -> None:
    entries = [
        event_of(visit, uid_host=HOST, address_of=address_of, alternatives=some, reader=reader, left=left).to_ical()
        for visit in some
    ]
    about = About(name, f"https://{HOST}/kalender/semua.ics", f"https://{HOST}/jadwal")
    told = agreed(calendar(entries, zone="Asia/Jakarta", about=about))
    wanted = sorted((visit.opens_at, visit.closes_at, f"{visit.public_id}@{HOST}") for visit in some)
    assert [(one.opens_at, one.closes_at, one.uid) for one in told] == wanted
    for one in told:
        visit = next(visit for visit in some if one.uid.startswith(visit.public_id))
        assert one_line(visit.place_name) in one.summary
        assert one_line(visit.venue.name) in one.location
        assert address_of(visit.public_id) in one.description

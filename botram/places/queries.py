"""Reading villages, districts, venues and their boundaries."""

import json
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, contains_eager, joinedload

from botram.audit.models import AuditEntry, TextVersion
from botram.database import Page, session
from botram.languages import ENGLISH, INDONESIAN, language
from botram.places.frames import Frame, frame_around
from botram.places.models import District, Venue, Village
from botram.places.rules import succession_sentence
from botram.refusals import existing
from botram.staff.models import Office
from botram.staff.queries import LARGEST_ID

VILLAGE_CODE = re.compile(r"[0-9]{2}\.[0-9]{2}\.[0-9]{2}\.[0-9]{4}")
_REGENCY_CODE = re.compile(r"[0-9]{2}\.[0-9]{2}")
DISTRICT_CODE = re.compile(r"[0-9]{2}\.[0-9]{2}\.[0-9]{2}")
LONGEST_SEARCH = 300  # characters: an address as on a KTP; what follows is not read

Rows = Sequence[Row[*tuple[Any, ...]]]


def _belongs_to(code: InstrumentedAttribute[str], office: Office | None) -> ColumnElement[bool]:
    """The condition that a place belongs to an office; None: to any office of the installation."""
    if office is not None:
        return code.startswith(f"{office.code}.", autoescape=True)
    return func.substr(code, 1, 5).in_(select(Office.code))


def districts_of(office: Office | None) -> Sequence[District]:
    """The districts of an office, or of all offices, by name."""
    wanted = select(District).where(_belongs_to(District.code, office))
    return session().scalars(wanted.order_by(District.name, District.code)).all()


def villages_of(office: Office | None) -> Sequence[Village]:
    """The villages of an office, or of all offices, with their districts, by district and name."""
    wanted = select(Village).join(Village.district).options(contains_eager(Village.district))
    mine = wanted.where(_belongs_to(Village.code, office), ~Village.retired)
    return session().scalars(mine.order_by(District.name, Village.name, Village.code)).all()


def villages_page(office: Office, *, q: str = "", number: int = 1, size: int = 50) -> Page[Village]:
    """One page of an office's villages with their districts, by district and name. Two statements."""
    wanted = select(Village).join(Village.district).where(_belongs_to(Village.code, office), ~Village.retired)
    for word in searchable(q).split():
        names = (Village.name, Village.other_names, District.name, Village.code)
        wanted = wanted.where(or_(*(column.icontains(word, autoescape=True) for column in names)))
    total = session().scalar(wanted.with_only_columns(func.count())) or 0
    number = max(1, min(number, -(-total // size)))
    wanted = wanted.options(contains_eager(Village.district)).order_by(District.name, Village.name, Village.code)
    rows = wanted.limit(size).offset((number - 1) * size)
    return Page(session().scalars(rows).all(), total, number, size)


def village_of(office: Office, code: str) -> Village:
    """The village of the office with this code. Raises NotFound, also for one of another office or a retired one."""
    village = village_with_code(code)
    return existing(None if village.office_code != office.code or village.retired else village)


def villages_after(
    code: str,
    size: int,
    *,
    district: str = "",
    codes: Iterable[str] | None = None,
    districts: Iterable[str] | None = None,
) -> Sequence[Village]:
    """The next villages of all offices after a code, by code. ``codes`` or ``districts``: only these, or in these."""
    wanted = select(Village).join(Village.district).options(contains_eager(Village.district))
    wanted = wanted.where(_belongs_to(Village.code, None), Village.code > code, ~Village.retired)
    if district:
        wanted = wanted.where(Village.district_code == district)
    if codes is not None or districts is not None:
        named = Village.code.in_(list(codes or ())), Village.district_code.in_(list(districts or ()))
        wanted = wanted.where(or_(*named))
    return session().scalars(wanted.order_by(Village.code).limit(size)).all()


def villages_around(village: Village) -> tuple[Sequence[Village], Sequence[Village]]:
    """The villages for which this one stands now, and the others of its district by name. One statement."""
    former = (Village.successor_code == village.code) & Village.retired
    beside = (Village.district_code == village.district_code) & ~Village.retired & (Village.code != village.code)
    found = session().scalars(select(Village).where(former | beside).order_by(Village.name, Village.code)).all()
    return [one for one in found if one.retired], [one for one in found if not one.retired]


def villages_called(office: Office, codes: Iterable[str], districts: Iterable[str]) -> Sequence[Village]:
    """The villages of an office with these codes and those in these districts, in any order."""
    wanted = select(Village).join(Village.district).options(contains_eager(Village.district))
    named = or_(Village.code.in_(list(codes)), Village.district_code.in_(list(districts)))
    return session().scalars(wanted.where(_belongs_to(Village.code, office), ~Village.retired, named)).all()


def villages_in_district(district_code: str) -> Sequence[Village]:
    """The villages of a district, by name."""
    wanted = select(Village).where(Village.district_code == district_code, ~Village.retired)
    with_district = wanted.options(joinedload(Village.district))
    return session().scalars(with_district.order_by(Village.name, Village.code)).all()


def village_with_code(code: str) -> Village:
    """The village with its district. Raises NotFound."""
    wanted = select(Village).where(Village.code == code).options(joinedload(Village.district))
    return existing(session().scalar(wanted) if VILLAGE_CODE.fullmatch(code) else None)


def standing_village(code: str) -> Village:
    """The village with this code, or the one that stands for it now. Raises NotFound."""
    village = village_with_code(code)
    while village.retired and village.successor_code:
        village = village_with_code(village.successor_code)
    return village


def village_on(code: str, day: date) -> Village:
    """The village that stands for this one on a day. Its row is locked until the end of the transaction."""
    village = session().get_one(Village, code, populate_existing=True, with_for_update={"read": True, "of": Village})
    while not village.stands_on(day) and village.successor_code:
        code = village.successor_code
        village = session().get_one(
            Village, code, populate_existing=True, with_for_update={"read": True, "of": Village}
        )
    return village


def succession_of(code: str) -> str:
    """The sentence that a village is no longer planned and which one stands for it; empty for any other code."""
    village = session().get(Village, code) if VILLAGE_CODE.fullmatch(code) else None
    return succession_sentence(village, standing_village(code)) if village and village.retired else ""


def district_with_code(code: str) -> District:
    """The district. Raises NotFound."""
    wanted = select(District).where(District.code == code)
    return existing(session().scalar(wanted) if DISTRICT_CODE.fullmatch(code) else None)


def is_district(code: str) -> bool:
    """Whether there is a district with this code."""
    return session().scalar(select(District.code).where(District.code == code)) is not None


def venues_of(
    office: Office,
    *,
    q: str = "",
    active: bool | None = None,
    village_code: str | None = None,
    number: int = 1,
    size: int = 50,
) -> Page[Venue]:
    """One page of the office's venues with village and district, by name. Two statements."""
    wanted = select(Venue).join(Venue.village).join(Village.district).where(Venue.office_id == office.id)
    if active is not None:
        wanted = wanted.where(Venue.active == active)
    if village_code is not None:
        wanted = wanted.where(Venue.village_code == village_code)
    for word in searchable(q).split():
        columns = (Venue.name, Venue.address, Village.name, District.name)
        wanted = wanted.where(or_(*(column.icontains(word, autoescape=True) for column in columns)))
    total = session().scalar(wanted.with_only_columns(func.count())) or 0
    number = max(1, min(number, -(-total // size)))
    wanted = wanted.options(contains_eager(Venue.village).contains_eager(Village.district))
    rows = wanted.order_by(Venue.name, Venue.id).limit(size).offset((number - 1) * size)
    return Page(session().scalars(rows).all(), total, number, size)


def searchable(text: str) -> str:
    """Return a typed search as a database accepts it: without control characters, at most LONGEST_SEARCH long."""
    return "".join(letter if letter.isprintable() else " " for letter in text[:LONGEST_SEARCH])


def venue_of(office: Office, venue_id: int) -> Venue:
    """The venue of the office with this id and its village. Raises NotFound, also for a venue of another office."""
    wanted = select(Venue).where(Venue.id == venue_id, Venue.office_id == office.id)
    wanted = wanted.options(joinedload(Venue.village).joinedload(Village.district))
    return existing(session().scalar(wanted) if 0 < venue_id <= LARGEST_ID else None)


def district_boundaries(office: Office | None) -> str:
    """The districts of an office, or of all, as a GeoJSON FeatureCollection in text."""
    wanted = select(District.code, District.name, District.boundary).where(_belongs_to(District.code, office))
    return _boundary_collection(wanted.where(District.boundary.is_not(None)).order_by(District.code))


def frame_of(codes: Collection[str]) -> Frame | None:
    """The box around regencies, districts and villages with these codes; None where none of them has a place.

    Districts of which nothing is known are where their villages are. Two statements.
    """
    regencies, districts, villages = (
        [code for code in codes if kind.fullmatch(code)] for kind in (_REGENCY_CODE, DISTRICT_CODE, VILLAGE_CODE)
    )
    in_regencies = (District.code.startswith(f"{code}.", autoescape=True) for code in regencies)
    wanted = select(District.code, District.latitude, District.longitude, District.boundary)
    found = session().execute(wanted.where(or_(District.code.in_(districts), *in_regencies))).all()
    unknown = [code for code, latitude, _longitude, boundary in found if latitude is None and not boundary]
    smaller = select(Village.latitude, Village.longitude, Village.boundary)
    smaller = smaller.where(or_(Village.code.in_(villages), Village.district_code.in_(unknown)))
    places = session().execute(smaller).all()
    return frame_around([*(district[1:] for district in found), *places])


def region_credits() -> list[tuple[str, str]]:
    """Language and sentence of each region pack's credit, without duplicates. One statement."""
    loads = select(AuditEntry.id).where(AuditEntry.subject == "region", AuditEntry.action == "load")
    last = loads.where(AuditEntry.subject_key == Office.code).order_by(AuditEntry.id.desc()).limit(1)
    latest = select(last.correlate(Office).scalar_subquery()).select_from(Office)
    wanted = select(AuditEntry.after).where(AuditEntry.id.in_(latest)).order_by(AuditEntry.subject_key)
    loaded = [_credit_in(language(), after) for after in session().scalars(wanted)]
    return list(dict.fromkeys(credit for credit in loaded if credit[1]))


def _credit_in(wanted: str, loaded: Mapping[str, Any]) -> tuple[str, str]:
    """The language and the credit of a loaded pack, in the wanted language where the pack has it."""
    if wanted == ENGLISH and (english := loaded.get("credit_english")):
        return ENGLISH, english
    return INDONESIAN, loaded.get("credit", "")


def village_boundaries(district_code: str) -> str:
    """The villages of a district as a GeoJSON FeatureCollection in text."""
    wanted = select(Village.code, Village.name, Village.boundary).where(Village.district_code == district_code)
    wanted = wanted.where(~Village.retired)
    return _boundary_collection(wanted.where(Village.boundary.is_not(None)).order_by(Village.code))


def _boundary_collection(wanted: Select[str, str, str | None]) -> str:
    """Join rows of code, name and geometry in text to a GeoJSON FeatureCollection, without parsing the geometries."""
    features = (
        f'{{"type":"Feature","properties":{json.dumps({"code": code, "name": name})},"geometry":{geometry}}}'
        for code, name, geometry in session().execute(wanted)
    )
    return f'{{"type":"FeatureCollection","features":[{",".join(features)}]}}'


def gazetteer_state() -> tuple[Any, ...]:
    """Figures that differ once a place, a venue or an office was added or changed. One statement."""
    changes = select(func.sum(TextVersion.figure)).where(TextVersion.subject.in_(("region", "venue")))
    counted = (
        select(func.count()).select_from(Village),
        select(func.count()).select_from(District),
        select(func.count()).select_from(Office),
        select(func.count()).select_from(Venue),
        changes,
    )
    return tuple(session().execute(select(*(one.scalar_subquery() for one in counted))).one())


def gazetteer_villages() -> Rows:
    """The villages of all offices with their districts, retired ones too, as rows without boundaries."""
    wanted = select(
        Village.code,
        Village.name,
        Village.kind,
        Village.latitude,
        Village.longitude,
        Village.postal_code,
        Village.other_names,
        Village.successor_code,
        Village.retired,
        District.code.label("district_code"),
        District.name.label("district"),
        District.latitude.label("district_latitude"),
        District.longitude.label("district_longitude"),
        District.other_names.label("district_other_names"),
    )
    wanted = wanted.join(Village.district).where(_belongs_to(Village.code, None))
    return session().execute(wanted.order_by(Village.code)).all()


def gazetteer_venues() -> Rows:
    """The active venues, as rows."""
    wanted = select(Venue.id, Venue.name, Venue.latitude, Venue.longitude, Venue.village_code, Venue.office_id)
    return session().execute(wanted.where(Venue.active).order_by(Venue.id)).all()


def place_names() -> set[str]:
    """The names of all districts of all offices, and those of their villages in one word, each once.

    Parts of names of villages, such as "baru" and "indah", are everybody's words.
    """
    villages = session().scalars(select(Village.name).distinct())
    return set(session().scalars(select(District.name))) | {"".join(name.split()) for name in villages}

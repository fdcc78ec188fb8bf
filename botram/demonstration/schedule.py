"""The schedule of the demonstration, calculated from the date: always the same for a day.

It follows the first years of Botram: a kecamatan every Saturday, a village every Tuesday and Thursday, sometimes a
school or a home on a Wednesday. The villages are real, everything else is fictitious.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from botram.partners.models import AgencyKind
from botram.visits.models import VisitLevel
from botram.visits.plans import OfferPlan

BEKASI, BANDUNG_BARAT = "32.16", "32.17"
TEAMS = {
    BEKASI: {
        "Tim Utara": "Mobil keliling 1 (contoh)",
        "Tim Tengah": "Mobil keliling 2 (contoh)",
        "Tim Selatan": "Mobil keliling 3 (contoh)",
    },
    BANDUNG_BARAT: {"Tim Lembang": "Mobil keliling 1 (contoh)"},
}
TUESDAY, WEDNESDAY, THURSDAY, SATURDAY = 1, 2, 3, 5
VILLAGE_STEP, DISTRICT_STEP = 71, 5  # of the indexes: consecutive visits are far apart in the lists
CANCELLED_OF_17, MOVED_OF_17 = 4, 11  # one village visit in 17 each; never on the same Monday

_VENUES = {
    "desa": ("Aula Kantor Desa", "Balai Desa", "Lapangan Desa"),
    "kelurahan": ("Aula Kantor Kelurahan", "Halaman Kantor Kelurahan"),
}
_DISTRICT_VENUES = ("Alun-Alun Kecamatan", "Lapangan Kecamatan", "Halaman Kantor Kecamatan")
_SCHOOLS = ("SMA Contoh", "SMK Contoh", "MA Contoh")
_REASONS_TO_MOVE = (
    "Aula dipakai untuk pembagian bantuan pada hari itu.",
    "Halaman tergenang banjir, warga diminta menunggu air surut.",
)
_REASONS_TO_CANCEL = (
    "Jaringan ke pusat data sedang dipelihara pada hari itu.",
    "Mobil keliling rusak dan belum dapat dipakai.",
)

_VILLAGE_OFFERS = (
    OfferPlan("KTP_ENROL", 50),
    OfferPlan("KTP_NEW", 40),
    OfferPlan("KTP_LOST", 20),
    OfferPlan("KTP_DAMAGED", 20),
    OfferPlan("KK_NEW", 50),
    OfferPlan("KK_CHANGE", 50),
    OfferPlan("KIA_NEW", 50),
    OfferPlan("BIRTH", 100),
    OfferPlan("DEATH"),
    OfferPlan("MOVE_OUT"),
    OfferPlan("IKD"),
    OfferPlan("DATA_CHECK"),
)
_DISTRICT_OFFERS = (
    *(OfferPlan(offer.service, offer.quota and offer.quota * 2) for offer in _VILLAGE_OFFERS),
    OfferPlan("KTP_CHANGE", 40),
    OfferPlan("KTP_PHOTO", 30),
    OfferPlan("KK_SPLIT"),
    OfferPlan("KK_LOST"),
    OfferPlan("KIA_REPLACE", 20),
    OfferPlan("MOVE_IN"),
    OfferPlan("OTHER_AGENCY"),
)
_SMALL_OFFERS = tuple(offer for offer in _VILLAGE_OFFERS if offer.service not in ("KTP_LOST", "KIA_NEW", "MOVE_OUT"))
_SCHOOL_OFFERS = (OfferPlan("KTP_ENROL", 150), OfferPlan("KTP_NEW", 40), OfferPlan("IKD"))
_HOME_OFFERS = (OfferPlan("KTP_ENROL", 30), OfferPlan("KTP_PHOTO", 30), OfferPlan("KK_CHANGE"), OfferPlan("DATA_CHECK"))

# Agencies that have served at Botram, with fictitious offers.
PARTNERS = {
    "Polres Metro Bekasi": (AgencyKind.CENTRAL, "SKCK baru dan perpanjangan SIM"),
    "Bapenda Kabupaten Bekasi": (AgencyKind.REGIONAL, "Pembayaran dan cek tagihan PBB"),
    "BPJS Kesehatan": (AgencyKind.OTHER, "Pendaftaran, ubah data, dan cek kepesertaan JKN"),
    "BPJS Ketenagakerjaan": (AgencyKind.OTHER, "Pendaftaran pekerja mandiri"),
    "Dinas Kesehatan Kabupaten Bekasi": (AgencyKind.REGIONAL, "Cek kesehatan gratis"),
    "Dinas Sosial Kabupaten Bekasi": (AgencyKind.REGIONAL, "Konsultasi bantuan sosial"),
    "Dinas Ketenagakerjaan Kabupaten Bekasi": (AgencyKind.REGIONAL, "Kartu pencari kerja (AK1)"),
    "DPMPTSP Kabupaten Bekasi": (AgencyKind.REGIONAL, "Nomor induk berusaha (NIB) untuk usaha kecil"),
    "Dinas Pertanian Kabupaten Bekasi": (AgencyKind.REGIONAL, "Konsultasi tani dan vaksin hewan"),
    "Kejaksaan Negeri Kabupaten Bekasi": (AgencyKind.CENTRAL, "Konsultasi hukum"),
    "Bank bjb": (AgencyKind.COMPANY, "Pembukaan rekening"),
    "Baznas Kabupaten Bekasi": (AgencyKind.OTHER, "Zakat dan bantuan usaha"),
}
_AT_DISTRICTS = 9  # agencies at a visit to a kecamatan
_AT_VILLAGES = ("BPJS Kesehatan", "Bapenda Kabupaten Bekasi")


@dataclass(frozen=True)
class SchedulePlace:
    """The values of a village that the schedule needs."""

    code: str
    kind: str
    district: str  # code
    district_name: str
    latitude: float | None


@dataclass(frozen=True)
class Slot:
    """One visit as first planned, and its later changes."""

    day: date
    level: VisitLevel
    team: str
    village: str  # code
    venue: str
    offers: tuple[OfferPlan, ...]
    closes: int = 14  # hour; all open at 8
    title: str = ""
    partners: tuple[str, ...] = ()
    moved_to: date | None = None
    replaced_on: date | None = None  # cancelled, and replaced by a visit on this day
    reason: str = ""


def slots(
    office: str, places: Sequence[SchedulePlace], first: date, last: date, is_free: Callable[[date], bool]
) -> Iterator[Slot]:
    """Yield the visits of an office from one day to another, soonest first. ``is_free``: whether it is no holiday."""
    make = _bekasi_day if office == BEKASI else _bandung_barat_day
    day = first
    while day <= last:
        if is_free(day) and (slot := make(places, day, is_free)):
            yield slot
        day += timedelta(days=1)


def _bekasi_day(places: Sequence[SchedulePlace], day: date, is_free: Callable[[date], bool]) -> Slot | None:
    """The visit of a day in Bekasi; None for a day without one."""
    week, weekday = day.toordinal() // 7, day.weekday()
    if weekday == SATURDAY:
        return _district_edition(places, day, week)
    if weekday in (TUESDAY, THURSDAY):
        return _village_visit(places, day, 2 * week + (weekday == THURSDAY), is_free)
    if weekday == WEDNESDAY and week % 3 == 1:
        return _school_or_home(places, day, week)
    return None


def _district_edition(places: Sequence[SchedulePlace], day: date, week: int) -> Slot:
    """A visit to a kecamatan on a Saturday."""
    codes = sorted({place.district for place in places})
    district = codes[week * DISTRICT_STEP % len(codes)]
    here = [place for place in places if place.district == district]
    place = here[week // len(codes) % len(here)]
    return Slot(
        day,
        VisitLevel.DISTRICT,
        _zone_team(places, place),
        place.code,
        _DISTRICT_VENUES[week % len(_DISTRICT_VENUES)],
        _DISTRICT_OFFERS,
        closes=16 if week % 3 == 0 else 15,
        partners=_partners_of(week),
    )


def _partners_of(week: int) -> tuple[str, ...]:
    """The agencies at a visit to a kecamatan: _AT_DISTRICTS of them, in rotation."""
    names = list(PARTNERS)
    return tuple(names[(week + n) % len(names)] for n in range(_AT_DISTRICTS))


def _village_visit(places: Sequence[SchedulePlace], day: date, number: int, is_free: Callable[[date], bool]) -> Slot:
    """A visit to a village on a Tuesday or Thursday; sometimes it is cancelled, or moved to a Monday."""
    place = places[number * VILLAGE_STEP % len(places)]
    venues = _VENUES[place.kind]
    slot = Slot(
        day,
        VisitLevel.VILLAGE,
        _zone_team(places, place),
        place.code,
        venues[number % len(venues)],
        _SMALL_OFFERS if number % 5 == 0 else _VILLAGE_OFFERS,
        closes=15 if number % 4 == 1 else 14,
        partners=_AT_VILLAGES[: number % 3],
    )
    if number % 17 == CANCELLED_OF_17:
        reason = _REASONS_TO_CANCEL[number % len(_REASONS_TO_CANCEL)]
        return Slot(**vars(slot) | {"replaced_on": _free_monday(day, 2, is_free), "reason": reason})
    if number % 17 == MOVED_OF_17:
        reason = _REASONS_TO_MOVE[number % len(_REASONS_TO_MOVE)]
        return Slot(**vars(slot) | {"moved_to": _free_monday(day, 1, is_free), "reason": reason})
    return slot


def _school_or_home(places: Sequence[SchedulePlace], day: date, week: int) -> Slot:
    """A visit to a fictitious school on a Wednesday, sometimes to a home for old people."""
    place = places[week * DISTRICT_STEP * VILLAGE_STEP % len(places)]
    school = week % 9 != 4
    name = _SCHOOLS[week // 3 % len(_SCHOOLS)] if school else "Panti Lansia Contoh"
    return Slot(
        day,
        VisitLevel.SCHOOL if school else VisitLevel.INSTITUTION,
        _zone_team(places, place),
        place.code,
        "Aula sekolah" if school else "Ruang serbaguna",
        _SCHOOL_OFFERS if school else _HOME_OFFERS,
        closes=13,
        title=f"{name} {place.district_name}",
    )


def _bandung_barat_day(places: Sequence[SchedulePlace], day: date, _is_free: Callable[[date], bool]) -> Slot | None:
    """The visit of the other office: a village every second Wednesday; None on other days."""
    week = day.toordinal() // 7
    if day.weekday() != WEDNESDAY or week % 2:
        return None
    place = places[week * VILLAGE_STEP % len(places)]
    venues = _VENUES[place.kind]
    venue = venues[week // 2 % len(venues)]
    return Slot(day, VisitLevel.VILLAGE, "Tim Lembang", place.code, venue, _VILLAGE_OFFERS)


def _zone_team(places: Sequence[SchedulePlace], place: SchedulePlace) -> str:
    """The team for a place: each of three teams has a third of the districts, from north to south."""
    furthest_north = {
        code: max(p.latitude or -90.0 for p in places if p.district == code) for code in {p.district for p in places}
    }
    order = sorted(furthest_north, key=lambda code: (-furthest_north[code], code))
    names = list(TEAMS[BEKASI])
    return names[order.index(place.district) * len(names) // len(order)]


def _free_monday(day: date, weeks: int, is_free: Callable[[date], bool]) -> date:
    """The first Monday without a holiday, ``weeks`` weeks after the day or later."""
    monday = day + timedelta(days=7 * weeks - day.weekday())
    while not is_free(monday):
        monday += timedelta(days=7)
    return monday

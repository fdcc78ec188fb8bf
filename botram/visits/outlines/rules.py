"""The rules of outlines. Pure functions."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import assert_never

from flask_babel import gettext as _

from botram.places.models import District, Village
from botram.staff.models import Office, Team
from botram.visits.models import VisitLevel
from botram.visits.outlines.models import VisitOutline
from botram.visits.rules import BadPlan

LEVELS = (VisitLevel.VILLAGE, VisitLevel.DISTRICT)  # a school or an institution needs a name, which a draft has
LONGEST_NOTES = 1000  # characters
MONTHS_AHEAD = 24


class Missing(StrEnum):
    """What an outline lacks to be a draft, in the order in which it is named."""

    VILLAGE = "village"
    DAY = "day"
    VENUE = "venue"
    TEAM = "team"


@dataclass(frozen=True)
class OutlinePlan:
    """The values of an outline that a form sets."""

    level: VisitLevel
    month: date  # any day of it; that of the day, where there is one
    place: Village | District
    team: Team | None = None
    day: date | None = None
    notes: str = ""

    @property
    def first(self) -> date:
        """The first day of the month in which it shall be."""
        return (self.day or self.month).replace(day=1)


def check_outline(plan: OutlinePlan, office: Office, today: date) -> None:
    """Raise BadPlan, with the input, for a value that is not valid."""
    if plan.level not in LEVELS:
        raise BadPlan(_("Sekolah dan lembaga dirancang di formulir lengkap."), field="level")
    if plan.place.code[:5] != office.code:
        raise BadPlan(_("Pilih desa atau kecamatan dari wilayah kantor ini."), field="place")
    if plan.team is not None and (plan.team.office_id != office.id or not plan.team.active):
        raise BadPlan(_("Pilih tim yang masih bertugas di kantor ini."), field="team")
    if plan.day is not None and plan.day < today:
        raise BadPlan(_("Waktunya sudah lewat. Pilih hari yang akan datang."), field="day")
    if plan.first < today.replace(day=1):
        raise BadPlan(_("Bulan itu sudah lewat."), field="month")
    if plan.first > today + timedelta(days=31 * MONTHS_AHEAD):
        raise BadPlan(_("Pilih bulan paling jauh dua tahun lagi."), field="month")


def missing_parts(outline: VisitOutline, *, has_venue: bool) -> list[Missing]:
    """Return what an outline lacks. ``has_venue``: whether its village has one that is open."""
    missing = [Missing.VILLAGE] if outline.village_code is None else []
    missing += [Missing.DAY] if outline.day is None else []
    missing += [Missing.VENUE] if outline.village_code is None or not has_venue else []
    return missing + ([Missing.TEAM] if outline.team_id is None else [])


def missing_word(part: Missing) -> str:
    """Return a part in words."""
    match part:
        case Missing.VILLAGE:
            word = _("desa")
        case Missing.DAY:
            word = _("hari")
        case Missing.VENUE:
            word = _("tempat")
        case Missing.TEAM:
            word = _("tim")
        case _:
            assert_never(part)
    return str(word)


def missing_sentence(parts: Collection[Missing]) -> str:
    """Return the sentence that says why an outline cannot be published."""
    words = ", ".join(missing_word(part) for part in parts)
    return str(_("Belum dapat terbit: belum ada %(parts)s.", parts=words))


def outline_name(outline: VisitOutline) -> str:
    """Return what an outline is called: its village or its district."""
    if outline.village is not None and outline.level is VisitLevel.VILLAGE:
        return outline.village.full_name
    district = outline.village.district if outline.village is not None else outline.district
    return str(_("Kecamatan %(name)s", name=district.name if district else ""))

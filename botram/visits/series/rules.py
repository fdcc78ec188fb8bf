"""On which days a visit is repeated: a rule of RFC 5545, without holidays and without exceptions. Pure functions."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from dateutil.rrule import rrulestr
from flask_babel import gettext as _
from icalendar import vRecur

from botram.refusals import Refusal

MOST_DAYS = 120
LONGEST = timedelta(days=731)
LAST_WEEK = -1
WEEKS = (1, 2, 3, 4, 5, LAST_WEEK)  # of a month
_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_PARTS = {"FREQ", "BYDAY", "UNTIL"}


class BadRepetition(Refusal):
    """The repetition has no day, or too many."""


@dataclass(frozen=True)
class Repetition:
    """A repetition from a first to a last day: every week on some weekdays, or on the n-th weekdays of each month."""

    first: date
    last: date
    weekdays: tuple[int, ...]  # 0 is Monday
    weeks: tuple[int, ...] = ()  # of each month, see WEEKS; empty: every week
    exceptions: frozenset[date] = frozenset()
    skips_holidays: bool = True


def _check(wish: Repetition) -> None:
    """Raise BadRepetition, with the input, for one that names no days."""
    if not wish.weekdays or not set(wish.weekdays) <= set(range(7)):
        raise BadRepetition(_("Pilih sedikitnya satu hari."), field="weekdays")
    if not set(wish.weeks) <= set(WEEKS):
        raise BadRepetition(_("Pilih minggu dari daftar."), field="weeks")
    if wish.first > wish.last:
        raise BadRepetition(_("Hari terakhir tidak boleh sebelum hari pertama."), field="last")
    if wish.last - wish.first > LONGEST:
        raise BadRepetition(_("Paling lama dua tahun sejak hari pertama."), field="last")


def repeated_days(wish: Repetition, holidays: Collection[date]) -> list[date]:
    """Return the days of a repetition in their order. Raises BadRepetition without any, or with too many.

    holidays  left out where the repetition skips them
    """
    _check(wish)
    left_out = {*wish.exceptions, *(holidays if wish.skips_holidays else ())}
    rule = rrulestr(rule_text(wish), dtstart=datetime.combine(wish.first, time()))
    found = []
    for moment in rule:
        if moment.date() not in left_out:
            found.append(moment.date())
        if len(found) > MOST_DAYS:
            raise BadRepetition(_("Paling banyak %(most)s hari sekaligus.", most=MOST_DAYS), field="last")
    if not found:
        raise BadRepetition(_("Tidak ada hari yang cocok antara kedua tanggal itu."), field="last")
    return found


def rule_text(wish: Repetition) -> str:
    """Return the rule as RFC 5545 writes it, such as FREQ=MONTHLY;UNTIL=20270131;BYDAY=2WE,3WE."""
    codes = [_CODES[number] for number in sorted(set(wish.weekdays))]
    if wish.weeks:
        codes = [f"{week}{code}" for week in sorted(set(wish.weeks), key=WEEKS.index) for code in codes]
    rule = vRecur({"FREQ": "MONTHLY" if wish.weeks else "WEEKLY", "BYDAY": codes, "UNTIL": wish.last})
    return str(rule.to_ical(), "ascii")  # type: ignore[no-untyped-call]  # of icalendar


def read_rule(text: str, first: date) -> Repetition:
    """Return the repetition of a rule of RFC 5545 that begins on a day. Raises BadRepetition for any other rule."""
    unknown = BadRepetition(_("Aturan ulangan ini tidak dikenal."), field="rule")
    try:
        rule = vRecur.from_ical(text)
        until, days = rule["UNTIL"][0], [(_CODES.index(one.weekday), one.relative) for one in rule["BYDAY"]]
    except (ValueError, KeyError, AttributeError) as error:
        raise unknown from error
    last = until.date() if isinstance(until, datetime) else until
    weekdays = tuple(dict.fromkeys(number for number, _week in days))
    weeks = tuple(dict.fromkeys(week for _number, week in days if week))
    read = Repetition(first, last, weekdays, weeks)
    _check(read)
    if set(rule) - _PARTS or vRecur.from_ical(rule_text(read)) != rule:
        raise unknown
    return read

"""The words of a repetition: "setiap Sabtu", "Rabu ke-2 dan ke-3 setiap bulan"."""

from datetime import date, timedelta

from flask_babel import gettext as _

from botram.formats import short_day, weekday
from botram.visits.series.models import VisitSeries
from botram.visits.series.rules import LAST_WEEK, read_rule

_A_MONDAY = date(2024, 1, 1)


def weekday_name(number: int) -> str:
    """The name of a weekday; 0 is Monday."""
    return weekday(_A_MONDAY + timedelta(days=number))


def week_name(number: int) -> str:
    """The name of a week of a month, for a box."""
    return str(_("Terakhir") if number == LAST_WEEK else _("Ke-%(number)s", number=number))


def series_words(series: VisitSeries) -> str:
    """The repetition of a series and its last day."""
    rule = read_rule(series.rule, series.first_day)
    days, last = ", ".join(map(weekday_name, rule.weekdays)), short_day(series.last_day)
    if not rule.weeks:
        return str(_("Setiap %(days)s sampai %(last)s", days=days, last=last))
    weeks = ", ".join(week_name(week).lower() for week in rule.weeks)
    return str(_("%(days)s %(weeks)s setiap bulan sampai %(last)s", days=days, weeks=weeks, last=last))

"""Reading what was chosen on the plan board and what is to become of it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask import request
from flask_babel import gettext as _

from botram.clock import local_day
from botram.refusals import Refusal
from botram.staff.models import Office, Team
from botram.staff.queries import teams_of
from botram.visits.changes.change import Change, ChangeKind
from botram.visits.models import ANNOUNCED, Visit
from botram.visits.outlines.models import VisitOutline
from botram.visits.outlines.queries import outlines_with
from botram.visits.queries import visits_with_public_ids
from botram.visits.rules import PUBLIC_ID
from botram.web.coordinators.visits.blueprint import typed_reasons
from botram.web.forms import whole_number

_KINDS = {
    "geser": ChangeKind.MOVE,
    "pindah": ChangeKind.MOVE,
    "tim": ChangeKind.MOVE,
    "salin": ChangeKind.COPY,
    "terbit": ChangeKind.PUBLISH,
    "batal": ChangeKind.CANCEL,
    "buang": ChangeKind.DISCARD,
}
"""The kinds of change by the buttons of the board; "pindah" is a visit that was dragged."""

REPEAT = "ulang"  # the button that leads to the page for repeating the one visit that is chosen
_SHIFTED = ("geser", "salin")
_SHIFT = re.compile(r"-?\d{1,3}")
_WAY, _KEEP = "jalan-", "tetap"  # followed by a public id: the name of the choice of a way out
Way = tuple[date, int] | None
"""Where a visit goes in place of what was wished: a day and a team's id; None: it stays as it is."""


class WishUnclear(Refusal):
    """What was sent from the board makes no sense."""


@dataclass(frozen=True)
class Wish:
    """What was chosen on the board and what is to become of it."""

    action: str
    chosen: Sequence[tuple[Visit, int]]  # with the version that was seen
    outlines: Sequence[tuple[VisitOutline, int]]
    gone: int  # chosen ones that are not there any more
    days: int  # of a shift
    day: date | None  # of a visit that was dragged
    team: Team | None
    reason: str
    kept: Mapping[str, str]
    ways: Mapping[str, Way]
    teams: Mapping[int, Team]  # of the office, by their ids

    @property
    def asked(self) -> list[tuple[str, int]]:
        """The public ids and versions of all that was chosen."""
        visits = [(visit.public_id, version) for visit, version in self.chosen]
        return visits + [(outline.public_id, version) for outline, version in self.outlines]

    @property
    def kind(self) -> ChangeKind:
        """What happens to each visit."""
        return _KINDS[self.action]

    @property
    def shifts(self) -> bool:
        """Whether visits go some days on."""
        return self.action in _SHIFTED

    @property
    def needs_reason(self) -> bool:
        """Whether residents are told why."""
        telling = self.kind in (ChangeKind.MOVE, ChangeKind.CANCEL)
        return telling and any(visit.state in ANNOUNCED for visit, _version in self.chosen)

    def changes(self, ways: Mapping[str, Way], *, reason: str) -> list[Change]:
        """Return the changes, with other ways for some visits; those that stay are left out."""
        found = []
        for visit, version in self.chosen:
            day, team = self._day_of(visit), self.team
            if visit.public_id in ways:
                if (way := ways[visit.public_id]) is None:
                    continue
                day, team = way[0], self.teams[way[1]]
            found.append(Change(self.kind, visit, day=day, team=team, version=version, reason=reason, kept=self.kept))
        return found + [
            Change(
                self.kind,
                outline=outline,
                day=self._shifted(outline.day) if self.shifts else self.day,
                team=self.team,
                version=version,
                kept=self.kept,
            )
            for outline, version in self.outlines
            if outline.public_id not in ways
        ]

    def inputs(self) -> list[tuple[str, str]]:
        """Names and values that ask for the same again, but for the number of days."""
        day, team = self.day.isoformat() if self.day else "", str(self.team.id) if self.team else ""
        chosen = [("kunjungan", f"{public_id}.{version}") for public_id, version in self.asked]
        return [("aksi", self.action), ("ke_hari", day), ("ke_tim", team), *chosen]

    def _day_of(self, visit: Visit) -> date | None:
        """The day that a visit goes to."""
        if self.shifts:
            return self._shifted(local_day(visit.opens_at, visit.office.time_zone))
        return self.day

    def _shifted(self, day: date | None) -> date | None:
        """The day that a shift leads to; None for what has no day."""
        return day + timedelta(days=self.days) if day else None


def read_wish(office: Office) -> Wish:
    """Read the wish from the form. Raises WishUnclear."""
    form = request.form
    if (action := form.get("aksi", "")) not in _KINDS:
        raise WishUnclear(_("Pilih apa yang dilakukan dengan kunjungan yang dipilih."))
    seen, found, outlines = _chosen(office)
    teams = {team.id: team for team in teams_of(office)}
    days = form.get("geser", "").strip()
    if action in _SHIFTED and not (_SHIFT.fullmatch(days) and int(days)):
        raise WishUnclear(_("Tulis geser berapa hari, misalnya 7 atau -1."))
    return Wish(
        action,
        [(visit, whole_number(seen[key])) for key, visit in found.items()],
        [(outline, whole_number(seen[key])) for key, outline in outlines.items()],
        len(seen) - len(found) - len(outlines),
        int(days) if action in _SHIFTED else 0,
        _day_named(form.get("ke_hari", "")) if action == "pindah" else None,
        _team_named(teams, form.get("ke_tim", "")) if action in ("pindah", "tim") else None,
        form.get("alasan", "").strip(),
        {code: reason for code, reason in typed_reasons().items() if reason},
        _ways_typed(teams),
        teams,
    )


def visit_to_repeat(office: Office) -> Visit:
    """Return the one visit that is chosen. Raises WishUnclear for none and for several."""
    _seen, found, outlines = _chosen(office)
    if len(found) != 1 or outlines:
        raise WishUnclear(_("Pilih satu kunjungan saja untuk diulangi."))
    return next(iter(found.values()))


def _chosen(office: Office) -> tuple[dict[str, str], dict[str, Visit], dict[str, VisitOutline]]:
    """Return the versions that were seen of what was chosen, the visits and the outlines. Raises WishUnclear."""
    seen = dict(one.rpartition(".")[::2] for one in request.form.getlist("kunjungan"))
    asked = [one for one in seen if PUBLIC_ID.fullmatch(one)]
    found, outlines = visits_with_public_ids(office, asked), outlines_with(office, asked)
    if not found and not outlines:
        raise WishUnclear(_("Pilih dahulu kunjungannya: centang bentuk di depan namanya."))
    return seen, found, outlines


def way_value(way: Way) -> str:
    """What the choice of a way out sends."""
    return f"{way[0].isoformat()}~{way[1]}" if way else _KEEP


def way_input(public_id: str) -> str:
    """The name of the choice of a way out."""
    return _WAY + public_id


def _day_named(text: str) -> date | None:
    """The day that the form names; None for the visit's own. Raises WishUnclear."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise WishUnclear(_("Harinya tidak terbaca. Ulangi dari papan.")) from None


def _team_named(teams: Mapping[int, Team], text: str) -> Team | None:
    """The chosen team; None for the visit's own. Raises WishUnclear for one of another office."""
    if text and whole_number(text) not in teams:
        raise WishUnclear(_("Pilih timnya."))
    return teams[whole_number(text)] if text else None


def _ways_typed(teams: Mapping[int, Team]) -> dict[str, Way]:
    """The chosen ways out by public id. Raises WishUnclear."""
    found: dict[str, Way] = {}
    for name, text in request.form.items():
        if name.startswith(_WAY):
            day, _point, team = text.partition("~")
            there = None if text == _KEEP else (_day_named(day), _team_named(teams, team))
            found[name.removeprefix(_WAY)] = (there[0], there[1].id) if there and there[0] and there[1] else None
    return found

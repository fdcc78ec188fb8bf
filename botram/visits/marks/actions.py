"""Asking the rules about visits again, and storing what is open as marks. Inside the caller's transaction."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from itertools import groupby

from sqlalchemy import ColumnElement, delete, or_, select, tuple_

from botram.database import insert_into, session, transaction
from botram.languages import indonesian
from botram.visits.clashes import clashes_of
from botram.visits.conflict_queries import surroundings_of
from botram.visits.marks.queries import coming_visits, near_visit
from botram.visits.models import ANNOUNCED, Visit, VisitMark, VisitState
from botram.visits.surroundings import Surroundings
from botram.visits.warnings import SHORT_NOTICE, Notice, warnings_among

_CHUNK = 400  # visits that are asked about with one set of statements
_postponed: ContextVar[bool] = ContextVar("postponed", default=False)


def recheck_where(which: ColumnElement[bool], now: datetime, *, left: frozenset[int] = frozenset()) -> None:
    """Ask the rules again about all coming visits that meet a condition.

    left  officers who leave the visits' team just now, by account id
    """
    if not _postponed.get():
        recheck(coming_visits(which, now), now, left=left)


def recheck(visits: Sequence[Visit], now: datetime, *, left: frozenset[int] = frozenset()) -> None:
    """Ask the rules about coming visits, and store what is open: marks come, change and go.

    visits  as ``coming_visits`` reads them, by office
    now     becomes the moment since when a new mark or another sentence stands
    Some fifteen statements for each 400 visits of an office, however many are marked.
    """
    for _office_id, group in groupby(visits, key=lambda visit: visit.office_id):
        mine = list(group)
        for start in range(0, len(mine), _CHUNK):
            _recheck_together(mine[start : start + _CHUNK], now, left)


def recheck_near(visit: Visit, now: datetime, *former: tuple[datetime, datetime, set[str]]) -> None:
    """Ask again about a visit that has changed, and about those that it may clash with.

    former  opening and closing time and codes of the villages of the visit before the change
    """
    places = [(visit.opens_at, visit.closes_at, visit.village_codes), *former]
    codes = set().union(*(codes for _opens, _closes, codes in places))
    near = [near_visit(visit.office_id, opens, closes, codes) for opens, closes, _codes in places]
    recheck_where(or_(Visit.id == visit.id, *near), now)


def recheck_all(*, now: datetime) -> None:
    """Ask the rules about all coming visits of all offices, and forget the marks of visits that are over.

    For what changes without a signal: time itself, and the public list of holidays with an upgrade of the program.
    """
    with transaction() as current:
        recheck(coming_visits(Visit.id > 0, now), now)
        over = select(Visit.id).where(
            Visit.state.not_in((VisitState.DRAFT, *ANNOUNCED)) | (Visit.closes_at <= now),
            Visit.id == VisitMark.visit_id,
        )
        current.execute(delete(VisitMark).where(over.exists()))


@contextmanager
def rechecking_once(*, now: datetime) -> Iterator[None]:
    """Ask the rules about everything once at the end of the block, not after each change inside."""
    mark = _postponed.set(True)
    try:
        yield
    finally:
        _postponed.reset(mark)
    recheck_all(now=now)


def open_notices(
    visit: Visit, around: Surroundings, *, now: datetime, left: frozenset[int] = frozenset()
) -> list[Notice]:
    """Return what the rules find about a visit and nobody has decided, without the short notice of a draft."""
    found = [*clashes_of(visit, around), *warnings_among(visit, around, now=now, left=left)]
    kept = {(one.code, one.sentence) for one in visit.warnings}
    return [
        notice
        for notice in found
        if notice.code != SHORT_NOTICE
        and (notice.code, notice.sentence) not in kept
        and not _decided_there(visit, notice)
    ]


def _decided_there(visit: Visit, notice: Notice) -> bool:
    """Whether the warning stands between two announced visits, and was decided at the other one."""
    other = notice.other
    between = other is not None and visit.state in ANNOUNCED and other.state is not VisitState.DRAFT
    return other is not None and between and notice.code in {one.code for one in other.warnings}


def _recheck_together(visits: Sequence[Visit], now: datetime, left: frozenset[int]) -> None:
    """Ask about visits of one office, and store what is open."""
    around = surroundings_of(visits[0].office, visits)
    fresh: list[dict[str, object]] = []
    gone: list[tuple[int, str]] = []
    with indonesian():  # stored sentences must not depend on the language of the page
        for visit in visits:
            found = {notice.code: notice for notice in open_notices(visit, around, now=now, left=left)}
            had = {mark.code: mark for mark in visit.marks}
            gone += ((visit.id, code) for code in had.keys() - found.keys())
            fresh += (
                _values(visit, notice, now)
                for code, notice in found.items()
                if code not in had or had[code].sentence != notice.sentence
            )
    _store(fresh, gone)
    changed = {row["visit_id"] for row in fresh} | {visit_id for visit_id, _code in gone}
    for visit in visits:
        if visit.id in changed:
            session().expire(visit, ["marks"])


def _values(visit: Visit, notice: Notice, now: datetime) -> dict[str, object]:
    """The columns of a mark."""
    return {
        "visit_id": visit.id,
        "code": notice.code,
        "office_id": visit.office_id,
        "sentence": notice.sentence,
        "people": list(notice.people),
        "since": now,
    }


def _store(fresh: Iterable[dict[str, object]], gone: Sequence[tuple[int, str]]) -> None:
    """Write and delete marks. Of two who find the same at once, the later sentence stands."""
    if rows := sorted(fresh, key=lambda row: (str(row["visit_id"]), str(row["code"]))):
        wanted = insert_into(VisitMark).values(rows)
        again = {name: wanted.excluded[name] for name in ("sentence", "people", "since")}
        session().execute(wanted.on_conflict_do_update(index_elements=["visit_id", "code"], set_=again))
    if gone:
        session().execute(delete(VisitMark).where(tuple_(VisitMark.visit_id, VisitMark.code).in_(gone)))

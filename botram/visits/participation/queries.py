"""Conditions on the teams and villages of visits, and how these are loaded with them."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.strategy_options import _AbstractLoad
from sqlalchemy.sql.base import ExecutableOption

from botram.places.models import Village
from botram.visits.models import Visit


def serving(villages: Collection[str] | Select[str]) -> ColumnElement[bool]:
    """The condition that a visit serves one of these villages. It is asked of each visit that is found otherwise.

    Where visits are found by their village, VisitVillage has the index for it.
    """
    return or_(Visit.village_code.in_(villages), Visit.second_village_code.in_(villages))


def with_team(teams: Collection[int] | Select[int]) -> ColumnElement[bool]:
    """The condition that a visit has one of these teams. It is asked of each visit that is found otherwise."""
    return or_(Visit.team_id.in_(teams), Visit.second_team_id.in_(teams))


def villages_in(districts: Collection[str]) -> Select[str]:
    """The query of the codes of the villages in some districts."""
    return select(Village.code).where(Village.district_code.in_(districts))


def second_village() -> _AbstractLoad:
    """The loader option for the second village: a statement only where a visit has one.

    A join would make PostgreSQL plan badly: it arranges no more than eight tables as it likes.
    """
    return selectinload(Visit.second_village).joinedload(Village.district)


def all_villages() -> tuple[ExecutableOption, ...]:
    """The loader options for all villages."""
    return joinedload(Visit.village).joinedload(Village.district), second_village()


def all_teams() -> tuple[ExecutableOption, ...]:
    """The loader options for all teams."""
    return joinedload(Visit.team), selectinload(Visit.second_team)

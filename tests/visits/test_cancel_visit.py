"""Calling a visit off, putting another in its place, and throwing drafts away."""

import pytest
from flask import Flask

from botram.database import session
from botram.visits.actions import cancel_visit, discard_draft, draft_visit, publish_visit
from botram.visits.models import Visit, VisitState
from botram.visits.queries import public_visit, replaced_visit
from botram.visits.rules import ReasonMissing, WrongState
from tests.builders import NOW, a_team, a_visit, siti
from tests.visits.builders import a_plan


def test_a_cancelled_visit_keeps_its_page_and_its_reason(app: Flask) -> None:
    visit = a_visit(state=VisitState.PUBLISHED)
    cancel_visit(visit, siti(), reason="Balai desa tergenang", now=NOW)
    shown = public_visit(visit.public_id)
    assert (shown.state, shown.reason, shown.revision) == (VisitState.CANCELLED, "Balai desa tergenang", 1)


@pytest.mark.parametrize("reason", ["", "  ", "\n"])
def test_nothing_is_cancelled_without_a_reason(app: Flask, reason: str) -> None:
    visit = a_visit(state=VisitState.PUBLISHED)
    with pytest.raises(ReasonMissing):
        cancel_visit(visit, siti(), reason=reason, now=NOW)
    assert visit.state is VisitState.PUBLISHED


@pytest.mark.parametrize("state", [VisitState.DRAFT, VisitState.RUNNING, VisitState.CLOSED, VisitState.CANCELLED])
def test_only_what_is_announced_and_not_yet_open_is_cancelled(app: Flask, state: VisitState) -> None:
    with pytest.raises(WrongState):
        cancel_visit(a_visit(state=state), siti(), reason="Banjir", now=NOW)


def test_a_cancelled_team_is_free_for_another_visit(app: Flask) -> None:
    team = a_team()
    cancel_visit(a_visit(team=team, state=VisitState.PUBLISHED), siti(), reason="Banjir", now=NOW)
    publish_visit(a_visit(team=team), siti(), now=NOW)


def test_a_replacement_and_the_cancelled_visit_know_each_other(app: Flask) -> None:
    cancelled = a_visit(state=VisitState.CANCELLED)
    replacement = draft_visit(siti().office, a_plan(), siti(), now=NOW, replaces=cancelled)
    assert cancelled.replaced_by == replacement
    version = cancelled.version
    publish_visit(replacement, siti(), now=NOW)
    assert cancelled.version == version + 1
    assert replaced_visit(replacement) == cancelled


@pytest.mark.parametrize("state", [state for state in VisitState if state is not VisitState.CANCELLED])
def test_only_a_cancelled_visit_is_replaced(app: Flask, state: VisitState) -> None:
    there = a_visit(state=state)
    with pytest.raises(WrongState):
        draft_visit(siti().office, a_plan(), siti(), now=NOW, replaces=there)
    assert session().query(Visit).count() == 1


def test_a_draft_that_is_thrown_away_replaces_nothing(app: Flask) -> None:
    cancelled = a_visit(state=VisitState.CANCELLED)
    draft = draft_visit(siti().office, a_plan(), siti(), now=NOW, replaces=cancelled)
    discard_draft(draft, siti(), now=NOW)
    assert session().query(Visit).count() == 1
    assert cancelled.replaced_by is None


@pytest.mark.parametrize("state", [state for state in VisitState if state is not VisitState.DRAFT])
def test_only_a_draft_is_thrown_away(app: Flask, state: VisitState) -> None:
    visit = a_visit(state=state)
    with pytest.raises(WrongState):
        discard_draft(visit, siti(), now=NOW)
    assert session().query(Visit).count() == 1

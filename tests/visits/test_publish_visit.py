"""Announcing a draft."""

from contextlib import nullcontext

import pytest
from flask import Flask
from flask_babel import force_locale

from botram.audit.models import AuditEntry
from botram.database import session
from botram.refusals import Changed, NotFound
from botram.visits.actions import WarningsOpen, publish_visit
from botram.visits.conflicts import OfficerBusy, TeamBusy
from botram.visits.models import VisitState
from botram.visits.queries import public_visit, visit_of
from botram.visits.rules import BadPlan, WrongState
from tests.builders import NOW, a_team, a_visit, asep, dewi, moment, siti

TWO_DAYS_BEFORE = moment("09:00").replace(day=6)
REASON = {"short-notice": "Diminta desa", "same-village": "Sisa kuota", "venue": "Aula besar"}


@pytest.mark.parametrize(
    ("opens", "closes", "allowed"),
    [
        ("08:00", "09:00", True),
        ("08:00", "09:01", False),
        ("12:00", "14:00", True),
        ("11:59", "14:00", False),
        ("09:30", "10:30", False),
        ("07:00", "15:00", False),
    ],
)
def test_a_team_is_at_one_visit_at_a_time(app: Flask, opens: str, closes: str, *, allowed: bool) -> None:
    team = a_team()
    a_visit("09:00", "12:00", team=team, state=VisitState.PUBLISHED)
    draft = a_visit(opens, closes, team=team)
    with nullcontext() if allowed else pytest.raises(TeamBusy):
        publish_visit(draft, siti(), now=NOW, kept=REASON | {"travel": "Tim bermalam"})


def test_the_refusal_names_the_visit_it_conflicts_with(app: Flask) -> None:
    team = a_team("Tim Utara")
    taken = a_visit("09:00", "12:00", team=team, state=VisitState.PUBLISHED)
    draft = a_visit("08:00", "10:00", team=team)
    with pytest.raises(TeamBusy) as refused:
        publish_visit(draft, siti(), now=NOW, kept=REASON)
    assert refused.value.other and refused.value.other.public_id == taken.public_id
    expected = "Tim Utara sudah bertugas di Desa Sumberjaya, Selasa, 8 Desember 2026, 09.00–12.00."
    assert str(refused.value) == expected


def test_an_officer_is_at_one_visit_at_a_time_in_whichever_team(app: Flask) -> None:
    a_visit("07:00", "15:00", team=a_team("Satu"), crew=(asep(),), state=VisitState.PUBLISHED)
    draft = a_visit("09:00", "10:00", team=a_team("Dua"), crew=(asep(),))
    with pytest.raises(OfficerBusy, match="Asep Saepudin sudah bertugas"):
        publish_visit(draft, siti(), now=NOW, kept=REASON)


def test_a_published_visit_is_public_counted_and_written_down(app: Flask) -> None:
    draft = a_visit()
    with pytest.raises(NotFound):
        public_visit(draft.public_id)
    publish_visit(draft, siti(), now=NOW)
    shown = public_visit(draft.public_id)
    assert (shown.state, shown.version, shown.revision, shown.published_at) == (VisitState.PUBLISHED, 2, 0, NOW)
    entry = session().query(AuditEntry).filter_by(action="publish").one()
    assert (entry.subject_key, entry.account_id, entry.after) == (draft.public_id, siti().id, {"state": "PUBLISHED"})


@pytest.mark.parametrize("state", [state for state in VisitState if state is not VisitState.DRAFT])
def test_only_a_draft_is_published(app: Flask, state: VisitState) -> None:
    visit = a_visit(state=state)
    with pytest.raises(WrongState):
        publish_visit(visit, siti(), now=NOW)
    assert visit.state is state


def test_what_somebody_else_changed_meanwhile_is_not_published(app: Flask) -> None:
    with pytest.raises(Changed):
        publish_visit(a_visit(), siti(), now=NOW, version=7)


@pytest.mark.parametrize(("hour", "allowed"), [("13:59", True), ("14:00", False)])
def test_a_visit_that_is_over_is_not_published(app: Flask, hour: str, *, allowed: bool) -> None:
    with nullcontext() if allowed else pytest.raises(BadPlan, match="sudah lewat"):
        publish_visit(a_visit(), siti(), now=moment(hour), kept=REASON)


@pytest.mark.parametrize(("language", "says"), [("id", "Kurang dari 3 hari"), ("en", "3 days ahead")])
@pytest.mark.parametrize("kept", [{}, {"holiday": "bukan ini"}], ids=["none", "for another warning"])
def test_every_warning_needs_a_reason_of_its_own(app: Flask, kept: dict[str, str], language: str, says: str) -> None:
    draft = a_visit()
    with force_locale(language), pytest.raises(WarningsOpen) as refused:
        publish_visit(draft, siti(), now=TWO_DAYS_BEFORE, kept=kept)
    assert [warning.code for warning in refused.value.warnings] == ["short-notice"]
    assert says in refused.value.warnings[0].sentence


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_reason_answers_the_same_warning_in_every_language(app: Flask, language: str) -> None:
    visit = a_visit()
    with force_locale(language):
        publish_visit(visit, siti(), now=TWO_DAYS_BEFORE, kept={"short-notice": "Banjir surut hari ini"})
    assert [(kept.code, kept.reason) for kept in visit.warnings] == [("short-notice", "Banjir surut hari ini")]
    assert [kept.sentence[:18] for kept in visit.warnings] == ["Kurang dari 3 hari"]


def test_another_offices_visit_cannot_be_found(app: Flask) -> None:
    draft = a_visit()
    with pytest.raises(NotFound):
        visit_of(dewi().office, draft.public_id)

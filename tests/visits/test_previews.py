"""What would follow from a change is found on the real tables, and nothing is saved."""

from functools import partial

import pytest
from flask import Flask
from sqlalchemy import select

from botram.database import session
from botram.places.actions import VenuePlan, unsaved_venue
from botram.places.models import Venue
from botram.refusals import NotFound
from botram.staff.rules import IdentityNumber
from botram.visits.actions import change_visit
from botram.visits.history import sentences
from botram.visits.models import VisitOfficer, VisitState
from botram.visits.previews import preview_change, preview_publishing
from botram.visits.queries import history_of, public_visit, visit_of
from tests.builders import DAY, FRIDAY, NOW, a_team, a_venue, a_visit, asep, bekasi, moment, siti, village
from tests.statements import statements
from tests.visits.builders import plan_of


def test_a_preview_tells_differences_conflict_and_warnings_at_once_and_saves_nothing(app: Flask) -> None:
    team = a_team(members=(asep(),))
    other = a_visit(day=FRIDAY, team=team, state=VisitState.PUBLISHED)
    visit = a_visit(team=team, state=VisitState.PUBLISHED, venue=a_venue("Balai", "Jatimulya"))
    plan = plan_of(visit, opens_at=moment("09:00", FRIDAY), closes_at=moment("12:00", FRIDAY), crew=())
    preview = preview_change(visit, plan, now=NOW)
    assert [one.other.public_id for one in preview.refusals] == [other.public_id]  # type: ignore[attr-defined]  # all are Busy
    assert "friday" in [warning.code for warning in preview.warnings]
    assert preview.moved
    assert preview.sentences[0].startswith("Waktu: Jumat, 11 Desember 2026, 09.00–12.00, semula Selasa")
    assert (visit.version, visit.opens_at) == (1, moment("08:00"))
    assert len(session().scalars(select(VisitOfficer)).all()) == 2


def test_a_preview_takes_a_venue_that_no_table_has_yet(app: Flask) -> None:
    visit = a_visit(state=VisitState.PUBLISHED)
    new = VenuePlan(village().code, "Balai RW 5", "", -6.2275, 107.0769)
    preview = preview_change(visit, plan_of(visit, venue=unsaved_venue(bekasi(), new)), now=NOW)
    assert preview.moved and preview.sentences == ["Tempat: Balai RW 5, semula Aula Kantor Desa."]
    assert len(session().scalars(select(Venue)).all()) == 1


def test_another_venue_of_the_same_name_is_a_move(app: Flask) -> None:
    visit, twin = a_visit(state=VisitState.PUBLISHED), a_venue()
    plan = plan_of(visit, venue=twin)
    assert preview_change(visit, plan, now=NOW).sentences == [
        "Titik layanan diganti dengan titik lain yang namanya sama."
    ]
    assert change_visit(visit, plan, siti(), now=NOW, reason="Aula lama roboh")
    assert (visit.venue_id, visit.revision) == (twin.id, 1)


@pytest.mark.parametrize("name", ["title", "contact", "notes"])
def test_a_preview_refuses_what_is_never_kept(app: Flask, name: str) -> None:
    visit = a_visit()
    with pytest.raises(IdentityNumber):
        preview_change(visit, plan_of(visit, **{name: "3216 0655 0898 0001"}), now=NOW)


@pytest.mark.parametrize(
    ("day", "said"), [(3, ["Waktunya sudah lewat. Pilih hari yang akan datang."]), (8, [])], ids=["over", "to come"]
)
def test_a_day_that_is_over_stands_against_announcing(app: Flask, day: int, said: list[str]) -> None:
    preview = preview_publishing(a_visit(day=DAY.replace(day=day)), now=NOW)
    assert [str(refusal) for refusal in preview.refusals] == said


@pytest.mark.parametrize(
    ("different", "told"),
    [
        ({"opens_at": moment("09:00")}, "Dibuka pukul 09.00, semula 08.00."),
        ({"closes_at": moment("15:00")}, "Selesai pukul 15.00, semula 14.00."),
    ],
    ids=["opening", "closing"],
)
def test_one_changed_hour_is_told_in_the_history(app: Flask, different: dict[str, object], told: str) -> None:
    visit = a_visit()
    change_visit(visit, plan_of(visit, **different), siti(), now=NOW)
    ((entry, _name),) = history_of(visit)
    assert sentences(entry, "Asia/Jakarta", staff=True) == [told]


@pytest.mark.parametrize("wrong", ["\x00", "k7m29qx", "k7m29qxdd", "K7M29QXD", ""])
def test_no_database_is_asked_for_what_is_no_number_of_a_visit(app: Flask, wrong: str) -> None:
    office = bekasi()
    with statements() as sent:
        for find in (public_visit, partial(visit_of, office)):
            with pytest.raises(NotFound):
                find(wrong)
    assert not [one for one in sent if "FROM visit" in one]

"""A visit may serve two villages. Rules, names, warnings, lists and successors are about both."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from botram.database import session
from botram.visits.actions import discard_draft, draft_visit
from botram.visits.departures.models import FeedDeparture
from botram.visits.models import VisitLevel, VisitState
from botram.visits.participation.actions import hand_over
from botram.visits.participation.models import VisitTeam, VisitVillage
from botram.visits.rules import BadPlan
from botram.visits.village_queries import last_and_next_visits, visits_in_villages
from botram.visits.warnings import warnings_of
from tests.builders import DAY, NOW, a_team, a_venue, a_visit, bekasi, count, siti, village, with_second
from tests.visits.builders import a_plan, change, told

PLACES = {
    (VisitLevel.VILLAGE, "Mangunjaya"): "Desa Sumberjaya dan Desa Mangunjaya",
    (VisitLevel.DISTRICT, "Mangunjaya"): "Kecamatan Tambun Selatan",
    (VisitLevel.DISTRICT, "Srimukti"): "Kecamatan Tambun Selatan dan Kecamatan Tambun Utara",
    (VisitLevel.SCHOOL, "Mangunjaya"): "SMAN 1",
}


@pytest.mark.parametrize(("level", "second"), PLACES)
def test_a_visit_is_called_by_both_places(app: Flask, level: VisitLevel, second: str) -> None:
    visit = with_second(a_visit(level=level, title="SMAN 1" if level is VisitLevel.SCHOOL else ""), in_village=second)
    assert visit.place_name == PLACES[level, second]


@pytest.mark.parametrize(
    ("names", "sentence"),
    [
        (("Sumberjaya",), "Desa kedua harus lain dari desa titik layanannya."),
        (("Mangunjaya", "Srimukti"), "Satu kunjungan paling banyak melayani dua desa."),
        (("Lembang",), "Pilih desa atau kelurahan dari wilayah kantor ini."),
    ],
)
def test_the_second_village_is_another_one_of_the_office(app: Flask, names: tuple[str, ...], sentence: str) -> None:
    plan = a_plan(more_villages=tuple(village(name) for name in names))
    with pytest.raises(BadPlan, match=sentence) as refused:
        draft_visit(bekasi(), plan, siti(), now=NOW)
    assert refused.value.field == "villages"


def test_each_village_is_warned_of_by_itself(app: Flask) -> None:
    for number, name in enumerate(("Sumberjaya", "Mangunjaya"), 5):
        day = DAY + timedelta(days=number)
        with_second(
            a_visit(day=day, venue=a_venue(f"Balai {name}", "Srimukti"), state=VisitState.PUBLISHED), in_village=name
        )
    visit = with_second(a_visit(), in_village="Mangunjaya")
    found = {notice.code: notice.sentence for notice in warnings_of(visit, now=NOW)}
    assert found["same-village"].startswith("Desa Sumberjaya juga dikunjungi Minggu, 13 Desember 2026")
    assert found["same-second-village"].startswith("Desa Mangunjaya juga dikunjungi Senin, 14 Desember 2026")


def test_a_change_of_the_second_village_is_told_and_is_no_move(app: Flask) -> None:
    visit = a_visit(state=VisitState.PUBLISHED)
    change(visit, more_villages=(village("Mangunjaya"),))
    change(visit, more_villages=(village("Srimukti"),))
    change(visit, more_villages=())
    told_to_all = [line for line in told(visit, staff=False) if line.startswith("Desa kedua")]
    assert told_to_all == [
        "Desa kedua: Desa Mangunjaya, semula -.",
        "Desa kedua: Desa Srimukti, semula Desa Mangunjaya.",
        "Desa kedua: -, semula Desa Srimukti.",
    ]
    assert (visit.version, visit.revision, visit.was_place) == (4, 0, "")
    left = set(session().scalars(select(FeedDeparture.key)))
    assert left == {village("Mangunjaya").code, village("Srimukti").code}


def test_another_venue_keeps_the_second_village(app: Flask) -> None:
    visit = with_second(a_visit(state=VisitState.PUBLISHED), in_village="Mangunjaya")
    change(visit, venue=a_venue("Balai", "Srimukti"))
    assert visit.place_name == "Desa Srimukti dan Desa Mangunjaya"
    assert told(visit)[:1] == ["Tempat: Balai, Desa Srimukti, semula Aula Kantor Desa, Desa Sumberjaya."]


def test_both_villages_list_the_visit(app: Flask) -> None:
    past = with_second(a_visit(day=DAY - timedelta(days=9), state=VisitState.CLOSED), in_village="Mangunjaya")
    coming = with_second(a_visit(state=VisitState.PUBLISHED), in_village="Mangunjaya")
    for code in (village().code, village("Mangunjaya").code):
        assert [[one.id for one in some] for some in visits_in_villages([code], NOW, most_past=5)] == [
            [coming.id],
            [past.id],
        ]
        [(last, following)] = last_and_next_visits([code], NOW).values()
        assert last and following and (last.id, following.id) == (past.id, coming.id)
    both = [village().code, village("Mangunjaya").code]
    assert [[one.id for one in some] for some in visits_in_villages(both, NOW, most_past=5)] == [[coming.id], [past.id]]
    assert last_and_next_visits(both, NOW).keys() == set(both)


def test_a_successor_has_the_visits_where_its_village_was_the_second(app: Flask) -> None:
    visit = with_second(a_visit(state=VisitState.PUBLISHED), in_village="Mangunjaya")
    hand_over(village("Mangunjaya").code, village("Srimukti").code, None, NOW)
    session().commit()
    assert [one.name for one in visit.villages] == ["Sumberjaya", "Srimukti"]
    hand_over(village("Srimukti").code, village().code, None, NOW)
    session().commit()
    assert [one.name for one in visit.villages] == ["Sumberjaya"]


def test_a_draft_with_two_of_each_can_be_discarded(app: Flask) -> None:

    visit = with_second(a_visit(), team=a_team("Dua"), in_village="Mangunjaya")
    assert (count(VisitTeam), count(VisitVillage)) == (2, 2)
    discard_draft(visit, siti(), now=NOW)
    assert (count(VisitTeam), count(VisitVillage)) == (0, 0)

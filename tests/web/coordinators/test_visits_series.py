"""Changing visits of a series together from the form of one: this one, it and the following, all that are to come."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from botram.database import session
from botram.visits.models import Visit, VisitState
from botram.visits.series.models import VisitSeries
from tests.browser import Browser, page
from tests.builders import DAY, a_team, a_venue, a_visit, asep, moment, overwrite, siti
from tests.visits.series.test_make_series import A_WEEK, repeated
from tests.web.coordinators.form_reader import filled
from tests.web.desk import at_desk, known

REASON = "Balai desa dipakai rapat"
A_DAY = timedelta(days=1)


def address(visit: Visit) -> str:
    """The form of a visit."""
    return f"/koordinator/kunjungan/{visit.public_id}/ubah"


def four(state: VisitState = VisitState.DRAFT) -> list[Visit]:
    """Four visits of a series, a week apart."""
    found = repeated(a_visit(team=a_team(members=(asep(),))))
    for one in found:
        overwrite(one, state=state)
    return found


def typed(browser: Browser, visit: Visit, scope: str, **more: Any) -> dict[str, Any]:
    """The form of the visit, on the next day at other hours."""
    day = known(visit).opens_at + A_DAY
    sent = filled(browser.get(address(visit)))
    return {**sent, "day": day.date().isoformat(), "opens": "09.00", "scope": scope, **more}


def opened(visits: list[Visit]) -> list[Any]:
    """The days and hours at which they open, as steps from the first plan."""
    return [known(one).opens_at - moment("08:00", DAY + n * A_WEEK) for n, one in enumerate(visits)]


MOVED, STAYED = A_DAY + timedelta(hours=1), timedelta(0)


@pytest.mark.parametrize(
    ("scope", "found"),
    [
        ("ini", [STAYED, MOVED, STAYED, STAYED]),
        ("berikutnya", [STAYED, MOVED, MOVED, MOVED]),
        ("semua", [MOVED, MOVED, MOVED, MOVED]),
    ],
)
def test_a_change_is_for_one_for_it_and_the_following_or_for_all(app: Flask, scope: str, found: list[Any]) -> None:
    visits = four()
    browser = at_desk(app, siti())
    sent = typed(browser, visits[1], scope)
    if scope == "ini":
        browser.post(address(visits[1]), sent)
    else:
        read = browser.post(address(visits[1]), sent, 200)
        assert "Sel, 22 Des 2026, 08.00–14.00, Tim Utara menjadi Rab, 23 Des 2026, 09.00–14.00" in page(read).text
        assert opened(visits) == [STAYED] * 4  # nothing is saved by looking
        browser.post(address(visits[1]), filled(read) | {"langkah": "simpan-semua"})
    assert opened(visits) == found


def test_past_and_running_visits_never_change(app: Flask) -> None:
    visits = four()
    for one, state in zip(visits, (VisitState.CLOSED, VisitState.PUBLISHED, VisitState.RUNNING), strict=False):
        overwrite(one, state=state)
    browser = at_desk(app, siti())
    read = browser.post(address(visits[3]), typed(browser, visits[3], "semua"), 200)
    browser.post(address(visits[3]), filled(read) | {"langkah": "simpan-semua"}, 422)
    assert opened(visits) == [STAYED] * 4
    reasons = {one: "Diminta desa" for one in filled(read) if one.startswith("alasan-")}
    browser.post(address(visits[3]), filled(read) | reasons | {"langkah": "simpan-semua", "reason": REASON})
    assert opened(visits) == [STAYED, MOVED, STAYED, MOVED]
    assert known(visits[1]).reason == REASON


def test_a_clash_of_one_keeps_all_as_they_are_and_the_form_comes_back_as_typed(app: Flask) -> None:
    visits = four(VisitState.PUBLISHED)
    day = DAY + 2 * A_WEEK + A_DAY
    a_visit(day=day, team=visits[0].team, venue=a_venue(in_village="Wanasari"), state=VisitState.PUBLISHED)
    browser = at_desk(app, siti())
    sent = typed(browser, visits[1], "berikutnya", reason=REASON, notes="Bawa map")
    read = browser.post(address(visits[1]), sent, 200)
    assert "Wanasari" in page(read).text
    assert "simpan-semua" not in [one.get("value") for one in page(read).all("button")]
    browser.post(address(visits[1]), filled(read) | {"langkah": "simpan-semua"}, 422)
    assert opened(visits) == [STAYED] * 4
    form = filled(browser.post(address(visits[1]), filled(read) | {"langkah": "formulir"}, 200))
    assert (form["notes"], form["opens"], form["scope"]) == (["Bawa map"], ["09.00"], ["berikutnya"])


def test_one_that_somebody_else_has_changed_meanwhile_is_named(app: Flask) -> None:
    visits = four()
    browser = at_desk(app, siti())
    read = browser.post(address(visits[0]), typed(browser, visits[0], "semua"), 200)
    overwrite(visits[2], version=known(visits[2]).version + 1)
    session().rollback()
    again = browser.post(address(visits[0]), filled(read) | {"langkah": "simpan-semua"}, 422)
    assert "Orang lain baru saja mengubah kunjungan ini" in page(again).text
    assert opened(visits) == [STAYED] * 4


def test_a_visit_in_no_series_is_not_asked(app: Flask) -> None:
    visit = a_visit()
    assert "Berlaku untuk" not in page(at_desk(app, siti()).get(address(visit))).text


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("FREQ=WEEKLY;UNTIL=20261229;BYDAY=TU,TH", "Setiap Selasa, Kamis sampai Sel, 29 Des 2026"),
        ("FREQ=MONTHLY;UNTIL=20261229;BYDAY=2WE,-1WE", "Rabu ke-2, terakhir setiap bulan sampai Sel, 29 Des 2026"),
    ],
)
def test_the_page_of_a_visit_names_its_series(app: Flask, rule: str, words: str) -> None:
    visit = four()[0]
    session().query(VisitSeries).update({"rule": rule})
    session().commit()
    assert words in page(at_desk(app, siti()).get(address(visit).removesuffix("/ubah"))).text

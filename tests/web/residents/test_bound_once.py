"""What a list looks up does not grow with its rows: the service list, and the language that it speaks."""

import json
from contextvars import Context
from datetime import timedelta

import flask_babel
import pytest
from flask import Flask
from sqlalchemy import select

from botram.audit.actions import record
from botram.database import dry_run, session, transaction
from botram.packs import DATA
from botram.services.actions import load_services
from botram.services.models import Service
from botram.services.queries import service_list, use_version, version_columns
from botram.visits.models import VisitState
from tests.browser import Browser
from tests.builders import NOW, a_team, a_venue, a_visit
from tests.calls import counted_calls
from tests.many_visits import copies
from tests.statements import statements

SERVICES = ("KTP_ENROL", "KTP_NEW", "KK_NEW", "KIA_NEW", "BIRTH")
LISTS = ("/jadwal", "/jadwal?bahasa=en", "/api/v1/visits", "/jadwal.atom", "/desa/32.16.06.2005", "/peta")


def _in_another_process(app: Flask) -> None:
    """Change the service list as a process does that has nothing in common with this one but the database."""
    with app.app_context(), transaction() as current:
        current.get_one(Service, "KK_NEW").short = "Kartu baru"
        record("load", "services", "services", at=NOW + timedelta(hours=1), office_id=None, account_id=None)


@pytest.mark.parametrize("address", LISTS)
def test_a_list_of_any_length_looks_up_the_same(app: Flask, address: str) -> None:
    team, venue = a_team(), a_venue()
    first = a_visit(team=team, venue=venue, state=VisitState.PUBLISHED, services=SERVICES)
    client = app.test_client()
    found = []
    for more in (range(1, 4), range(4, 20)):  # 20 offers, then 100
        session().rollback()
        copies(first, more)
        Context().run(client.get, address)
        with counted_calls(json.loads, flask_babel.Domain.get_translations) as calls:
            assert Context().run(client.get, address).status_code == 200
        found.append(calls)
    assert found[1]["loads"] - found[0]["loads"] <= 2 * 16, (
        "two for each visit, obstacles and earlier plans, none for offers"
    )
    assert [calls["get_translations"] for calls in found] <= [2, 2], "once for each language that is spoken"


def test_what_another_process_loads_is_seen_at_once(app: Flask, browser: Browser) -> None:
    a_visit(state=VisitState.PUBLISHED, services=("KK_NEW",))
    assert "Kartu baru" not in browser.get("/jadwal").text
    session().rollback()
    _in_another_process(app)
    assert "Kartu baru" in browser.get("/jadwal").text


def test_the_list_is_that_of_the_version_read_with_another_statement(app: Flask) -> None:
    assert service_list().services["KK_NEW"].short != "Kartu baru"
    session().rollback()
    _in_another_process(app)
    use_version(session().execute(select(*version_columns())).one())
    assert service_list().services["KK_NEW"].short == "Kartu baru"
    with statements() as sent:
        use_version(session().execute(select(*version_columns())).one())
        assert service_list().services["KK_NEW"].short == "Kartu baru"
    assert len(sent) == 1


def test_a_list_that_is_not_committed_is_not_kept(app: Flask, browser: Browser) -> None:
    a_visit(state=VisitState.PUBLISHED, services=("KK_NEW",))
    session().rollback()
    with app.app_context(), dry_run(), transaction() as current:
        current.get_one(Service, "KK_NEW").short = "Belum tentu"
        record("load", "services", "services", at=NOW, office_id=None, account_id=None)
        current.flush()
        assert service_list().services["KK_NEW"].short == "Belum tentu"
    assert "Belum tentu" not in browser.get("/jadwal").text


def test_loading_the_list_is_seen_by_who_loaded_it(app: Flask) -> None:
    assert service_list().services["KK_NEW"].short != "Lama"
    session().get_one(Service, "KK_NEW").short = "Lama"
    session().commit()
    load_services(DATA / "services", now=NOW)
    assert service_list().services["KK_NEW"].short != "Lama"

"""A change is told to the parts above it inside its own transaction."""

import gc
import sys
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from botram import create_app
from botram.audit.models import AuditEntry
from botram.database import session
from botram.days.actions import add_office_day
from botram.days.models import DayKind, OfficeDay
from botram.days.signals import days_changed
from botram.packs import DATA
from botram.partners.actions import AgencyPlan, save_agency
from botram.partners.models import PartnerAgency
from botram.partners.signals import agency_changed
from botram.places.actions import VenuePlan, change_venue
from botram.places.models import Venue, Village
from botram.places.regions.actions import load_region
from botram.places.signals import places_changed, venue_changed, village_changing, village_succeeded
from botram.services.actions import load_services
from botram.services.models import Service
from botram.services.signals import service_texts_changed, services_changed
from botram.signals import Signal
from botram.staff.actions import close_account, reopen_account, reset_password
from botram.staff.models import Account, Office, Team
from botram.staff.offices import OfficePlan, change_office
from botram.staff.signals import (
    account_ended,
    account_returned,
    office_changed,
    password_words_asked,
    team_changed,
    team_ended,
)
from botram.staff.teams.actions import TeamPlan, save_team
from botram.visits.actions import change_visit
from botram.visits.models import Offer, Visit, VisitState
from botram.visits.plans import OfferPlan
from botram.visits.signals import offers_changed
from tests.builders import DAY, NOW, SECRET, a_team, a_venue, a_visit, an_agency, asep, bekasi, budi, siti, village
from tests.visits.builders import EveryReason, plan_of

Change = Callable[[], object]
TABLES = (Account, AuditEntry, Offer, Office, OfficeDay, PartnerAgency, Service, Team, Venue, Village, Visit)


def closing_an_account() -> Change:
    return partial(close_account, asep(), budi(), now=NOW)


def setting_a_password() -> Change:
    return partial(reset_password, siti(), "angin musim timur", budi(), now=NOW)


def ending_a_team() -> Change:
    return partial(save_team, bekasi(), a_team(), TeamPlan("Tim Utara", "", (), active=False), siti(), now=NOW)


def renaming_the_office() -> Change:
    return partial(change_office, bekasi(), OfficePlan("Dinas", ""), budi(), now=NOW)


def renaming_an_agency() -> Change:
    agency = an_agency()
    return partial(save_agency, bekasi(), agency, AgencyPlan("Bank", agency.kind), siti(), now=NOW)


def moving_a_venue() -> Change:
    venue, there = a_venue(), a_venue("Lapangan", "Sertajaya")
    plan = VenuePlan(there.village_code, "Balai Warga", "", there.latitude, there.longitude)
    return partial(change_venue, venue, plan, siti(), now=NOW)


def loading_a_region() -> Change:
    village().postal_code = "00000"
    session().commit()
    return partial(load_region, DATA / "region-3216", now=NOW)


def loading_the_services() -> Change:
    session().get_one(Service, "KTP_ENROL").short = "Lama"
    session().commit()
    return partial(load_services, DATA / "services", now=NOW)


def offering_another_service() -> Change:
    visit = a_visit(state=VisitState.PUBLISHED)
    plan = plan_of(visit, offers=(OfferPlan("KTP_ENROL"), OfferPlan("KIA_NEW")))
    return partial(change_visit, visit, plan, siti(), now=NOW, reason="Ditambah", kept=EveryReason())


def a_village_with_a_successor() -> Change:
    old = session().get_one(Village, "32.16.01.2007")
    old.successor_code, old.ends_on, old.retired = None, None, False
    a_visit(venue=a_venue(in_village=None, in_code=old.code), state=VisitState.PUBLISHED)
    return partial(load_region, DATA / "region-3216", now=NOW)


def adding_a_day() -> Change:
    return partial(add_office_day, bekasi(), DAY, DayKind.HOLIDAY, "Hari Jadi", siti(), now=NOW)


def reopening_an_account() -> Change:
    close_account(asep(), budi(), now=NOW)
    return partial(reopen_account, asep(), budi(), now=NOW)


def taking_a_printer() -> Change:
    return partial(save_team, bekasi(), a_team(), TeamPlan("Tim Utara", "Mobil 2", ()), siti(), now=NOW)


def asking_for_a_printer() -> Change:
    session().get_one(Service, "KTP_NEW").equipment = []
    session().commit()
    return partial(load_services, DATA / "services", now=NOW)


SENT_BY: dict[Signal[Any], Callable[[], Change]] = {
    account_ended: closing_an_account,
    password_words_asked: setting_a_password,
    team_ended: ending_a_team,
    office_changed: renaming_the_office,
    agency_changed: renaming_an_agency,
    venue_changed: moving_a_venue,
    village_changing: moving_a_venue,
    places_changed: loading_a_region,
    service_texts_changed: loading_the_services,
    offers_changed: offering_another_service,
    village_succeeded: a_village_with_a_successor,
    days_changed: adding_a_day,
    account_returned: reopening_an_account,
    team_changed: taking_a_printer,
    services_changed: asking_for_a_printer,
}


def written() -> list[Any]:
    """What the tables of these changes hold."""
    session().rollback()
    return [row for table in TABLES for row in session().execute(select(table.__table__)).all()]


@pytest.mark.parametrize(("signal", "prepare"), SENT_BY.items())
def test_a_receiver_is_called_once_and_undoes_the_change_when_it_raises(
    app: Flask, signal: Signal[Any], prepare: Callable[[], Change]
) -> None:
    heard: list[object] = []

    def fail(event: object) -> None:
        heard.append(event)
        session().flush()
        raise ZeroDivisionError

    change = prepare()
    before = written()
    with signal.connected_to(fail), pytest.raises(ZeroDivisionError):
        change()
    assert (len(heard), written()) == (1, before)
    change()
    assert (len(heard), written() == before) == (1, False)


def test_every_signal_is_tried_here() -> None:
    modules = [module for name, module in sys.modules.items() if name.startswith("botram.")]
    signals = {one for module in modules for one in vars(module).values() if isinstance(one, Signal)}
    assert signals == set(SENT_BY)


def test_a_second_app_in_the_process_counts_no_change_twice(app: Flask) -> None:
    visit = a_visit(state=VisitState.PUBLISHED)
    create_app({"DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"], "SECRET_KEY": SECRET})
    change_office(bekasi(), OfficePlan("Dinas", ""), budi(), now=NOW)
    assert visit.version == 2


def test_a_receiver_stays_connected_and_only_once() -> None:
    signal, heard = Signal[str](), list[str]()

    def note(event: str) -> None:
        heard.append(event)

    for _app in range(2):
        signal.connect(note)
    del note
    gc.collect()
    signal.send("changed")
    assert heard == ["changed"]

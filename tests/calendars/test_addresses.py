"""Private addresses of calendars: who makes them, what they open, and when they end."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from botram.audit.models import AuditEntry
from botram.calendars.actions import (
    GUESSES_A_MINUTE,
    MOST_LIVING,
    AddressPlan,
    FormUsedUp,
    NotYourCalendar,
    TooManyAddresses,
    TooManyGuesses,
    end_address,
    make_address,
    open_calendar,
)
from botram.calendars.models import FeedToken
from botram.calendars.queries import tokens_for_office, tokens_known_to
from botram.calendars.tokens import TOKEN, token_of
from botram.database import session
from botram.refusals import NotFound
from botram.staff.actions import AccountPlan, change_account, close_account, reopen_account
from botram.staff.models import Account, Role, Team
from botram.staff.rules import IdentityNumber
from botram.staff.teams.actions import TeamPlan, save_team
from botram.visits.models import ListKind
from tests.builders import NOW, SECRET, a_team, asep, bekasi, budi, dewi, elsewhere, siti
from tests.statements import statements

OFFICER = AddressPlan(ListKind.OFFICER, "ponsel Asep")
OFFICE = AddressPlan(ListKind.OFFICE, "layar loket")
made = 0


def a_token() -> str:
    """A token that nobody has yet."""
    global made
    made += 1
    return token_of(f"{made:032x}", 1, SECRET)


def an_address(plan: AddressPlan, by: Account) -> str:
    """The token of a new address."""
    token = a_token()
    make_address(plan, token, by, now=NOW)
    return token


def of_team(team: Team) -> AddressPlan:
    return AddressPlan(ListKind.TEAM, "ponsel tim", team)


def opens(kind: ListKind, token: str, **when: Any) -> bool:
    """Whether a token opens a calendar."""
    try:
        return bool(open_calendar(kind, token, "192.0.2.1", **({"now": NOW} | when)))
    except NotFound:
        return False


def test_tokens_are_long_their_own_and_made_by_two_secrets() -> None:
    ids = [f"{number:032x}" for number in range(40)]
    tokens = {token_of(form_id, 7, SECRET) for form_id in ids}
    assert len(tokens) == len(ids)
    assert all(TOKEN.fullmatch(token) for token in tokens)
    assert len(set("".join(tokens))) == 32  # 32 letters of 32 kinds: 160 bits
    assert len({token_of(ids[0], maker, key) for maker in (7, 8) for key in (SECRET, "another")}) == 4


def test_only_the_hash_is_kept_and_nothing_tells_the_token(app: Flask) -> None:
    token = an_address(OFFICER, asep())
    session().expire_all()
    row = session().scalars(select(FeedToken)).one()
    assert (row.label, row.made_by, row.account_id, row.used_at, row.ended_at) == (
        "ponsel Asep",
        asep().id,
        asep().id,
        None,
        None,
    )
    entry = session().scalars(select(AuditEntry).where(AuditEntry.subject == "feed_token")).one()
    assert (entry.action, entry.subject_key) == ("make", "ponsel Asep")
    assert entry.after == {"calendar": "Tugas Botram Asep Saepudin"}
    kept = repr([vars(row), vars(entry)])
    assert token not in kept
    assert re.search(r"[0-9a-f]{64}", kept)


def test_a_form_that_is_sent_twice_makes_one_address(app: Flask) -> None:
    token = a_token()
    first = make_address(OFFICER, token, asep(), now=NOW)
    assert make_address(OFFICER, token, asep(), now=NOW).id == first.id
    with pytest.raises(FormUsedUp):
        make_address(OFFICE, token, siti(), now=NOW)
    end_address(first, asep(), now=NOW)
    end_address(first, asep(), now=NOW)
    with pytest.raises(FormUsedUp):
        make_address(OFFICER, token, asep(), now=NOW)
    actions_kept = session().scalars(select(AuditEntry.action).where(AuditEntry.subject == "feed_token")).all()
    assert actions_kept == ["make", "end"]


@pytest.mark.parametrize(
    ("plan_of", "by"),
    [
        (lambda: of_team(a_team("Tim Dewi", elsewhere())), siti),
        (lambda: of_team(a_team()), dewi),
        (lambda: of_team(a_team("Tim Lama", active=False)), siti),
        (lambda: of_team(a_team()), asep),
        (lambda: OFFICE, asep),
        (lambda: OFFICE, budi),
        (lambda: OFFICER, siti),
        (lambda: AddressPlan(ListKind.VILLAGE, "x"), siti),
    ],
    ids=[
        "a team of another office",
        "a coordinator of another office",
        "a team that is no more",
        "an officer for the team",
        "an officer for the office",
        "an administrator for the office",
        "a coordinator as an officer",
        "a list that everybody may read",
    ],
)
def test_nobody_makes_addresses_of_what_is_not_theirs(
    app: Flask, plan_of: Callable[[], AddressPlan], by: Callable[[], Account]
) -> None:
    with pytest.raises(NotYourCalendar):
        an_address(plan_of(), by())
    assert session().scalars(select(FeedToken)).all() == []


def test_what_an_address_is_called_names_nobody(app: Flask) -> None:
    with pytest.raises(IdentityNumber):
        an_address(AddressPlan(ListKind.OFFICE, "3216 0612 0787 0001"), siti())
    assert session().scalars(select(FeedToken)).all() == []


def test_an_office_lists_the_addresses_of_its_own_calendars(app: Flask) -> None:
    an_address(of_team(a_team()), siti())
    assert len(tokens_for_office(bekasi())) == 1
    assert tokens_for_office(elsewhere()) == []


def test_a_calendar_has_a_bounded_number_of_addresses(app: Flask) -> None:
    team = a_team()
    for _turn in range(MOST_LIVING):
        an_address(OFFICE, siti())
    with pytest.raises(TooManyAddresses):
        an_address(OFFICE, siti())
    an_address(of_team(team), siti())
    end_address(tokens_for_office(bekasi())[-1], siti(), now=NOW)
    an_address(OFFICE, siti())


def test_a_token_opens_its_own_calendar_until_it_is_ended(app: Flask) -> None:
    team = a_team()
    tokens = {
        ListKind.OFFICER: an_address(OFFICER, asep()),
        ListKind.TEAM: an_address(of_team(team), siti()),
        ListKind.OFFICE: an_address(OFFICE, siti()),
    }
    for kind, token in tokens.items():
        assert [other for other in ListKind if opens(other, token)] == [kind]
    keys = {kind: open_calendar(kind, token, "x", now=NOW).key for kind, token in tokens.items()}
    assert keys == {ListKind.OFFICER: str(asep().id), ListKind.TEAM: str(team.id), ListKind.OFFICE: str(bekasi().id)}
    for row in tokens_for_office(bekasi()):
        end_address(row, siti(), now=NOW)
    assert [kind for kind, token in tokens.items() if opens(kind, token)] == [ListKind.OFFICER]


@pytest.mark.parametrize(("minutes", "noted"), [(0, 0), (59, 0), (60, 60)])
def test_use_is_noted_at_most_once_an_hour(app: Flask, minutes: int, noted: int) -> None:
    token = an_address(OFFICER, asep())
    for later in (0, minutes):
        assert opens(ListKind.OFFICER, token, now=NOW + timedelta(minutes=later))
    assert session().scalar(select(FeedToken.used_at)) == NOW + timedelta(minutes=noted)


def test_guessing_is_braked_but_only_where_it_comes_from(app: Flask) -> None:
    token = an_address(OFFICER, asep())
    for _turn in range(GUESSES_A_MINUTE):
        assert not opens(ListKind.OFFICER, "x" * 32)
    with pytest.raises(TooManyGuesses):
        open_calendar(ListKind.OFFICER, token, "192.0.2.1", now=NOW)
    assert open_calendar(ListKind.OFFICER, token, "198.51.100.7", now=NOW)
    assert opens(ListKind.OFFICER, token, now=NOW + timedelta(minutes=1))


@pytest.mark.parametrize("odd", ["", "x", "U" * 32, "0" * 31, "0" * 33, "0" * 31 + "\n", "é" * 32, "0" * 5000])
def test_what_can_be_no_token_is_not_even_looked_up(app: Flask, odd: str) -> None:
    with statements() as sent:
        assert not opens(ListKind.OFFICE, odd)
    assert sent == []


@pytest.mark.parametrize("how", ["close", "change role"])
def test_the_end_of_an_account_ends_what_the_person_knew(app: Flask, how: str) -> None:
    team = a_team()
    theirs = {
        asep().id: [(ListKind.OFFICER, an_address(OFFICER, asep()))],
        siti().id: [(ListKind.TEAM, an_address(of_team(team), siti())), (ListKind.OFFICE, an_address(OFFICE, siti()))],
    }
    for person in (asep(), siti()):
        assert len(tokens_known_to(person)) == len(theirs[person.id])
        if how == "close":
            close_account(person, budi(), now=NOW)
        else:
            change_account(person, AccountPlan(person.name, person.sign_in_name, Role.HEAD), budi(), now=NOW)
        assert not [kind for kind, token in theirs[person.id] if opens(kind, token)]
    if how == "close":
        reopen_account(asep(), budi(), now=NOW)
    assert not opens(*theirs[asep().id][0])
    ended = session().scalars(select(AuditEntry.account_id).where(AuditEntry.action == "end")).all()
    assert ended == [budi().id] * 3


def test_a_new_name_of_a_person_ends_nothing(app: Flask) -> None:
    token = an_address(OFFICER, asep())
    change_account(asep(), AccountPlan("Asep S.", "asep", Role.OFFICER), budi(), now=NOW)
    assert opens(ListKind.OFFICER, token)


def test_the_end_of_a_team_ends_the_addresses_of_its_calendar(app: Flask) -> None:
    team, other = a_team("Tim Utara"), a_team("Tim Selatan")
    token, kept = an_address(of_team(team), siti()), an_address(of_team(other), siti())
    save_team(bekasi(), team, TeamPlan("Tim Utara", "", (), active=False), siti(), now=NOW)
    save_team(bekasi(), team, TeamPlan("Tim Utara", "", (), active=True), siti(), now=NOW)
    assert not opens(ListKind.TEAM, token)
    assert opens(ListKind.TEAM, kept)


@pytest.mark.parametrize(
    ("plan", "by", "past_all_rules"),
    [(OFFICER, asep, {"active": False}), (OFFICE, siti, {"role": Role.HEAD})],
    ids=["closed", "another role"],
)
def test_an_account_that_was_changed_past_all_rules_opens_nothing(
    app: Flask, plan: AddressPlan, by: Callable[[], Account], past_all_rules: dict[str, object]
) -> None:
    token = an_address(plan, by())
    assert opens(plan.kind, token)
    session().execute(update(Account).where(Account.id == by().id).values(past_all_rules))
    session().commit()
    assert not opens(plan.kind, token)

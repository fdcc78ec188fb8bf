"""Opening, changing and closing accounts."""

from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from flask import Flask

from botram.audit.models import AuditEntry
from botram.database import session, transaction
from botram.refusals import NotFound, Refusal
from botram.staff.actions import (
    AccountPlan,
    BadName,
    LastAdmin,
    NameTaken,
    TooOften,
    WrongPassword,
    change_account,
    change_own_password,
    check_own_password,
    close_account,
    make_account,
    reopen_account,
    reset_password,
)
from botram.staff.models import Account, Role, SignIn
from botram.staff.queries import account_of, active_admins
from botram.staff.rules import WeakPassword
from botram.staff.sign_ins.actions import begin_sign_in
from botram.staff.sign_ins.queries import account_with_password
from botram.staff.sign_ins.rules import password_has_ended
from botram.staff.teams.actions import TeamPlan, save_team
from tests.builders import NOW, PASSWORD, asep, bekasi, budi, dewi, last_entry, person, siti

GOOD = "hujan bulan juni"


def a_plan(sign_in_name: str = "eko", password: str = GOOD, role: Role = Role.OFFICER) -> AccountPlan:
    """A believable new account."""
    return AccountPlan("Eko Prasetyo", sign_in_name, role, password=password)


def second_admin() -> Account:
    """Another administrator of the same office."""
    return person("wati", "Wati Rahayu", Role.ADMIN, bekasi())


@pytest.mark.parametrize(
    ("by", "once"), [(budi, True), (lambda: None, False)], ids=["by an administrator", "by command"]
)
def test_an_account_made_by_somebody_else_has_a_password_for_one_sign_in(
    app: Flask, by: Callable[[], Account | None], once: bool
) -> None:
    account = make_account(bekasi(), a_plan(" Eko.P "), by(), now=NOW)
    assert (account.sign_in_name, account.must_change_password, account.active) == ("eko.p", once, True)
    assert account_with_password("EKO.P", GOOD) is account


@pytest.mark.parametrize(
    ("password", "allowed"),
    [
        ("1234567", False),
        ("hujan ju", True),
        ("x" * 128, True),
        ("x" * 129, False),
        ("password123", False),
        ("Sunshine1", False),
        ("Sunshine Utara", True),
        ("eko.prasetyo", False),
        ("        a", True),
        ("🌧🌧🌧🌧🌧🌧🌧🌧", True),
    ],
)
def test_only_length_and_fame_of_a_password_count(app: Flask, password: str, allowed: bool) -> None:
    plan = a_plan("eko.prasetyo", password)
    if allowed:
        assert make_account(bekasi(), plan, budi(), now=NOW)
        assert account_with_password("eko.prasetyo", password)
        assert not account_with_password("eko.prasetyo", password.strip() + "!")
    else:
        with pytest.raises(WeakPassword):
            make_account(bekasi(), plan, budi(), now=NOW)


@pytest.mark.parametrize("name", ["ek", "e" * 33, "-eko", "eko.", "eko prasetyo", "éko", "eko@bekasi", ""])
def test_a_sign_in_name_has_a_plain_form(app: Flask, name: str) -> None:
    with pytest.raises(BadName):
        make_account(bekasi(), a_plan(name), budi(), now=NOW)


def test_a_sign_in_name_is_taken_once_over_all_offices(app: Flask) -> None:
    dewi()
    with pytest.raises(NameTaken) as refused:
        make_account(bekasi(), a_plan("Dewi"), budi(), now=NOW)
    assert refused.value.field == "sign_in_name"


def test_no_password_is_written_down(app: Flask) -> None:
    account = make_account(bekasi(), a_plan(), budi(), now=NOW)
    reset_password(account, "angin musim timur", budi(), now=NOW)
    begin_sign_in(account, now=NOW, limit_hours=1)
    change_own_password(account, "angin musim timur", GOOD, keep=session().query(SignIn).one().id, now=NOW)
    for entry in session().query(AuditEntry):
        assert not {GOOD, "angin musim timur", account.password_hash} & {str(v) for v in entry.after.values()}
        assert "password" not in str(entry.after) + str(entry.before)


def test_the_trail_says_who_changed_what(app: Flask) -> None:
    account, by = asep(), budi()
    change_account(account, AccountPlan("Asep S.", "asep", Role.COORDINATOR), by, now=NOW)
    entry = last_entry()
    assert (entry.action, entry.subject, entry.subject_key, entry.account_id) == ("change", "account", "asep", by.id)
    assert entry.before == {"name": "Asep Saepudin", "role": "OFFICER"}
    assert entry.after == {"name": "Asep S.", "role": "COORDINATOR"}


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.OFFICER])
def test_who_is_no_officer_any_more_leaves_the_team(app: Flask, role: Role) -> None:
    team = save_team(bekasi(), None, TeamPlan("Tim Utara", "", (asep().id,)), siti(), now=NOW)
    change_account(asep(), AccountPlan("Asep Saepudin", "asep", role), budi(), now=NOW)
    assert team.members == []


def test_a_closed_account_leaves_the_team_and_opens_again_with_its_old_password(app: Flask) -> None:
    team = save_team(bekasi(), None, TeamPlan("Tim Utara", "", (asep().id,)), siti(), now=NOW)
    begin_sign_in(asep(), now=NOW, limit_hours=1)
    close_account(asep(), budi(), now=NOW)
    assert team.members == []
    assert session().query(SignIn).count() == 0
    assert account_with_password("asep", PASSWORD) is None
    reopen_account(asep(), budi(), now=NOW)
    assert account_with_password("asep", PASSWORD)


@pytest.mark.parametrize(
    "remove",
    [
        lambda last: close_account(last, last, now=NOW),
        lambda last: change_account(last, AccountPlan(last.name, last.sign_in_name, Role.HEAD), last, now=NOW),
    ],
    ids=["closed", "another role"],
)
@pytest.mark.parametrize("second", [False, True], ids=["the only one", "the one that is left"])
def test_the_last_administrator_of_an_office_stays(
    app: Flask, remove: Callable[[Account], object], second: bool
) -> None:
    person("eka", "Eka Putri", Role.ADMIN, dewi().office)
    last = budi()
    if second:
        last = second_admin()
        close_account(budi(), last, now=NOW)
    with pytest.raises(LastAdmin):
        remove(last)
    change_account(last, AccountPlan("Nama Baru", last.sign_in_name, Role.ADMIN), last, now=NOW)
    assert (last.name, active_admins(bekasi())) == ("Nama Baru", 1)


def test_two_administrators_who_remove_each_other_at_once_leave_one(app: Flask) -> None:
    for _round in range(5):
        with transaction(budi(), second_admin()):
            for account in (budi(), second_admin()):
                account.active, account.role = True, Role.ADMIN
        assert sorted(removals_at_once(app)) == ["LastAdmin", "done"]
        session().rollback()
        assert active_admins(bekasi()) == 1


def removals_at_once(app: Flask) -> list[str]:
    """What became of two removals that began at the same moment: one closes, one takes the role away."""
    start, outcomes = Barrier(2), list[str]()

    def close() -> None:
        close_account(budi(), second_admin(), now=NOW)

    def demote() -> None:
        change_account(second_admin(), AccountPlan("Wati Rahayu", "wati", Role.HEAD), budi(), now=NOW)

    def run(remove: Callable[[], None]) -> None:
        with app.app_context():
            start.wait()
            try:
                remove()
                outcomes.append("done")
            except Refusal as refusal:
                outcomes.append(type(refusal).__name__)

    threads = [Thread(target=run, args=(remove,)) for remove in (close, demote)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def test_the_own_password_is_tried_five_times_a_minute(app: Flask) -> None:
    account = siti()
    for _try in range(5):
        with pytest.raises(WrongPassword):
            check_own_password(account, "salah", now=NOW)
    with pytest.raises(TooOften):
        check_own_password(account, PASSWORD, now=NOW)


def test_the_new_password_is_another_one(app: Flask) -> None:
    with pytest.raises(WeakPassword):
        change_own_password(siti(), PASSWORD, PASSWORD, keep=1, now=NOW)


def test_nothing_changes_when_the_sign_in_has_ended_meanwhile(app: Flask) -> None:
    with pytest.raises(NotFound):
        change_own_password(siti(), PASSWORD, GOOD, keep=1, now=NOW)
    assert account_with_password("siti", PASSWORD)


def test_an_account_is_found_in_its_own_office_alone(app: Flask) -> None:
    assert account_of(bekasi(), siti().id) is siti()
    with pytest.raises(NotFound):
        account_of(bekasi(), dewi().id)


@pytest.mark.parametrize(
    ("days", "ended"), [(0, False), (6.99, False), (7, True), (400, True)], ids=["at once", "6.99", "7", "400"]
)
def test_a_password_that_somebody_else_has_set_works_for_a_week(app: Flask, days: float, ended: bool) -> None:
    made = make_account(bekasi(), a_plan(), budi(), now=NOW)
    reset_password(siti(), "angin musim timur", budi(), now=NOW)
    then = NOW + timedelta(days=days)
    assert [password_has_ended(account, then) for account in (made, siti())] == [ended, ended]


def test_an_own_password_has_no_end(app: Flask) -> None:
    account = make_account(bekasi(), a_plan(), budi(), now=NOW)
    begin_sign_in(account, now=NOW, limit_hours=1)
    change_own_password(account, GOOD, "angin musim timur", keep=session().query(SignIn).one().id, now=NOW)
    assert account.password_ends_at is None
    assert not password_has_ended(account, NOW + timedelta(days=3650))

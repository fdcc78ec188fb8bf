"""Making, changing and closing accounts."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import delete

from botram.audit.actions import record_change
from botram.database import constraint_error, session, transaction
from botram.languages import LANGUAGES
from botram.refusals import Refusal
from botram.staff.models import Account, Office, Role, TeamMember
from botram.staff.passwords import refuse_weak_password
from botram.staff.queries import active_admins
from botram.staff.rules import SIGN_IN_NAME, WeakPassword
from botram.staff.sign_ins.actions import end_all_sign_ins, end_one_sign_in, end_other_sign_ins, over_limit, renew_token
from botram.staff.sign_ins.queries import account_with_password
from botram.staff.sign_ins.rules import TEMPORARY, hasher
from botram.staff.signals import AccountEnded, AccountReturned, account_ended, account_returned


class NameTaken(Refusal):
    """Another account has that name."""


class BadName(Refusal):
    """The name has the wrong form."""


class BadLanguage(Refusal):
    """The program has no translation into that language."""


class LastAdmin(Refusal):
    """An office would be left without an administrator."""


class WrongPassword(Refusal):
    """The present password is wrong."""


class TooOften(Refusal):
    """Too many passwords were tried in this minute."""


constraint_error(
    "uq_account_sign_in_name",
    lambda: NameTaken(_("Nama masuk ini sudah dipakai. Pilih yang lain."), field="sign_in_name"),
)


@dataclass(frozen=True)
class AccountPlan:
    """The values of an account that a form sets. ``sign_in_name`` and ``password`` only apply to a new account."""

    name: str
    sign_in_name: str
    role: Role
    language: str = "id"
    password: str = ""


def _account_snapshot(account: Account) -> dict[str, Any]:
    """The values of an account that the audit records, without the password."""
    return {
        "name": account.name,
        "sign_in_name": account.sign_in_name,
        "role": account.role.value,
        "language": account.language,
        "active": account.active,
    }


def make_account(office: Office, plan: AccountPlan, by: Account | None, *, now: datetime) -> Account:
    """Make an account. Raises BadName, NameTaken or WeakPassword."""
    name = plan.sign_in_name.strip().lower()
    if SIGN_IN_NAME.fullmatch(name) is None:
        raise BadName(
            _("Nama masuk memakai 3 sampai 32 huruf kecil, angka, titik, atau tanda hubung."), field="sign_in_name"
        )
    refuse_weak_password(plan.password, name, plan.name)
    secret = hasher.hash(plan.password)
    with transaction() as current:
        account = Account(
            office_id=office.id,
            sign_in_name=name,
            name=plan.name,
            role=plan.role,
            language=plan.language,
            password_hash=secret,
            must_change_password=by is not None,
            password_ends_at=None if by is None else now + TEMPORARY,
            active=True,
        )
        current.add(account)
        current.flush()
        record_account("make", account, by, now, {})
    return account


def record_account(
    action: str, account: Account, by: Account | None, now: datetime, before: dict[str, Any] | None = None
) -> None:
    """Record a change of an account. ``before``: its snapshot before a change that the audit shows in detail."""
    after = _account_snapshot(account) if before is not None else None
    record_change(action, account, account.sign_in_name, by, now, before=before, after=after)


def change_account(account: Account, plan: AccountPlan, by: Account, *, now: datetime) -> None:
    """Change name, role and language. A new role ends the account's sign-ins. Raises LastAdmin."""
    with transaction(account.office, account):  # the lock on the office makes the count of administrators safe
        before = _account_snapshot(account)
        if account.role is Role.ADMIN and plan.role is not Role.ADMIN:
            _keep_an_admin(account)
        other_role = plan.role is not account.role
        account.name, account.role, account.language = plan.name, plan.role, plan.language
        if plan.role is not Role.OFFICER:
            _leave_team(account)
        if other_role:
            _end_access(account, by, now)
            account_returned.send(AccountReturned(account, now))
        record_account("change", account, by, now, before)


def choose_language(account: Account, language: str, *, now: datetime) -> None:
    """Set the language of the pages that the account sees. Raises BadLanguage."""
    if language not in LANGUAGES:
        raise BadLanguage(_("Pilih salah satu bahasa dari daftar."), field="language")
    with transaction(account):
        before = _account_snapshot(account)
        account.language = language
        if before != _account_snapshot(account):  # the same choice again is no change
            record_account("change", account, account, now, before)


def reset_password(account: Account, password: str, by: Account, *, now: datetime) -> None:
    """Set a temporary password and end the account's sign-ins. Raises WeakPassword.

    It has to be changed at the next sign-in, and works for TEMPORARY alone.
    """
    refuse_weak_password(password, account.sign_in_name, account.name)
    secret = hasher.hash(password)
    with transaction(account.office, account):
        account.password_hash, account.must_change_password = secret, True
        account.password_ends_at = now + TEMPORARY
        end_all_sign_ins(account)
        record_account("reset_password", account, by, now)


def _keep_an_admin(account: Account) -> None:
    """Raise LastAdmin when the account is the only active administrator of its office."""
    if account.active and active_admins(account.office) <= 1:
        raise LastAdmin(_("Ini administrator terakhir. Angkat administrator lain dahulu."), field="role")


def close_account(account: Account, by: Account, *, now: datetime) -> None:
    """Close an account and end its sign-ins. Raises LastAdmin."""
    with transaction(account.office, account):
        before = _account_snapshot(account)
        if account.role is Role.ADMIN:
            _keep_an_admin(account)
        account.active = False
        _leave_team(account)
        _end_access(account, by, now)
        record_account("close", account, by, now, before)


def _end_access(account: Account, by: Account, now: datetime) -> None:
    """End the sign-ins and the private addresses of an account. Inside the caller's transaction."""
    end_all_sign_ins(account)
    account_ended.send(AccountEnded(account, by, now))


def reopen_account(account: Account, by: Account, *, now: datetime) -> None:
    """Open a closed account again."""
    with transaction(account.office, account):
        before = _account_snapshot(account)
        account.active = True
        account_returned.send(AccountReturned(account, now))
        record_account("reopen", account, by, now, before)


def check_own_password(account: Account, password: str, *, field: str = "password", now: datetime) -> None:
    """Raise WrongPassword unless this is the account's present password, or TooOften after too many tries."""
    if over_limit("own-password", account.sign_in_name, now=now):
        raise TooOften(_("Terlalu sering dicoba. Tunggu satu menit, lalu coba lagi."), field=field)
    if account_with_password(account.sign_in_name, password) is None:
        raise WrongPassword(_("Kata sandi ini tidak cocok."), field=field)


def change_own_password(account: Account, old: str, new: str, *, keep: int, now: datetime) -> str:
    """Set a new password and end all sign-ins but ``keep``, whose new token is returned.

    Raises WrongPassword, TooOften or WeakPassword.
    """
    check_own_password(account, old, field="old", now=now)
    if new == old:
        raise WeakPassword(_("Kata sandi baru harus lain dari yang lama."), field="password")
    refuse_weak_password(new, account.sign_in_name, account.name)
    secret = hasher.hash(new)
    with transaction(account):
        account.password_hash, account.must_change_password = secret, False
        account.password_ends_at = None
        record_account("change_password", account, account, now)
        return end_other_sign_ins(account, keep)


def leave_other_devices(account: Account, password: str, *, keep: int, now: datetime) -> str:
    """End all sign-ins but ``keep`` and return its new token. Raises WrongPassword or TooOften."""
    check_own_password(account, password, now=now)
    with transaction(account):
        record_account("leave_other_devices", account, account, now)
        return end_other_sign_ins(account, keep)


def leave_device(account: Account, password: str, sign_in_id: int, *, keep: int, now: datetime) -> str:
    """End one sign-in of an account and return the new token of ``keep``, the one that asks for it.

    Raises WrongPassword, TooOften, or NotFound for one that has ended.
    """
    check_own_password(account, password, now=now)
    with transaction(account):
        record_account("leave_device", account, account, now)
        token = renew_token(account, keep)
        end_one_sign_in(account, sign_in_id)
        return token


def _leave_team(account: Account) -> None:
    """Remove an account from its team. Inside the caller's transaction."""
    session().execute(delete(TeamMember).where(TeamMember.account_id == account.id))

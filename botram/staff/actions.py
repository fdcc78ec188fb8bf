"""Opening, changing and closing accounts."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import delete

from botram.audit.actions import record
from botram.database import refused_by, session, writing
from botram.refusals import Refusal
from botram.staff.models import Account, Office, Role, TeamMember
from botram.staff.queries import active_admins
from botram.staff.rules import SIGN_IN_NAME, check_password
from botram.staff.sign_ins import account_with_password, end_all_sign_ins, hasher


class NameTaken(Refusal):
    """Another account has that name."""


class BadName(Refusal):
    """The name has the wrong form."""


class LastAdmin(Refusal):
    """An office would be left without an administrator."""


class WrongPassword(Refusal):
    """The present password was not right."""


refused_by(
    "uq_account_sign_in_name",
    lambda: NameTaken(_("Nama masuk ini sudah dipakai. Pilih yang lain."), field="sign_in_name"),
)


@dataclass(frozen=True)
class AccountPlan:
    """What a form says of an account. ``password`` empty: as it was."""

    name: str
    sign_in_name: str
    role: Role
    language: str = "id"
    password: str = ""


def facts(account: Account) -> dict[str, Any]:
    """What the audit keeps of an account: never a password."""
    return {
        "name": account.name,
        "sign_in_name": account.sign_in_name,
        "role": account.role.value,
        "language": account.language,
        "active": account.active,
    }


def make_account(office: Office, plan: AccountPlan, by: Account | None, *, now: datetime) -> Account:
    """Open an account. Raises BadName, NameTaken or WeakPassword."""
    name = plan.sign_in_name.strip().lower()
    if SIGN_IN_NAME.fullmatch(name) is None:
        raise BadName(
            _("Nama masuk memakai 3 sampai 32 huruf kecil, angka, titik, atau tanda hubung."), field="sign_in_name"
        )
    check_password(plan.password, name)
    secret = hasher.hash(plan.password)
    with writing() as current:
        account = Account(
            office_id=office.id,
            sign_in_name=name,
            name=plan.name,
            role=plan.role,
            language=plan.language,
            password_hash=secret,
            must_change_password=by is not None,
            active=True,
        )
        current.add(account)
        current.flush()
        note("make", account, by, now, {}, facts(account))
    return account


def note(
    action: str, account: Account, by: Account | None, now: datetime, before: dict[str, Any], after: dict[str, Any]
) -> None:
    """Write an account's change down."""
    record(
        action,
        "account",
        account.sign_in_name,
        at=now,
        office_id=account.office_id,
        account_id=by.id if by else None,
        before=before,
        after=after,
    )


def change_account(account: Account, plan: AccountPlan, by: Account, *, now: datetime) -> None:
    """Change name, role, language and perhaps the password. A new role or password signs the person out."""
    if plan.password:
        check_password(plan.password, account.sign_in_name)
    secret = hasher.hash(plan.password) if plan.password else ""
    office = account.office
    with writing(office, account):
        before = facts(account)
        if account.role is Role.ADMIN and plan.role is not Role.ADMIN:
            keep_an_admin(account)
        if plan.role is not account.role or secret:
            end_all_sign_ins(account)
        if plan.role is not Role.OFFICER:
            leave_team(account)
        account.name, account.role, account.language = plan.name, plan.role, plan.language
        if secret:
            account.password_hash, account.must_change_password = secret, True
        note("change", account, by, now, before, facts(account) | ({"password": "baru"} if secret else {}))


def keep_an_admin(account: Account) -> None:
    """Raise LastAdmin when the office would have none left."""
    if account.active and active_admins(account.office) <= 1:
        raise LastAdmin(_("Ini administrator terakhir. Angkat administrator lain dahulu."), field="role")


def close_account(account: Account, by: Account, *, now: datetime) -> None:
    """Close an account and sign it out everywhere. Raises LastAdmin."""
    office = account.office
    with writing(office, account):
        before = facts(account)
        if account.role is Role.ADMIN:
            keep_an_admin(account)
        account.active = False
        leave_team(account)
        end_all_sign_ins(account)
        note("close", account, by, now, before, facts(account))


def reopen_account(account: Account, by: Account, *, now: datetime) -> None:
    """Open a closed account again."""
    with writing(account):
        before = facts(account)
        account.active = True
        note("reopen", account, by, now, before, facts(account))


def forget_second_factor(account: Account, by: Account, *, now: datetime) -> None:
    """Let a person who lost the phone set the second factor up again; signs the person out."""
    with writing(account):
        account.totp_secret, account.totp_step = None, 0
        end_all_sign_ins(account)
        note("forget_second_factor", account, by, now, {}, {})


def set_second_factor(account: Account, secret: str, *, now: datetime) -> None:
    """Keep the secret that the person's phone now has."""
    with writing(account):
        account.totp_secret = secret
        note("set_second_factor", account, account, now, {}, {})


def change_own_password(account: Account, old: str, new: str, *, keep: int, now: datetime) -> None:
    """Set a new password, known to its owner alone, and end all other sign-ins. Raises WrongPassword, WeakPassword."""
    if account_with_password(account.sign_in_name, old) is None:
        raise WrongPassword(_("Kata sandi lama tidak cocok."), field="old")
    check_password(new, account.sign_in_name)
    secret = hasher.hash(new)
    with writing(account):
        account.password_hash, account.must_change_password = secret, False
        end_all_sign_ins(account, but=keep)
        note("change_password", account, account, now, {}, {})


def change_own_language(account: Account, language: str, *, now: datetime) -> None:
    """Set the language of the person's pages."""
    with writing(account):
        before = facts(account)
        account.language = language
        note("change", account, account, now, before, facts(account))


def leave_team(account: Account) -> None:
    """Take a person out of the team. Inside the caller's transaction."""
    session().execute(delete(TeamMember).where(TeamMember.account_id == account.id))

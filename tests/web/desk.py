"""People at their desk: signed in, an administrator with the code from the phone."""

import pyotp
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from botram import clock
from botram.database import session, transaction
from botram.staff.models import Account, Role
from botram.visits.models import Visit
from tests.browser import Browser
from tests.builders import Row, asep, budi, ratna, siti

PEOPLE = {Role.OFFICER: asep, Role.COORDINATOR: siti, Role.HEAD: ratna, Role.ADMIN: budi}
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def as_it_is_now() -> Session:
    """The test's own session, which has not read anything yet."""
    session().rollback()
    return session()


def with_phone(account: Account) -> Account:
    """The account with a second factor whose codes nobody has used yet."""
    with transaction(account):
        account.totp_secret, account.totp_step = SECRET, 0
    return account


def at_desk(app: Flask, account: Account) -> Browser:
    """A browser in which the person is signed in. What the test has read before is let go."""
    as_it_is_now()
    admin = account.role is Role.ADMIN
    name = (with_phone(account) if admin else account).sign_in_name
    browser = Browser(app).sign_in(name)
    if admin:
        browser.post("/masuk/kode", {"code": pyotp.TOTP(SECRET).at(clock.now())})
    return browser


def known(visit: Visit) -> Visit:
    """The visit as the table has it now."""
    as_it_is_now().refresh(visit)
    return visit


def all_of(table: type[Row]) -> list[Row]:
    """All rows of a table as it has them now, in the order in which they were made."""
    return list(as_it_is_now().scalars(select(table).order_by(*table.__mapper__.primary_key)))


def in_english(account: Account) -> Account:
    """The account of somebody who reads English."""
    account.language = "en"
    session().commit()
    return account


def copy_of(browser: Browser) -> Browser:
    """Somebody else's browser with the same cookie."""
    thief = Browser(browser.app)
    cookie = browser.client.get_cookie("botram")
    assert cookie is not None
    thief.client.set_cookie("botram", cookie.value)
    return thief

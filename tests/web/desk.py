"""People at their desk: signed in, an administrator with the code from the phone."""

import pyotp
from flask import Flask
from sqlalchemy.orm import Session

from botram import clock
from botram.database import session, transaction
from botram.staff.models import Account, Role
from tests.browser import Browser

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
    """A browser in which the person is signed in."""
    admin = account.role is Role.ADMIN
    name = (with_phone(account) if admin else account).sign_in_name
    browser = Browser(app).sign_in(name)
    if admin:
        browser.post("/masuk/kode", {"code": pyotp.TOTP(SECRET).at(clock.now())})
    return browser

"""The log of sign-ins, and the record of failed sign-ins that accounts and administrators read.

A line names the request, the account by its number and the network; never a name, a password or a code.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from flask import request

from botram import clock
from botram.staff.actions import TooOften, WrongPassword
from botram.staff.failed_sign_ins.actions import record_failure
from botram.staff.failed_sign_ins.queries import account_named
from botram.staff.failed_sign_ins.rules import coarse_network
from botram.staff.models import Account, FailureKind
from botram.staff.second_factor import WrongCode
from botram.web.logs import request_id

log = logging.getLogger("botram.security")


def note_sign_in(account: Account, factors: str) -> None:
    """Log a sign-in and its factors: password, code, recovery code."""
    log.info("%s sign-in account=%d factors=%s network=%s", request_id(), account.id, factors, _network())


def note_failure(account: Account | None, kind: FailureKind) -> None:
    """Record and log a failed sign-in. None: no account has the name that was typed."""
    record_failure(account, kind, _network(), now=clock.now())
    known = account.id if account else "unknown"
    log.warning("%s sign-in failed account=%s why=%s network=%s", request_id(), known, kind.value, _network())


def note_failure_of(sign_in_name: str, kind: FailureKind) -> None:
    """Record and log a failed sign-in with a typed name."""
    note_failure(account_named(sign_in_name), kind)


@contextmanager
def noting_wrong_proof(account: Account) -> Iterator[None]:
    """Record a wrong password or code of a signed-in person, whose refusal goes on."""
    try:
        yield
    except (WrongPassword, WrongCode, TooOften):
        note_failure(account, FailureKind.CONFIRMATION)
        raise


def _network() -> str:
    """Return the network that the request came from."""
    return coarse_network(request.remote_addr or "") or "-"

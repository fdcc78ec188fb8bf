"""A process that writes one row after the other, and says each number once it is kept."""

import sys
from datetime import UTC, datetime
from itertools import count

from sqlalchemy.exc import SQLAlchemyError

from botram import create_app
from botram.audit.actions import record
from botram.database import session, transaction

AT = datetime(2026, 12, 4, 2, 0, tzinfo=UTC)


def main(url: str) -> None:
    """Write until the pipe is closed or the process is killed."""
    with create_app({"DATABASE_URL": url}).app_context():
        for number in count(1):
            while not kept(number):
                session().rollback()
            print(number, flush=True)


def kept(number: int) -> bool:
    """Write a number; whether that went well. A restore can break it off, as it answers a request with 503."""
    try:
        with transaction():
            record("try", "writer", str(number), at=AT, office_id=None, account_id=None)
    except SQLAlchemyError:
        return False
    return True


if __name__ == "__main__":
    main(sys.argv[1])

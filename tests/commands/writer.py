"""A process that writes one row after the other, and says each number once it is kept."""

import sys
from datetime import UTC, datetime
from itertools import count

from botram import create_app
from botram.audit.actions import record
from botram.database import transaction

AT = datetime(2026, 12, 4, 2, 0, tzinfo=UTC)


def main(url: str) -> None:
    """Write until the pipe is closed or the process is killed."""
    with create_app({"DATABASE_URL": url}).app_context():
        for number in count(1):
            with transaction():
                record("try", "writer", str(number), at=AT, office_id=None, account_id=None)
            print(number, flush=True)


if __name__ == "__main__":
    main(sys.argv[1])

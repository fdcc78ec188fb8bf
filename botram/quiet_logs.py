"""A filter for logs that would repeat themselves while a part is away."""

import logging
import time

_SECONDS = 60


class _OnceAMinute(logging.Filter):
    """Lets each message of a logger through once a minute, without its traceback."""

    def __init__(self) -> None:
        super().__init__()
        self._passed_at: dict[tuple[str, str], float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Return whether the same was not said in this minute; name the error in the line itself."""
        if record.levelno < logging.WARNING:
            return True
        kind, now = (record.name, str(record.msg)), time.monotonic()
        if now - self._passed_at.get(kind, -_SECONDS) < _SECONDS:
            return False
        self._passed_at[kind] = now
        if record.exc_info and record.exc_info[0]:
            record.msg, record.args = f"{record.getMessage()} ({record.exc_info[0].__name__})", ()
            record.exc_info = None
        return True


_once_a_minute = _OnceAMinute()


def quieten(*names: str) -> None:
    """Let the loggers of these names say the same at most once a minute."""
    for name in names:
        logging.getLogger(name).addFilter(_once_a_minute)

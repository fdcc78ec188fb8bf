"""Running the client programs of PostgreSQL."""

import os
import shutil
import subprocess
from collections.abc import Mapping

from flask_babel import gettext as _
from psycopg.conninfo import make_conninfo

from botram.backup.refusals import BackupFailed, NoClientTools
from botram.extensions import db


def run_tool(name: str, *arguments: str, connected: bool = False) -> str:
    """Run a client program of PostgreSQL and return its output. Raises NoClientTools or BackupFailed."""
    program = shutil.which(name)
    if program is None:
        raise NoClientTools(
            _("Program %(name)s tidak ada. Pasang alat klien PostgreSQL (paket postgresql-client).", name=name)
        )
    environment, where = _connection() if connected else ({}, [])
    done = subprocess.run(  # noqa: S603  # no shell, and no argument from a request
        [program, *where, *arguments],
        env={**os.environ, **environment, "LC_ALL": "C.UTF-8"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        errors="replace",  # what it read of a spoilt file
        check=False,
    )
    if done.returncode:
        message = " ".join(line.strip() for line in done.stderr.splitlines()[:4])
        raise BackupFailed(_("%(name)s gagal: %(said)s", name=name, said=message))
    return done.stdout


def _connection() -> tuple[Mapping[str, str], list[str]]:
    """The environment and the arguments that connect to the app's database. Only the environment holds the password."""
    url = db.engine.url
    parts = url.translate_connect_args(username="user", database="dbname")
    parts |= {name: value if isinstance(value, str) else ",".join(value) for name, value in url.query.items()}
    password = parts.pop("password", None)
    return ({"PGPASSWORD": password} if password else {}), [f"--dbname={make_conninfo(**parts)}"]

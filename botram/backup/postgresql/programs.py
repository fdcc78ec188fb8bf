"""Running PostgreSQL's own programs."""

import os
import shutil
import subprocess
from collections.abc import Mapping

from flask_babel import gettext as _
from psycopg.conninfo import make_conninfo

from botram.backup.refusals import BackupFailed, NoClientTools
from botram.extensions import db


def run_tool(name: str, *arguments: str, connected: bool = False) -> str:
    """Run one of PostgreSQL's programs and return what it prints. Raises NoClientTools or BackupFailed."""
    program = shutil.which(name)
    if program is None:
        raise NoClientTools(
            _(
                "Program %(name)s tidak ada. Pasang alat klien PostgreSQL (paket postgresql-client).",
                name=name,
            )
        )
    environment, where = connection() if connected else ({}, [])
    done = subprocess.run(  # noqa: S603  # our own words, no shell
        [program, *where, *arguments],
        env={**os.environ, **environment, "LC_ALL": "C.UTF-8"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        said = " ".join(line.strip() for line in done.stderr.splitlines()[:4])
        raise BackupFailed(_("%(name)s gagal: %(said)s", name=name, said=said))
    return done.stdout


def connection() -> tuple[Mapping[str, str], list[str]]:
    """How PostgreSQL's programs reach the app's database. The password goes through the environment alone."""
    url = db.engine.url
    said = url.translate_connect_args(username="user", database="dbname")
    said |= {name: value if isinstance(value, str) else ",".join(value) for name, value in url.query.items()}
    password = said.pop("password", None)
    return ({"PGPASSWORD": password} if password else {}), [f"--dbname={make_conninfo(**said)}"]

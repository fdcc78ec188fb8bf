"""Copies of a PostgreSQL database, made and put back by PostgreSQL's own programs."""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from flask_babel import gettext as _
from psycopg.conninfo import make_conninfo

from botram.backup.refusals import (
    POSTGRESQL_START,
    BackupFailed,
    NoClientTools,
    NotABackup,
    check_start,
    damaged,
)
from botram.extensions import db

SUFFIX = ".dump"
_TRIES = 5  # putting back needs all tables at once; somebody in the middle of a change may cross its way
_CROSSED = ("40P01", "55P03")  # deadlock, waited too long for a lock
_NEEDED_TABLES = {"alembic_version", "installation", "visit"}

_EMPTY_PUBLIC = """
SET lock_timeout = '30s';
DO $$
DECLARE
  ours regclass[] := ARRAY(
    SELECT c.oid::regclass FROM pg_class AS c
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
      AND NOT EXISTS (SELECT 1 FROM pg_depend AS d WHERE d.objid = c.oid AND d.deptype = 'e')
    ORDER BY c.relname);
  functions regprocedure[] := ARRAY(
    SELECT p.oid::regprocedure FROM pg_proc AS p
    WHERE p.pronamespace = 'public'::regnamespace
      AND NOT EXISTS (SELECT 1 FROM pg_depend AS d WHERE d.objid = p.oid AND d.deptype = 'e'));
  one text;
BEGIN
  IF cardinality(ours) > 0 THEN
    EXECUTE 'LOCK TABLE ' || array_to_string(ours, ', ') || ' IN ACCESS EXCLUSIVE MODE';
    EXECUTE 'DROP TABLE ' || array_to_string(ours, ', ') || ' CASCADE';
  END IF;
  FOREACH one IN ARRAY functions::text[] LOOP
    EXECUTE 'DROP FUNCTION ' || one || ' CASCADE';
  END LOOP;
END $$;
CREATE EXTENSION IF NOT EXISTS btree_gist;
"""
"""Botram has a database of its own. Tables that a backup does not know would stand in the way of a later upgrade."""


def copy_to(file: Path) -> None:
    """Dump the database as it is at one moment."""
    _tool("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={file}", connected=True)


def check(file: Path) -> str:
    """The last migration of a backup. Raises NotABackup for a file that is none of Botram's, or damaged."""
    try:
        with file.open("rb") as handle:
            check_start(handle.read(16), POSTGRESQL_START, file)
    except OSError as error:
        raise NotABackup(
            _("%(file)s tidak dapat dibaca: %(error)s.", file=file, error=error.strerror)
        ) from error
    try:
        listed = _tool("pg_restore", "--list", str(file))
        _tool("pg_restore", f"--file={os.devnull}", str(file))  # reads it to the end
        kept = _tool("pg_restore", "--data-only", "--table=alembic_version", "--file=-", str(file))
    except BackupFailed as error:
        raise damaged(file) from error
    tables = set(re.findall(r" TABLE public (\w+) ", listed))
    revisions = re.findall(r"^COPY public\.alembic_version .*\n(\S+)\n\\\.$", kept, re.MULTILINE)
    if _NEEDED_TABLES - tables or len(revisions) != 1:
        raise NotABackup(_("%(file)s bukan cadangan Botram.", file=file))
    return str(revisions[0])


def put_back(file: Path) -> None:
    """Replace everything in one transaction; who reads or writes meanwhile waits. Raises BackupFailed."""
    with tempfile.TemporaryDirectory() as folder:
        contents, before, script = (Path(folder) / name for name in ("contents", "before.sql", "script.sql"))
        listed = _tool("pg_restore", "--list", str(file)).splitlines()
        contents.write_text(
            "\n".join(line for line in listed if " EXTENSION " not in line and " SCHEMA " not in line)
        )
        before.write_text(_EMPTY_PUBLIC)
        options = ("--no-owner", "--no-privileges", f"--use-list={contents}")
        _tool("pg_restore", *options, f"--file={script}", str(file))
        for attempt in range(1, _TRIES + 1):
            try:
                _play(before, script)
            except BackupFailed as error:
                if attempt == _TRIES or not any(code in str(error) for code in _CROSSED):
                    raise
            else:
                return


def _play(*scripts: Path) -> None:
    """Run SQL files in one transaction. Raises BackupFailed; then nothing has changed."""
    files = [f"--file={script}" for script in scripts]
    settings = ("--set=ON_ERROR_STOP=1", "--set=VERBOSITY=verbose")
    _tool("psql", "--no-psqlrc", "--quiet", "--single-transaction", *settings, *files, connected=True)


def _tool(name: str, *arguments: str, connected: bool = False) -> str:
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

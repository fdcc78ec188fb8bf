"""Copying and restoring a PostgreSQL database with the client programs of PostgreSQL."""

import tempfile
from pathlib import Path

from botram.backup.postgresql.programs import run_tool
from botram.backup.refusals import BackupFailed

_TRIES = 5  # restoring locks all tables at once, which can deadlock with a transaction under way
_LOCK_ERRORS = ("40P01", "55P03")  # SQLSTATE of a deadlock and of a lock that was not available in time

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
"""Drops all tables and functions of Botram: tables that a backup does not hold would make a later upgrade fail."""


def copy_to(file: Path) -> None:
    """Dump one consistent snapshot of the database."""
    run_tool("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={file}", connected=True)


def restore_from(file: Path) -> None:
    """Replace all tables in one transaction, for which readers and writers wait. Raises BackupFailed."""
    with tempfile.TemporaryDirectory() as folder:
        contents, before, script = (Path(folder) / name for name in ("contents", "before.sql", "script.sql"))
        listed = run_tool("pg_restore", "--list", str(file)).splitlines()
        contents.write_text("\n".join(line for line in listed if " EXTENSION " not in line and " SCHEMA " not in line))
        before.write_text(_EMPTY_PUBLIC)
        options = ("--no-owner", "--no-privileges", f"--use-list={contents}")
        run_tool("pg_restore", *options, f"--file={script}", str(file))
        for attempt in range(1, _TRIES + 1):
            try:
                _run_scripts(before, script)
            except BackupFailed as error:
                if attempt == _TRIES or not any(code in str(error) for code in _LOCK_ERRORS):
                    raise
            else:
                return


def _run_scripts(*scripts: Path) -> None:
    """Run SQL files in one transaction. Raises BackupFailed; then nothing has changed."""
    files = [f"--file={script}" for script in scripts]
    settings = ("--set=ON_ERROR_STOP=1", "--set=VERBOSITY=verbose")
    run_tool("psql", "--no-psqlrc", "--quiet", "--single-transaction", *settings, *files, connected=True)

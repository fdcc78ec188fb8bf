"""Checking a backup of a PostgreSQL database."""

import os
import re
from pathlib import Path

from botram.backup.postgresql.programs import run_tool
from botram.backup.refusals import POSTGRESQL_START, BackupFailed, check_start, check_tables, damaged, foreign


def check_backup(file: Path) -> str:
    """Return the last migration of a backup. Raises NotABackup for a damaged file and one that Botram did not make."""
    check_start(file, POSTGRESQL_START)
    try:
        listed = run_tool("pg_restore", "--list", str(file))
        run_tool("pg_restore", f"--file={os.devnull}", str(file))  # reads the whole file
        kept = run_tool("pg_restore", "--data-only", "--table=alembic_version", "--file=-", str(file))
    except BackupFailed as error:
        raise damaged(file) from error
    check_tables(file, set(re.findall(r" TABLE public (\w+) ", listed)))
    revisions = re.findall(r"^COPY public\.alembic_version .*\n(\S+)\n\\\.$", kept, re.MULTILINE)
    if len(revisions) != 1:
        raise foreign(file)
    return str(revisions[0])

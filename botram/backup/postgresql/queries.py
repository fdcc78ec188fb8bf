"""Whether a file is a backup of a PostgreSQL database, and which migration it has seen last."""

import os
import re
from pathlib import Path

from botram.backup.postgresql.programs import run_tool
from botram.backup.refusals import POSTGRESQL_START, BackupFailed, check_start, check_tables, damaged, foreign


def check(file: Path) -> str:
    """The last migration of a backup. Raises NotABackup for a file that is none of Botram's, or damaged."""
    check_start(file, POSTGRESQL_START)
    try:
        listed = run_tool("pg_restore", "--list", str(file))
        run_tool("pg_restore", f"--file={os.devnull}", str(file))  # reads it to the end
        kept = run_tool("pg_restore", "--data-only", "--table=alembic_version", "--file=-", str(file))
    except BackupFailed as error:
        raise damaged(file) from error
    check_tables(file, set(re.findall(r" TABLE public (\w+) ", listed)))
    revisions = re.findall(r"^COPY public\.alembic_version .*\n(\S+)\n\\\.$", kept, re.MULTILINE)
    if len(revisions) != 1:
        raise foreign(file)
    return str(revisions[0])

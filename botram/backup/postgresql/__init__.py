"""Backups of a PostgreSQL database."""

from botram.backup.postgresql.actions import copy_to, restore_from
from botram.backup.postgresql.queries import check_backup

__all__ = ["SUFFIX", "check_backup", "copy_to", "restore_from"]

SUFFIX = ".dump"

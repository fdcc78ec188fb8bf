"""Backups of a SQLite database."""

from botram.backup.sqlite.actions import copy_to, restore_from
from botram.backup.sqlite.queries import check_backup

__all__ = ["SUFFIX", "check_backup", "copy_to", "restore_from"]

SUFFIX = ".sqlite"

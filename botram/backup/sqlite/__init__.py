"""Backups of a SQLite database."""

from botram.backup.sqlite.actions import copy_to, put_back
from botram.backup.sqlite.queries import check

__all__ = ["SUFFIX", "check", "copy_to", "put_back"]

SUFFIX = ".sqlite"

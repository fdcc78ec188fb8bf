"""Backups of a PostgreSQL database."""

from botram.backup.postgresql.actions import copy_to, put_back
from botram.backup.postgresql.queries import check

__all__ = ["SUFFIX", "check", "copy_to", "put_back"]

SUFFIX = ".dump"

"""Data packs (region packs and service lists): where they are, reading their files, and what was loaded."""

import hashlib
import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask_babel import gettext as _

from botram import delimited
from botram.config import ROOT
from botram.refusals import Refusal

DATA = ROOT / "botram" / "data"  # the packs that come with the program
REGIONS = {"32.16": DATA / "region-3216", "32.17": DATA / "region-3217"}
_FORM = 1  # the version of the format in docs/data.md


class UnusablePack(Refusal):
    """The folder is no pack, or one of its files cannot be read."""


class BadRow(Refusal):
    """One row is not valid; the others may be."""


@dataclass(frozen=True)
class RefusedRow:
    """A row that was refused: its place in the file and the reason."""

    file: str
    row: int  # line of a table, or number of an entry in a list, from 1
    code: str
    sentence: str

    def __str__(self) -> str:
        return str(
            _(
                "%(file)s, baris %(row)s (%(code)s): %(sentence)s",
                file=self.file,
                row=self.row,
                code=self.code or _("tanpa kode"),
                sentence=self.sentence,
            )
        )


@dataclass
class LoadReport:
    """The outcome of loading a pack, by code. Nothing is deleted: a row that the pack no longer has is ``kept``."""

    name: str
    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    refused: list[RefusedRow] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)  # sentences for the operator

    def snapshot(self) -> dict[str, Any]:
        """The values of the report that the audit records."""
        return {"added": len(self.added), "changed": self.changed, "kept": self.kept, "refused": len(self.refused)}

    def __str__(self) -> str:
        return str(
            _(
                "%(name)s: %(added)s baru, %(changed)s berubah, %(unchanged)s tetap,"
                " %(kept)s dipertahankan walau tidak ada lagi di berkas, %(refused)s ditolak.",
                name=self.name,
                added=len(self.added),
                changed=len(self.changed),
                unchanged=len(self.unchanged),
                kept=len(self.kept),
                refused=len(self.refused),
            )
        )


def is_bundled(folder: Path) -> bool:
    """Whether a pack comes with the program."""
    return folder.resolve().is_relative_to(DATA)


def read_about(folder: Path) -> dict[str, Any]:
    """Read pack.json. Raises UnusablePack unless the folder holds one in this format."""
    if not folder.is_dir():
        raise UnusablePack(_("Tidak ada folder %(folder)s.", folder=folder))
    about = read_json(folder / "pack.json")
    if not isinstance(about, dict) or about.get("form") != _FORM:
        raise UnusablePack(_("pack.json bukan paket data bentuk %(form)s.", form=_FORM))
    if not isinstance(about.get("files"), dict) or not all(isinstance(name, str) for name in about["files"].values()):
        raise UnusablePack(_("pack.json tidak menyebut berkas-berkasnya (bagian files)."))
    return about


def fingerprint(folder: Path) -> str:
    """Return a digest of all files of a pack: 32 hexadecimal digits of a SHA-256. Raises UnusablePack."""
    try:
        files = sorted(file for file in folder.iterdir() if file.is_file())
        digests = [f"{file.name} {hashlib.sha256(file.read_bytes()).hexdigest()}" for file in files]
    except OSError as error:
        raise UnusablePack(_("Folder %(folder)s tidak dapat dibaca.", folder=folder)) from error
    return hashlib.sha256("\n".join(digests).encode()).hexdigest()[:32]


def read_json(file: Path) -> Any:
    """Read a JSON file. Raises UnusablePack."""
    try:
        return json.loads(_read_text(file))
    except (json.JSONDecodeError, RecursionError) as error:
        raise UnusablePack(_("%(file)s bukan JSON yang utuh: %(error)s.", file=file.name, error=error)) from error


def _read_text(file: Path) -> str:
    """Read a UTF-8 file, with or without a byte order mark. Raises UnusablePack."""
    try:
        return _content_of(file).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnusablePack(_("%(file)s bukan teks UTF-8.", file=file.name)) from error


def _content_of(file: Path) -> bytes:
    """Read a file. Raises UnusablePack."""
    try:
        return file.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        raise UnusablePack(_("%(file)s tidak dapat dibaca: %(error)s.", file=file.name, error=reason)) from error


def read_table(file: Path, columns: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the line number and the cells of each row of a CSV file. Raises UnusablePack where it is no such table."""
    try:
        yield from delimited.read_table(_content_of(file), columns)
    except delimited.UnreadableTable as error:
        raise UnusablePack(_("%(file)s: %(error)s.", file=file.name, error=error)) from error


def read_number(text: str, column: str) -> float | None:
    """Return a cell as a number, None for an empty one; Excel in Indonesia writes decimal commas. Raises BadRow."""
    if not text:
        return None
    try:
        value = float(text.replace(",", ".", 1) if "." not in text else text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise BadRow(_("%(column)s bukan angka: %(text)s.", column=column, text=text))
    return value

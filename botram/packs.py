"""What region packs and the service list have in common: reading their files, and the report of what was loaded."""

import csv
import hashlib
import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask_babel import gettext as _

from botram.refusals import Refusal

_FORM = 1  # the version of the form in docs/data.md that this program reads


class UnusablePack(Refusal):
    """The folder is no pack, or one of its files cannot be read at all."""


class BadRow(Refusal):
    """One row cannot be taken; the others can."""


@dataclass(frozen=True)
class RefusedRow:
    """A row that was left out: where it stands and why."""

    file: str
    row: int  # the line of a table, the number of an entry in a list
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
    """What loading a pack did, by code. Nothing is ever deleted: what the pack no longer has is ``kept``."""

    name: str
    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    refused: list[RefusedRow] = field(default_factory=list)

    def facts(self) -> dict[str, Any]:
        """What the audit keeps of it."""
        return {
            "added": len(self.added),
            "changed": self.changed,
            "kept": self.kept,
            "refused": len(self.refused),
        }

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


def read_about(folder: Path) -> dict[str, Any]:
    """The content of pack.json. Raises UnusablePack when the folder holds none of this form."""
    if not folder.is_dir():
        raise UnusablePack(_("Tidak ada folder %(folder)s.", folder=folder))
    about = read_json(folder / "pack.json")
    if not isinstance(about, dict) or about.get("form") != _FORM:
        raise UnusablePack(_("pack.json bukan paket data bentuk %(form)s.", form=_FORM))
    if not isinstance(about.get("files"), dict) or not all(
        isinstance(name, str) for name in about["files"].values()
    ):
        raise UnusablePack(_("pack.json tidak menyebut berkas-berkasnya (bagian files)."))
    return about


def fingerprint(folder: Path) -> str:
    """What tells one state of a pack from another: a digest over its files. Raises UnusablePack."""
    try:
        files = sorted(file for file in folder.iterdir() if file.is_file())
        digests = [f"{file.name} {hashlib.sha256(file.read_bytes()).hexdigest()}" for file in files]
    except OSError as error:
        raise UnusablePack(_("Folder %(folder)s tidak dapat dibaca.", folder=folder)) from error
    return hashlib.sha256("\n".join(digests).encode()).hexdigest()[:32]


def read_json(file: Path) -> Any:
    """The content of a JSON file. Raises UnusablePack."""
    try:
        return json.loads(_read_text(file))
    except (json.JSONDecodeError, RecursionError) as error:
        raise UnusablePack(
            _("%(file)s bukan JSON yang utuh: %(error)s.", file=file.name, error=error)
        ) from error


def _read_text(file: Path) -> str:
    """The text of a file, with or without a byte order mark. Raises UnusablePack."""
    try:
        return file.read_text("utf-8-sig")
    except OSError as error:
        reason = error.strerror or str(error)
        raise UnusablePack(
            _("%(file)s tidak dapat dibaca: %(error)s.", file=file.name, error=reason)
        ) from error
    except UnicodeDecodeError as error:
        raise UnusablePack(_("%(file)s bukan teks UTF-8.", file=file.name)) from error


def read_table(file: Path, columns: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Line number and cells of each row of a CSV file. Raises UnusablePack without the needed columns."""
    reader = csv.DictReader(_read_text(file).splitlines())
    missing = [name for name in columns if name not in (reader.fieldnames or ())]
    if missing:
        names = ", ".join(missing)
        raise UnusablePack(_("%(file)s tidak mempunyai kolom %(names)s.", file=file.name, names=names))
    try:
        for row in reader:
            yield reader.line_num, {name: (row[name] or "").strip() for name in columns}
    except csv.Error as error:
        raise UnusablePack(
            _("%(file)s bukan CSV yang utuh: %(error)s.", file=file.name, error=error)
        ) from error


def number(text: str, column: str) -> float | None:
    """A cell as a number, None when empty. Raises BadRow."""
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise BadRow(_("%(column)s bukan angka: %(text)s.", column=column, text=text))
    return value

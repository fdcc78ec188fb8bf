"""Delimited text files (CSV): the only place that reads and writes them.

``read_table`` reads what Excel, LibreOffice or a program saved, whatever the delimiter and encoding. ``written`` writes
in one of two forms: for people in the office, whose Excel expects semicolons, and for programs (RFC 4180).
"""

import csv
import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, BOM_UTF32_BE, BOM_UTF32_LE
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date
from enum import StrEnum
from io import StringIO
from typing import assert_never

from flask_babel import gettext as _

from botram.cells import cell
from botram.refusals import Refusal

_DELIMITERS = (",", ";", "\t", "|")  # the first wins where the heads have no delimiter at all
_MARKED_ENCODINGS = (  # those of UTF-32 first: one of them begins like one of UTF-16
    (BOM_UTF32_LE, "utf-32"),
    (BOM_UTF32_BE, "utf-32"),
    (BOM_UTF8, "utf-8-sig"),
    (BOM_UTF16_LE, "utf-16"),
    (BOM_UTF16_BE, "utf-16"),
)
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # XLSX and ODS, XLS
_NAMED_DELIMITER = re.compile(r'"?sep=(.)"?[,;\t| ]*(?=[\r\n])', re.IGNORECASE)  # a first line that only Excel knows
_INVISIBLE = "\N{BYTE ORDER MARK}\N{ZERO WIDTH SPACE}\x1a"  # what programs leave at the ends of a file
_SEPARATORS = re.compile(r"([,;\t|\r\n]+)")
_HEADS_SHOWN = 200  # characters
_BOM = "\N{BYTE ORDER MARK}"  # without it Excel assumes another encoding

Value = str | int | float | date | None


class UnreadableTable(Refusal):
    """The file is no table, or one that lacks a column."""


class _Strict(csv.excel):
    """Refuses a quotation mark without its end, which would swallow the rows that follow."""

    strict = True
    skipinitialspace = True  # before a quotation mark


class TableForm(StrEnum):
    """The forms in which a table is written."""

    OFFICE = "office"  # as Excel expects it in Indonesia: byte order mark, semicolons, decimal commas
    PROGRAM = "rfc4180"  # for programs: RFC 4180, UTF-8 without a byte order mark, decimal points


def written(rows: Iterable[Sequence[Value]], form: TableForm) -> bytes:
    """Return rows as a file in UTF-8 with CRLF. No text in it becomes a formula, whatever delimiter it is split at."""
    file = StringIO()
    csv.writer(file, delimiter=_delimiter_of(form), lineterminator="\r\n").writerows(
        [_as_text(value, form) for value in row] for row in rows
    )
    return ((_BOM if form is TableForm.OFFICE else "") + file.getvalue()).encode()


def _delimiter_of(form: TableForm) -> str:
    """Return what stands between the cells of a form."""
    match form:
        case TableForm.OFFICE:
            return ";"
        case TableForm.PROGRAM:
            return ","
        case _:
            assert_never(form)


def _as_text(value: Value, form: TableForm) -> str:
    """Return a value as text: a day as 2026-11-12, a figure without separators of thousands, "" for nothing."""
    if value is None:
        return ""
    if isinstance(value, str):
        return harmless(value)
    if isinstance(value, float) and form is TableForm.OFFICE:
        return str(value).replace(".", ",")
    return value.isoformat() if isinstance(value, date) else str(value)


def harmless(text: str) -> str:
    """Return a text with an apostrophe before each part that would be a formula, were the text split at a delimiter.

    A program that expects another delimiter reads "Balai;=1+1" as two cells, quotes around the whole or not.
    """
    parts = _SEPARATORS.split(text)
    kept = [part if number % 2 else cell(part) for number, part in enumerate(parts)]
    return cell("".join(kept))


def read_table(content: bytes, columns: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the line number and the named cells, without spaces around them, of each row that is not empty.

    content  a file with a line of heads, in upper or lower case; delimiter and encoding are detected
    columns  the heads that are needed, in lower case; others are left out
    raises   UnreadableTable for a missing column or one that is there twice, a row with more cells than heads, a
             quotation mark that is not closed, or what is no table
    """
    text = decoded(content)
    if "\0" in text:
        raise UnreadableTable(_("bukan teks UTF-8, UTF-16, atau Windows-1252"))
    named = _NAMED_DELIMITER.match(text)
    delimiters = (named[1], *_DELIMITERS) if named else _DELIMITERS
    text = text[named.end() :] if named else text
    reader = csv.reader(StringIO(text, newline=""), _Strict, delimiter=_delimiter_in(text, columns, delimiters))
    try:
        heads = next((_heads_in(row) for row in reader if any(_stripped(row))), [])
        _check_heads(heads, columns)
        for row in reader:
            if any(cells := _stripped(row)):
                if any(cells[len(heads) :]):
                    raise UnreadableTable(
                        _(
                            "baris %(row)s berisi %(cells)s sel, sedangkan judulnya %(heads)s",
                            row=reader.line_num,
                            cells=len(cells),
                            heads=len(heads),
                        )
                    )
                found = dict(zip(heads, cells, strict=False))
                yield reader.line_num, {name: found.get(name, "") for name in columns}
    except csv.Error as error:
        raise UnreadableTable(
            _("bukan CSV yang utuh: baris %(row)s: %(error)s", row=reader.line_num, error=error)
        ) from error


def _stripped(row: Sequence[str]) -> list[str]:
    """Return the cells of a row without spaces around them."""
    return [cell_.strip().strip(_INVISIBLE).strip() for cell_ in row]


def _heads_in(row: Sequence[str]) -> list[str]:
    """Return the heads in a row, in lower case."""
    return [head.casefold() for head in _stripped(row)]


def _check_heads(heads: Sequence[str], columns: Sequence[str]) -> None:
    """Raise UnreadableTable unless each needed column is among the heads once."""
    if missing := [name for name in columns if name not in heads]:
        names, found = ", ".join(missing), ", ".join(filter(None, heads))[:_HEADS_SHOWN]
        raise UnreadableTable(_("kolom yang tidak ada: %(names)s (yang ada: %(found)s)", names=names, found=found))
    if repeated := [name for name in columns if heads.count(name) > 1]:
        raise UnreadableTable(_("kolom yang ada dua kali: %(names)s", names=", ".join(repeated)))


def decoded(content: bytes) -> str:
    """Return the text of a file in UTF-8, UTF-16 or Windows-1252, without byte order mark. Raises UnreadableTable."""
    if content.startswith(_WORKBOOKS):
        raise UnreadableTable(_("buku kerja, bukan CSV: buka di Excel atau LibreOffice, lalu simpan sebagai CSV"))
    for mark, encoding in _MARKED_ENCODINGS:
        if content.startswith(mark):
            return _strictly(content, encoding)
    if content.count(0) * 4 > len(content):
        zeros_first = content[::2].count(0) > content[1::2].count(0)
        return _strictly(content, "utf-16-be" if zeros_first else "utf-16-le")
    try:
        return content.decode()
    except UnicodeDecodeError:
        return _strictly(content, "utf-8" if _is_mostly_utf_8(content) else "cp1252")


def _is_mostly_utf_8(content: bytes) -> bool:
    """Whether a file that is no UTF-8 has letters in it all the same: read as Windows-1252 they would be wrong ones."""
    letters = content.decode(errors="replace").replace("\N{REPLACEMENT CHARACTER}", "")
    return not letters.isascii()


def _strictly(content: bytes, encoding: str) -> str:
    """Return the text of a file in an encoding. Raises UnreadableTable."""
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise UnreadableTable(_("bukan teks UTF-8, UTF-16, atau Windows-1252")) from None


def _delimiter_in(text: str, columns: Sequence[str], delimiters: Sequence[str]) -> str:
    """Return the delimiter that gives most of the needed heads, then the one that gives the most heads."""

    def found(delimiter: str) -> tuple[int, int]:
        """Return how many needed heads, and how many heads at all, a delimiter gives."""
        with suppress(csv.Error):
            rows = csv.reader(StringIO(text, newline=""), _Strict, delimiter=delimiter)
            heads = next((_heads_in(row) for row in rows if any(_stripped(row))), [])
            return len(set(columns) & set(heads)), len(heads)
        return 0, 0

    return max(delimiters, key=found)

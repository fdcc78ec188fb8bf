"""Escaping texts for spreadsheets, where a cell can be a formula."""

import re
import unicodedata

# Before a formula: what programs take off a cell when they read it, as quotation marks, or show nothing of.
_UNSEEN = r"[\s\"\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]*"
_FORMULA = re.compile(_UNSEEN + r"[=+\-@]|[\t\r\n]")
_HARMLESS = re.compile(r"\s*[+-]?\d[\d .,()]*")  # a number, or a phone number


def cell(text: str) -> str:
    """Return the text as a cell that is no formula: with an apostrophe where it would be one.

    Source: OWASP, CSV Injection. Full-width forms of the characters count too; numbers stay as they are.
    """
    starts_formula = _FORMULA.match(unicodedata.normalize("NFKC", text))
    return f"'{text}" if starts_formula and not _HARMLESS.fullmatch(text) else text

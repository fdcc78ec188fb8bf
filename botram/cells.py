"""Texts on their way into a spreadsheet, where a cell can be a formula."""

import re
import unicodedata

_FORMULA = re.compile(r"\s*[=+\-@]|[\t\r\n]")
_HARMLESS = re.compile(r"\s*[+-]?\d[\d .,()]*")  # a figure, or a phone number without a sign that calculates


def cell(text: str) -> str:
    """The text as a cell that no spreadsheet calculates; phone numbers stay readable.

    Source: OWASP, CSV Injection: an apostrophe in front of what would start a formula, also in wide letters.
    """
    starts_formula = _FORMULA.match(unicodedata.normalize("NFKC", text))
    return f"'{text}" if starts_formula and not _HARMLESS.fullmatch(text) else text

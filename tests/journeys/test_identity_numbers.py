"""The phone and the server agree on what is an identity number, on every case and every digit."""

import base64
import sys
import unicodedata
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from botram.config import ROOT
from tests.test_identity_numbers import CASES

ASK = """async ([source, texts]) => {
    const { holdsIdentityNumber } = await import(`data:text/javascript;base64,${source}`);
    return texts.map(holdsIdentityNumber);
}"""
SOURCE = base64.b64encode((ROOT / "static/js/identity-number.js").read_bytes()).decode()


@pytest.fixture(scope="module")
def page(chromium: Browser) -> Iterator[Page]:
    """An empty page."""
    page = chromium.new_page()
    yield page
    page.close()


def found_by_phone(page: Page, texts: list[str]) -> list[str]:
    """The texts in which the phone finds an identity number."""
    answers = page.evaluate(ASK, [SOURCE, texts])
    return [text for text, held in zip(texts, answers, strict=True) if held]


def test_the_phone_finds_what_the_server_finds(page: Page) -> None:
    assert found_by_phone(page, CASES["held"] + CASES["free"]) == CASES["held"]


def test_the_phone_reads_the_digits_of_every_script(page: Page) -> None:
    zeros = [zero for zero in map(chr, range(sys.maxunicode)) if unicodedata.decimal(zero, None) == 0]
    texts = ["".join(chr(ord(zero) + int(figure)) for figure in "3216065508980000") for zero in zeros]
    assert len(texts) > 50
    assert found_by_phone(page, texts) == texts

"""How many pages of a demonstration axe looks at, and what it finds: residents and staff, both languages, both schemes.

    python bench/axe_pages.py

Walks from each start page along its links, two pages of each kind, as tests/journeys/test_every_page.py does, whose
rules it uses. Needs Chromium. Baseline: no finding. Exit status 1 for any.
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from playwright.sync_api import Browser, sync_playwright  # the path comes first

from tests import parts
from tests.journeys.conftest import DESK, PHONE, Site, Window, open_window, sign_in
from tests.journeys.test_every_page import every_page, look
from tools.demonstration import demonstration

STAFF = ("koordinator", "kepala", "petugas")


def windows(chromium: Browser, site: Site) -> Iterator[tuple[str, Window, str]]:
    """Everybody who looks: what to call it, a window, and the address to start at."""
    for language, start in (("id", "/"), ("en", "/?bahasa=en")):
        for scheme in ("light", "dark"):
            for size in (PHONE, DESK):
                window = open_window(chromium, site, size, color_scheme=scheme)
                yield f"residents {language} {scheme} {size['width']}", window, start
    for name in STAFF:
        for language in ("id", "en"):
            for size in (PHONE, DESK):
                window = open_window(chromium, site, size)
                page = sign_in(window, name)
                start = urlsplit(page.url).path
                page.goto("/akun/bahasa")
                page.locator(f"main [value={language}]").check()
                page.locator("main form button").click()
                yield f"{name} {language} light {size['width']}", window, start


def main() -> int:
    """Walk and count."""
    pages, found = 0, list[str]()
    with demonstration() as address, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=parts.chromium_path(), args=["--no-sandbox", "--disable-gpu"]
        )
        site = Site(address, Path())
        for name, window, start in windows(chromium, site):
            seen = 0
            for one in every_page(window.page, site, start):
                seen += 1
                found += look(window.page, one)
            found += window.complaints
            window.page.context.close()
            pages += seen
            print(f"{name:32} {seen:4} pages, {len(found)} findings so far", flush=True)
        chromium.close()
    print(*found, f"pages {pages}, findings {len(found)}", sep="\n")
    return 1 if found else 0


if __name__ == "__main__":
    os.environ.setdefault("BOTRAM_REQUIRE_ALL", "1")  # without Chromium there is nothing to measure
    sys.exit(main())

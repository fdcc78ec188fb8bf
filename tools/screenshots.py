"""Takes the pictures of README.md and docs/ from demonstrations of its own: `make pictures`. Needs Chromium.

    .venv/bin/python -m tools.screenshots [docs/pictures]

Each picture is named after what it shows. `walk.py` takes those of one visit, in both languages.
"""

import os
import shutil
import sys
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from botram import clock
from tools.demonstration import DESK, PHONE, ROOT, demonstration, open_window, sign_in
from tools.walk import LANGUAGES, Walk


@dataclass(frozen=True)
class Picture:
    """One picture: what it is called, who looks, where, and on how large a screen."""

    name: str
    address: str
    size: dict[str, int]
    who: str = ""  # a demonstration account; empty: a resident
    dark: bool = False


NEXT_MONTH = (clock.local_day(clock.now(), "Asia/Jakarta").replace(day=1) + timedelta(days=31)).replace(day=1)
PICTURES = (
    Picture("beranda", "/", PHONE),
    Picture("beranda-gelap", "/?bahasa=en", PHONE, dark=True),
    Picture("koordinator", f"/koordinator/papan?bulan={NEXT_MONTH:%Y-%m}", DESK, who="koordinator"),
)


def take(browser: Browser, address: str, picture: Picture, folder: Path) -> None:
    """Take one picture."""
    page = open_window(browser, address, picture.size, dark=picture.dark)
    if picture.who:
        sign_in(page, picture.who)
    page.goto(picture.address, wait_until="networkidle")
    page.screenshot(path=folder / f"{picture.name}.png")
    page.context.close()


def main() -> int:
    """Take all pictures into the folder of the command line."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "docs" / "pictures")
    folder.mkdir(parents=True, exist_ok=True)
    names = filter(None, (os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome"))
    path = next(filter(None, map(shutil.which, names)), None)
    if path is None:
        print("Chromium is missing: install it, or name it in CHROMIUM.", file=sys.stderr)
        return 1
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        with demonstration() as address:
            for picture in PICTURES:
                take(browser, address, picture, folder)
        for language in LANGUAGES:
            with demonstration() as address:
                Walk(browser, address, language, folder / language).go()
        browser.close()
    print(*sorted(folder.rglob("*.png")), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

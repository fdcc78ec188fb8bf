"""Takes the pictures of README.md from a demonstration of its own: `make pictures`. Needs Chromium.

    .venv/bin/python tools/screenshots.py [docs/pictures]

Each picture is named after what it shows. The demonstration lies in a temporary folder and is gone afterwards.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 800}
START_SECONDS = 180
PASSWORD = "botram-demo"  # of every demonstration


@dataclass(frozen=True)
class Picture:
    """One picture: what it is called, who looks, where, and on how large a screen."""

    name: str
    address: str
    size: dict[str, int]
    who: str = ""  # a demonstration account; empty: a resident
    click: str = ""  # a link or a button to follow first, by its CSS selector
    dark: bool = False


PICTURES = (
    Picture("beranda", "/", PHONE),
    Picture("kunjungan", "/jadwal", PHONE, click=".visit-name a"),
    Picture("kunjungan-inggris", "/jadwal?bahasa=en", PHONE, click=".visit-name a", dark=True),
    Picture("peta", "/peta", DESK),
    Picture("kalender", "/kalender", PHONE),
    Picture("koordinator", "/koordinator/kunjungan", DESK, who="koordinator"),
    Picture("petugas", "/petugas", PHONE, who="petugas"),
    Picture("ringkasan", "/koordinator/ringkasan", DESK, who="kepala"),
)


@contextmanager
def demonstration() -> Iterator[str]:
    """The address of a fresh demonstration."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory() as folder, (Path(folder) / "log.txt").open("w") as log:
        settings = {"BOTRAM_INSTANCE": folder, "PORT": str(port), "PUBLIC_URL": address, "DATABASE_URL": ""}
        process = subprocess.Popen(
            [sys.executable, "-m", "botram.serve"],
            cwd=ROOT,
            env=os.environ | settings,
            stdout=log,
            stderr=log,
        )
        try:
            wait_for(f"{address}/readyz", process)
            yield address
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)


def wait_for(address: str, process: "subprocess.Popen[bytes]") -> None:
    """Wait until the program says that it can work. Raises SystemExit when it does not."""
    for _second in range(START_SECONDS):
        try:
            with urllib.request.urlopen(address, timeout=1):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            try:
                raise SystemExit(f"the demonstration ended with {process.wait(1)}")
            except subprocess.TimeoutExpired:
                continue
    raise SystemExit(f"the demonstration was not ready after {START_SECONDS} s")


def sign_in(page: Page, name: str) -> None:
    """Sign a demonstration account in."""
    page.goto("/masuk")
    page.locator("[name=name]").fill(name)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main button").click()


def take(browser: Browser, address: str, picture: Picture, folder: Path) -> None:
    """Take one picture."""
    context = browser.new_context(
        viewport={"width": picture.size["width"], "height": picture.size["height"]},
        base_url=address,
        color_scheme="dark" if picture.dark else "light",
        locale="id-ID",
        timezone_id="Asia/Jakarta",
    )
    page = context.new_page()
    if picture.who:
        sign_in(page, picture.who)
    page.goto(picture.address, wait_until="networkidle")
    if picture.click:
        page.locator(picture.click).first.click()
        page.wait_for_load_state("networkidle")
    page.screenshot(path=folder / f"{picture.name}.png")
    context.close()


def main() -> int:
    """Take all pictures into the folder of the command line."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "docs" / "pictures")
    folder.mkdir(parents=True, exist_ok=True)
    names = filter(None, (os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome"))
    path = next(filter(None, map(shutil.which, names)), None)
    if path is None:
        print("Chromium is missing: install it, or name it in CHROMIUM.", file=sys.stderr)
        return 1
    with demonstration() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        for picture in PICTURES:
            take(browser, address, picture, folder)
            print(folder / f"{picture.name}.png")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""A demonstration of its own for the pictures, and windows on it. Part of `make pictures`."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page

ROOT = Path(__file__).resolve().parent.parent
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 800}
START_SECONDS = 180
PASSWORD = "botram-demo"  # of every demonstration


@contextmanager
def demonstration() -> Iterator[str]:
    """The address of a fresh demonstration. It lies in a temporary folder and is gone afterwards."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory() as folder, (Path(folder) / "log.txt").open("w") as log:
        settings = {"BOTRAM_INSTANCE": folder, "PORT": str(port), "PUBLIC_URL": address, "DATABASE_URL": ""}
        settings["TILE_URL"] = "off"  # pictures are the same with and without a network
        process = subprocess.Popen(
            [sys.executable, "-m", "botram.serve"], cwd=ROOT, env=os.environ | settings, stdout=log, stderr=log
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


def open_window(browser: Browser, address: str, size: dict[str, int], *, dark: bool = False) -> Page:
    """A window with cookies of its own."""
    context = browser.new_context(
        viewport={"width": size["width"], "height": size["height"]},
        base_url=address,
        color_scheme="dark" if dark else "light",
        locale="id-ID",
        timezone_id="Asia/Jakarta",
    )
    return context.new_page()


def follow(control: Locator) -> None:
    """Click what brings another page, and wait for that page, so that whatever is read next is read from it."""
    with control.page.expect_navigation():
        control.click()


def sign_in(page: Page, name: str) -> Page:
    """Sign a demonstration account in."""
    page.goto("/masuk")
    page.locator("[name=name]").fill(name)
    page.locator("[name=password]").fill(PASSWORD)
    follow(page.locator("main button"))
    return page


def choose_village(page: Page, name: str) -> None:
    """Type the name of a village into the form of a visit, and choose what is found first."""
    page.locator("#village").fill(name)
    page.locator(".options [aria-selected=true]", has_text=name).wait_for()
    page.locator("#village").press("Enter")

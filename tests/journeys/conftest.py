"""The whole program as people meet it: started as `make run` starts it, and a real browser in front of it."""

import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from botram.config import ROOT
from tests import parts
from tests.programs import free_port
from tools.demonstration import follow

START_SECONDS = 90
PHONE = {"width": 360, "height": 800}
DESK = {"width": 1280, "height": 800}


@dataclass(frozen=True)
class Site:
    """A running Botram with its demonstration."""

    address: str
    instance: Path


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Botram on SQLite with the demonstration, one for all journeys of a process."""
    with started(tmp_path_factory.mktemp("instance")) as found:
        yield found


@contextmanager
def started(instance: Path, **wanted: str) -> Iterator[Site]:
    """Botram as it serves an instance, with other settings than usual."""
    port = free_port()
    settings = {
        "BOTRAM_INSTANCE": str(instance),
        "PORT": str(port),
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
        "RATE_LIMIT": "100000",
        "DATABASE_URL": "",
        "REDIS_URL": "",
        "TILE_URL": "off",  # tests ask no other host
    }
    with (instance / "log.txt").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "botram.serve"], cwd=ROOT, env=os.environ | settings | wanted, stdout=log, stderr=log
        )
        try:
            wait_until_ready(f"http://127.0.0.1:{port}/readyz", process, instance / "log.txt")
            yield Site(f"http://127.0.0.1:{port}", instance)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)


def wait_until_ready(address: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    """Wait for the program's own word that it can work."""
    request = urllib.request.Request(address)
    for _second in range(START_SECONDS):
        assert process.poll() is None, log.read_text()
        try:
            with urllib.request.urlopen(request, timeout=1):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            try:
                process.wait(1)
            except subprocess.TimeoutExpired:
                continue
    pytest.fail(f"not ready after {START_SECONDS} s: {log.read_text()}")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's Chromium."""
    path = parts.chromium_path()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        yield browser
        browser.close()


@dataclass
class Window:
    """One person's browser window; remembers what the page complained of."""

    page: Page
    complaints: list[str]


def open_window(chromium: Browser, site: Site, size: dict[str, int], **options: object) -> Window:
    """A fresh browser with its own cookies. Console errors and failed requests are collected."""
    context = chromium.new_context(
        viewport={"width": size["width"], "height": size["height"]},
        base_url=site.address,
        locale="id-ID",
        timezone_id="Asia/Jakarta",
        **options,  # type: ignore[arg-type]
    )
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return Window(page, complaints)


@pytest.fixture
def phone(chromium: Browser, site: Site) -> Iterator[Window]:
    """A resident's phone."""
    window = open_window(chromium, site, PHONE)
    yield window
    window.page.context.close()
    assert not window.complaints


@pytest.fixture
def desk(chromium: Browser, site: Site) -> Iterator[Window]:
    """A coordinator's desk."""
    window = open_window(chromium, site, DESK)
    yield window
    window.page.context.close()
    assert not window.complaints


@pytest.fixture
def plain_phone(chromium: Browser, site: Site) -> Iterator[Window]:
    """A phone without script."""
    window = open_window(chromium, site, PHONE, java_script_enabled=False)
    yield window
    window.page.context.close()


_signed_in: dict[tuple[str, str], Any] = {}
"""The cookies of who has signed in, by the site and the account: more than five times a minute nobody may."""


def sign_in(window: Window, name: str) -> Page:
    """Sign a demonstration account in through the page; one that has signed in here before goes on with its cookies."""
    page = window.page
    page.goto("/masuk")
    who = urlsplit(page.url).netloc, name
    if who in _signed_in:
        page.context.add_cookies(_signed_in[who])
        page.goto("/koordinator" if name in ("koordinator", "kepala", "admin") else "/petugas")
        if urlsplit(page.url).path != "/masuk":
            return page
        page.context.clear_cookies()  # it was signed out meanwhile
        page.goto("/masuk")
    page.get_by_label("Nama masuk").fill(name)
    page.get_by_label("Kata sandi").fill("botram-demo")
    follow(page.get_by_role("button", name="Masuk"))
    _signed_in[who] = page.context.cookies()
    return page

"""A month on the plan board in Chromium: what it takes from an empty month to 60 published visits of 4 teams.

    python bench/month_on_board.py [--visits 60]

A demonstration is started, a fourth team is made, and the month after next is filled after the sheet of
docs/rencana-bulan.md: a click on a free cell, letters of the village, Enter to choose, Enter to save; what is warned of
is saved with one more Enter. Then all drafts are chosen and published together, and three are moved for a flood.
Baseline: 7 clicks and 26 keys a visit, as it was counted before there was a board.
"""

import argparse
import os
import re
import shutil
import sys
import time
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from playwright.sync_api import Page, expect, sync_playwright  # the path comes first

from botram import clock
from tools.demonstration import DESK, demonstration, follow, open_window, sign_in

BEFORE = {"clicks": 7, "keys": 26}
SHEET = Path(__file__).resolve().parent.parent / "docs" / "rencana-bulan.md"
REASON, FLOOD = "Diminta desa", "Jalan tergenang banjir"


class Hands:
    """A person at the board: counts what is pressed."""

    def __init__(self, page: Page) -> None:
        self.page, self.clicks, self.keys = page, 0, 0

    def follow(self, name: str, role: str = "button") -> None:
        """Click on what leads to another page."""
        self.clicks += 1
        follow(self.page.get_by_role(role, name=name, exact=True))  # type: ignore[arg-type]  # a role of ARIA

    def type(self, text: str) -> None:
        """Type letters where the focus is."""
        self.keys += len(text)
        self.page.keyboard.type(text)

    def enter(self) -> None:
        """Press Enter, which leads to another page."""
        self.keys += 1
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def reasons(self) -> None:
        """Go to each warning with the tabulator, and give a reason."""
        for field in self.page.locator("[name^=alasan-]").all():
            self.keys += 1
            field.focus()
            self.type(REASON)

    def draft(self, day: date, lane: int, village: str) -> None:
        """Fill a free cell."""
        self.clicks += 1
        follow(self.page.locator(f"td[data-day='{day}']").nth(lane).locator(".add"))
        self.type(village)
        self.keys += 1
        self.page.keyboard.press("Enter")
        expect(self.page.get_by_role("combobox", name="Desa atau kelurahan")).to_have_value(re.compile(f" {village}, "))
        self.enter()
        if "/baru" in self.page.url:  # something is warned of, and the button has the focus
            self.enter()


def rows_of_sheet() -> list[list[str]]:
    """The villages of the sheet: a row for each working day, a column for each team."""
    lines = [line.strip("| ").split(" | ") for line in SHEET.read_text("utf-8").splitlines()]
    return [cells[1:] for cells in lines if cells[0].isdigit()]


def working_days(page: Page, month: date) -> list[date]:
    """Monday to Thursday and Saturday of a month, without those that the board greys."""
    off = set(page.locator("td.off").evaluate_all("found => found.map(cell => cell.dataset.day)"))
    days = (month + timedelta(days=n) for n in range(31))
    return [
        day for day in days if day.month == month.month and day.weekday() in (0, 1, 2, 3, 5) and str(day) not in off
    ]


def plan(page: Page, visits: int) -> tuple[Hands, Hands, int, float]:
    """Fill and publish the month, then move three visits; the hands of each, how many, and the seconds."""
    today = clock.local_day(clock.now(), "Asia/Jakarta")
    month = (today.replace(day=1) + timedelta(days=62)).replace(day=1)
    page.goto("/koordinator/tim/baru")
    page.get_by_label("Nama tim").fill("Tim Timur")
    follow(page.get_by_role("button", name="Simpan"))
    page.goto(f"/koordinator/papan?bulan={month:%Y-%m}")
    lanes = page.locator("table.board tbody").first.locator("th[scope=row]").all_text_contents()
    order = [lanes.index(name) for name in ("Utara", "Tengah", "Selatan", "Timur")]
    hands, began = Hands(page), time.monotonic()
    cells = [
        (day, lane, village)
        for day, villages in zip(working_days(page, month), rows_of_sheet(), strict=False)
        for lane, village in zip(order, villages, strict=True)
    ]
    free = [one for one in cells if page.locator(f"td[data-day='{one[0]}']").nth(one[1]).locator(".add").count()]
    cells = free[:visits]
    for day, lane, village in cells:
        hands.draft(day, lane, village)
    hands.follow("Pilih semua rancangan", "link")
    hands.follow("Terbitkan")
    hands.reasons()
    button = page.locator("button[value=simpan]")
    published = button.inner_text()
    hands.clicks += 1
    follow(button)
    took = time.monotonic() - began
    print(f"{published}; still drafts: {page.locator('.chip.is-draft').count()}")
    flood = Hands(page)
    for _day, _lane, village in cells[:3]:
        flood.clicks += 1
        page.get_by_label(re.compile(f"^Pilih .* {village}$")).first.check()
    flood.follow("Geser hari")
    flood.type(FLOOD)
    flood.reasons()
    flood.clicks += 1
    follow(page.locator("button[value=simpan]"))
    expect(page.locator("main")).to_contain_text("3 kunjungan dipindah.")
    return hands, flood, len(cells), took


def main() -> int:
    """Print what it took; 1 when the flood took more than 6 clicks."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--visits", type=int, default=60)
    visits = parser.parse_args().visits
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright, demonstration() as address:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        page = open_window(browser, address, DESK)
        sign_in(page, "koordinator")
        hands, flood, visits, took = plan(page, visits)
        browser.close()
    print(f"{visits} visits: {hands.clicks} clicks, {hands.keys} keys, {took:.0f} s in Chromium")
    print(f"a visit: {hands.clicks / visits:.1f} clicks, {hands.keys / visits:.1f} keys; before: {BEFORE}")
    print(f"three moved for a flood: {flood.clicks} clicks, {flood.keys} keys")
    return int(flood.clicks > 6)


if __name__ == "__main__":
    sys.exit(main())

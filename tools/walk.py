"""The walk of docs/satu-kunjungan.md and docs/one-visit.md: one visit from plan to report, with a picture of each step.

Buttons are pressed by the names that these pages call them by, so a walk that a reader could not follow fails here.
"""

from pathlib import Path

from babel.messages.pofile import read_po
from playwright.sync_api import Browser, Locator, Page, expect

from tools.demonstration import DESK, PHONE, ROOT, choose_village, follow, open_window, sign_in

LANGUAGES = ("id", "en")
TODAY = "new Date().toLocaleDateString('sv')"  # as the office counts days, not this machine
CATALOGUE = ROOT / "botram" / "translations" / "en" / "LC_MESSAGES" / "messages.po"
VILLAGE, DISTRICT, TEAM = "Desa Sumberjaya", "Tambun Selatan", "Tim Selatan"


class Walk:
    """A coordinator, an officer of the team and the head, each in a window, and a resident."""

    def __init__(self, browser: Browser, address: str, language: str, folder: Path) -> None:
        with CATALOGUE.open("rb") as file:
            self.english = read_po(file)
        self.language, self.folder = language, folder
        folder.mkdir(parents=True, exist_ok=True)
        self.coordinator, self.head = (open_window(browser, address, DESK) for _person in range(2))
        self.officer, self.resident = (open_window(browser, address, PHONE) for _person in range(2))

    def go(self) -> None:
        """All steps; each begins where the one before it ended."""
        staff = ((self.coordinator, "koordinator"), (self.officer, "petugas2"), (self.head, "kepala"))
        for page, name in staff:
            sign_in(page, name)
            self.choose_language(page)
        self.plan()
        self.publish()
        self.find()
        self.serve()
        self.count()
        self.close()
        self.verify()
        self.report()
        for page in (self.coordinator, self.officer, self.head, self.resident):
            page.context.close()

    def word(self, indonesian: str) -> str:
        """What a page of this language calls it."""
        message = self.english.get(indonesian)
        assert message, f"no page says {indonesian}"
        return str(message.string) if self.language == "en" else indonesian

    def button(self, page: Page, indonesian: str) -> Locator:
        """The button or link of that name in the page's middle."""
        name = self.word(indonesian)
        main = page.locator("main")
        return main.get_by_role("button", name=name).or_(main.get_by_role("link", name=name)).first

    def field(self, page: Page, indonesian: str) -> Locator:
        """The input of that name."""
        return page.get_by_label(self.word(indonesian)).first

    def picture(self, page: Page, name: str) -> None:
        """Keep what the window shows."""
        page.wait_for_load_state("networkidle")
        page.screenshot(path=self.folder / f"{name}.png")

    def choose_language(self, page: Page) -> None:
        """Staff choose theirs once."""
        page.goto("/akun/bahasa")
        page.locator(f"main [value={self.language}]").check()
        follow(page.locator("main form button"))

    def plan(self) -> None:
        """A draft for this evening, when no team of the demonstration is out."""
        page = self.coordinator
        page.goto("/koordinator/kunjungan")
        follow(self.button(page, "Kunjungan baru"))
        choose_village(page, VILLAGE)
        self.field(page, "Titik layanan baru").check()
        self.field(page, "Nama titik layanan").fill("Balai Desa")
        page.locator("[name=langkah][value=tengah]").click()
        expect(page.locator(".point-map .leaflet-marker-icon")).to_be_visible()
        page.locator("#tempat").evaluate("part => part.scrollIntoView(true)")
        self.picture(page, "1")
        page.locator("#day").fill(page.evaluate(TODAY))
        for name, hour in (("opens", "17.00"), ("closes", "23.45"), ("queue_closes", "23.00")):
            page.locator(f"#{name}").fill(hour)
        choose(page.locator("#team"), TEAM)
        follow(self.button(page, "Simpan rancangan"))

    def publish(self) -> None:
        """The page says what speaks against it; a warning is answered with a reason."""
        page = self.coordinator
        follow(self.button(page, "Terbitkan"))
        for reason in page.locator("[name^=alasan-]").all():
            reason.fill("Diminta kepala desa" if self.language == "id" else "Asked for by the village head")
        self.picture(page, "2")
        follow(self.button(page, "Terbitkan"))

    def find(self) -> None:
        """A resident finds it on the map and takes it into the phone's calendar."""
        page = self.resident
        page.goto("/peta" if self.language == "id" else "/peta?bahasa=en")
        entry = page.locator(".map-entry", has_text=VILLAGE).first
        entry.get_by_role("link", name=self.word("Tunjukkan di peta")).click()
        expect(page.frame_locator("iframe").locator(".map-card")).to_contain_text(VILLAGE)
        self.picture(page, "3")
        follow(entry.get_by_role("link", name=VILLAGE, exact=True))
        self.picture(page, "4")
        with page.expect_download() as download:
            self.button(page, "Kalender").click()
        assert download.value.suggested_filename.endswith(".ics")

    def serve(self) -> None:
        """The officer reports on the way and open."""
        page = self.officer
        page.goto("/petugas")
        follow(page.get_by_role("link", name=VILLAGE).first)
        for step in ("Konfirmasi berangkat", "Buka layanan"):
            for _press in ("ask", "confirm"):
                follow(self.button(page, step))
        self.picture(page, "5")

    def count(self) -> None:
        """Two taps a case; the figures show at once."""
        page = self.officer
        follow(self.button(page, "Catat hasil"))
        for service in ("KK_NEW", "KK_NEW", "BIRTH"):
            outcome = page.locator("dialog[open]").get_by_role("button", name=self.word("Selesai di tempat"))
            for target in (page.locator(f"[data-tile={service}]"), outcome):
                page.wait_for_timeout(500)  # two taps at once are taken for a slip of the thumb
                target.click()
            expect(page.locator("dialog[open]")).to_have_count(0)
        self.picture(page, "6")

    def close(self) -> None:
        """The end of the day, with what stood in the way."""
        page = self.officer
        follow(page.locator("nav").get_by_role("link", name=self.word("Tutup hari")))
        early = "Dicoba dari README" if self.language == "id" else "Tried from the README"
        self.field(page, "Keterangan untuk kantor").fill(early)  # it ends before its hour
        follow(self.button(page, "Tutup kunjungan"))

    def verify(self) -> None:
        """The head sees what it adds up to and accepts it."""
        page = self.head
        page.goto("/koordinator/hasil")
        follow(page.locator("main").get_by_role("link", name=VILLAGE).first)
        self.picture(page, "7")
        follow(self.button(page, "Verifikasi"))
        follow(self.button(page, "Verifikasi hasil"))

    def report(self) -> None:
        """The head's figures; each of them opens the visits behind it."""
        page = self.head
        page.goto("/koordinator/ringkasan")
        choose(page.locator("#kecamatan"), DISTRICT)
        follow(self.button(page, "Tampilkan"))
        self.picture(page, "8")
        follow(page.locator(".figures li", has_text=self.word("Permohonan")).get_by_role("link").first)
        expect(page.locator("main")).to_contain_text(VILLAGE)


def choose(select: Locator, text: str) -> None:
    """Choose the option that holds the text."""
    value = select.locator("option", has_text=text).first.get_attribute("value")
    select.select_option(value)

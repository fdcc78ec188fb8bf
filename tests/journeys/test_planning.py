"""A coordinator plans a visit in a real browser: with script parts of the form are fetched, without it all works."""

from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import DESK, Site, Window, open_window, sign_in
from tools.demonstration import follow

NEW = "/koordinator/kunjungan/baru"
SOMEWHERE = "Desa Sumberjaya"


def test_choosing_a_village_fetches_its_part_and_keeps_the_rest(desk: Window) -> None:
    page = sign_in(desk, "koordinator")
    page.goto(NEW)
    page.get_by_label("Catatan untuk warga").fill("Bawa map")
    page.locator("#village").select_option(label=SOMEWHERE)
    page.get_by_label("Titik layanan baru").check()
    expect(page.locator(".point-map .leaflet-control-zoom-in")).to_be_visible()
    expect(page.get_by_label("Catatan untuk warga")).to_have_value("Bawa map")
    page.get_by_role("button", name="Pakai titik tengah").click()
    point = page.get_by_label("Titik di peta")
    expect(point).to_have_value("-6.22582, 107.07716")
    page.locator(".point-map").click(position={"x": 200, "y": 200})
    expect(point).not_to_have_value("-6.22582, 107.07716")
    point.fill("-6.23000, 107.08000")
    expect(page.locator(".point-map .leaflet-marker-icon")).to_be_visible()


def test_pressing_enter_saves_and_presses_no_helping_button(desk: Window) -> None:
    page = sign_in(desk, "koordinator")
    page.goto(NEW)
    page.get_by_label("Dibuka pukul").fill("25")
    with page.expect_navigation():
        page.get_by_label("Dibuka pukul").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Belum tersimpan")
    desk.complaints.clear()  # the browser reports the status 422


def test_a_visit_is_planned_announced_moved_and_cancelled_without_script(chromium: Browser, site: Site) -> None:
    window = open_window(chromium, site, DESK, java_script_enabled=False)
    page = sign_in(window, "koordinator")
    plan(page)
    public = page.url.replace("/koordinator", "").partition("#")[0]
    publish(page)
    follow(page.get_by_role("link", name="Ubah atau pindahkan"))
    page.get_by_label("Hari", exact=True).fill("2028-03-07")
    follow(page.get_by_role("button", name="Periksa", exact=True))
    expect(page.get_by_role("complementary")).to_contain_text("Waktu: Selasa, 7 Maret 2028")
    give_reasons(page)
    page.get_by_label("Alasan perubahan").fill("Balai dipakai musyawarah")
    follow(page.get_by_role("button", name="Pindahkan dan umumkan"))
    follow(page.get_by_role("link", name="Batalkan"))
    page.get_by_label("Alasan untuk warga").fill("Jalan tergenang banjir")
    follow(page.get_by_role("button", name="Batalkan kunjungan"))
    page.goto(public)
    expect(page.locator("main")).to_contain_text("Jalan tergenang banjir")
    page.context.close()


def plan(page: Page) -> None:
    """A draft in early 2028, at a venue made on the way."""
    page.goto(NEW)
    page.locator("#village").select_option(label=SOMEWHERE)
    new_venue(page, "Balai RW 5")
    page.locator("#team").select_option(index=1)
    page.get_by_label("Hari", exact=True).fill("2028-03-02")
    follow(page.get_by_role("button", name="Simpan rancangan"))
    expect(page.locator("main")).to_contain_text("Kamis, 2 Maret 2028")


def new_venue(page: Page, name: str) -> None:
    """A venue in the middle of the chosen village. Without script each helping button brings the form anew."""
    follow(page.get_by_role("button", name="Muat titik layanan desa ini"))
    page.get_by_label("Titik layanan baru").check()
    page.get_by_label("Nama titik layanan").fill(name)
    follow(page.get_by_role("button", name="Pakai titik tengah"))


def publish(page: Page) -> None:
    """Publish the draft on the page, whatever it warns of."""
    follow(page.get_by_role("link", name="Terbitkan"))
    expect(page.get_by_role("heading", name="Terbitkan kunjungan")).to_be_visible()
    give_reasons(page)
    follow(page.get_by_role("button", name="Terbitkan"))
    expect(page.locator("main")).to_contain_text("Kunjungan diterbitkan.")


def give_reasons(page: Page) -> None:
    """A reason for each warning that the page asks about."""
    for field in page.locator("[name^=alasan-]").all():
        field.fill("Diminta kepala desa")

"""A coordinator plans a visit in a real browser: with script parts of the form are fetched, without it all works."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import DESK, Site, Window, open_window, sign_in
from tools.demonstration import choose_village, follow

NEW = "/koordinator/kunjungan/baru"
SOMEWHERE = "Desa Sumberjaya"
TWO_SCREENS = 1600  # pixels: 2 x 800


def unfold(page: Page, title: str) -> None:
    """Open a folded part of the form."""
    page.locator("summary", has_text=title).click()


def test_a_visit_is_planned_by_keyboard_from_a_part_of_a_name_and_a_template(desk: Window) -> None:
    page = sign_in(desk, "koordinator")
    for hall in ("Aula Kantor", "Balai Kp. Buaran", "Balai Kp. Pulo"):
        a_venue_of(page, hall)
    page.goto(NEW)
    page.get_by_label("Acuan").select_option(label="Masuk desa, layanan ringkas, 08.00–13.00")
    expect(page.get_by_label("Selesai pukul")).to_have_value("13.00")
    expect(page.locator("#beda")).to_contain_text("Sesuai acuan “Masuk desa, layanan ringkas”.")
    village = page.get_by_role("combobox", name="Desa atau kelurahan")
    village.press_sequentially("mukti")
    options = page.locator("[role=listbox]:not([hidden]) [role=option]")
    expect(options.first).to_contain_text("Muktijaya")
    assert Axe().run(page).response["violations"] == []
    expect(village).to_have_attribute("aria-expanded", "true")
    village.press("Escape")
    expect(village).to_have_value("")
    village.press_sequentially("uktiwar")
    expect(options).to_have_count(1)
    village.press("ArrowDown")
    village.press("Enter")
    expect(village).to_have_value("Desa Muktiwari, Kecamatan Cibitung")
    expect(village).to_be_focused()
    expect(page.get_by_role("group", name="Titik layanan di Desa Muktiwari")).to_be_visible()
    page.get_by_label("Balai Kp. Pulo").check()
    assert page.evaluate("document.documentElement.scrollHeight") <= TWO_SCREENS
    assert Axe().run(page).response["violations"] == []
    page.get_by_label("Hari", exact=True).fill("2028-05-04")
    page.get_by_label("Tim", exact=True).select_option(index=1)
    page.get_by_label("Dibuka pukul").fill("9")
    follow(page.get_by_role("button", name="Simpan rancangan"))
    expect(page.locator("main")).to_contain_text("Kamis, 4 Mei 2028, 09.00–13.00")
    expect(page.locator("main")).to_contain_text("Balai Kp. Pulo")


def a_venue_of(page: Page, name: str) -> None:
    """A venue of Desa Muktiwari."""
    page.goto("/koordinator/titik/baru")
    page.locator("#village").select_option(label="Desa Muktiwari")
    page.get_by_label("Nama titik layanan").fill(name)
    page.locator("[name=langkah][value=tengah]").click()
    expect(page.get_by_label("Titik di peta")).not_to_have_value("")
    follow(page.get_by_role("button", name="Simpan"))


def test_a_difference_from_the_template_is_named_at_once_and_taken_back(desk: Window) -> None:
    page = sign_in(desk, "koordinator-lain")
    page.goto(NEW)
    unfold(page, "Layanan")
    assert Axe().run(page).response["violations"] == []
    quota = page.get_by_label("Kuota KTP-el baru", exact=False).first
    before = quota.input_value()
    quota.fill("7")
    quota.blur()
    expect(page.locator("#beda")).to_contain_text(f"kuota 7, acuan {before}")
    page.locator("#beda").get_by_role("button", name=f"Pakai {before}").click()
    expect(page.locator("#beda")).to_contain_text("Sesuai acuan “Masuk desa”.")
    expect(quota).to_have_value(before)


def test_what_was_typed_is_chosen_when_the_input_is_left(desk: Window) -> None:
    page = sign_in(desk, "koordinator")
    village, found = page.locator("#village"), page.locator("[aria-selected=true]")
    for typed in ("sumber jaya", "sumberjya", "tambun selatan sumberjaya"):
        page.goto(NEW)
        village.fill(typed)
        expect(found).to_contain_text("Sumberjaya")
        village.press("Tab")
        expect(village).to_have_value("Desa Sumberjaya, Kecamatan Tambun Selatan")
    village.fill("zzzz")
    expect(page.get_by_text("Tidak ada desa atau kecamatan dengan nama itu.")).to_be_visible()
    village.press("Tab")
    expect(village).to_have_value("Desa Sumberjaya, Kecamatan Tambun Selatan")


def test_choosing_a_village_fetches_its_part_and_keeps_the_rest(desk: Window) -> None:
    page = sign_in(desk, "koordinator")
    page.goto(NEW)
    unfold(page, "Untuk warga")
    page.get_by_label("Catatan untuk warga").fill("Bawa map")
    choose_village(page, SOMEWHERE)
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
    page.get_by_label("Acuan").select_option(label="Masuk desa, layanan ringkas, 08.00–13.00")
    follow(page.get_by_role("button", name="Pakai acuan ini"))
    expect(page.get_by_label("Selesai pukul")).to_have_value("13.00")
    page.get_by_label("Dibuka pukul").fill("09.00")
    page.locator("#village").select_option(label=SOMEWHERE)
    new_venue(page, "Balai RW 5")
    expect(page.locator("#beda")).to_contain_text("Dibuka pukul: 09.00, acuan 08.00")
    follow(page.get_by_role("button", name="Pakai 08.00"))
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

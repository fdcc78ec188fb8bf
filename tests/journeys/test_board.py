"""A coordinator plans on the board in a real browser: by mouse, by keyboard, and without script."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys.conftest import DESK, Site, Window, open_window, sign_in
from tools.demonstration import follow

JULY = "/koordinator/papan?bulan=2028-07"
VILLAGES = ("Pasiranji", "Jatibaru", "Telajung")
TUESDAY = 11  # of July 2028; nothing is planned there
FLOOD = "Jalan tergenang banjir"


@pytest.fixture(scope="module")
def desk_of_siti(chromium: Browser, site: Site) -> Iterator[Window]:
    """A coordinator who is signed in once: more than five times a minute nobody may."""
    window = open_window(chromium, site, DESK)
    sign_in(window, "koordinator")
    yield window
    window.page.context.close()
    assert not window.complaints


@pytest.fixture
def board(desk_of_siti: Window) -> Iterator[Page]:
    """The empty board of a far month. What a journey leaves there is discarded or cancelled."""
    page = desk_of_siti.page
    page.goto(JULY)
    yield page
    clear(page)


def clear(page: Page) -> None:
    """Leave nothing that can be moved on the board."""
    for action, reason in (("Batalkan", FLOOD), ("Buang", "")):
        page.goto(JULY)
        boxes = page.locator("input[name=kunjungan]").all()
        if boxes:
            for box in boxes:
                box.check()
            follow(page.get_by_role("button", name=action, exact=True))
            if reason and page.locator("#alasan").count():
                page.locator("#alasan").fill(reason)
            if page.locator("button[value=simpan]").count():
                follow(page.locator("button[value=simpan]"))


def cell(page: Page, day: int, lane: int = 0) -> Locator:
    """A day of a lane."""
    return page.locator(f"td[data-day='2028-07-{day:02d}']").nth(lane)


def draft(page: Page, village: str, day: int, lane: int = 0) -> None:
    """Fill a free cell by keys: Enter on it, some letters, Enter to choose, Enter to save."""
    cell(page, day, lane).get_by_role("link", name="Kunjungan baru").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    found = page.get_by_role("combobox", name="Desa atau kelurahan")
    expect(found).to_be_focused()
    page.keyboard.type(village[1:])
    page.keyboard.press("Enter")
    expect(found).to_have_value(re.compile(f"Desa {village}, "))
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(cell(page, day, lane)).to_contain_text(village)


def choose(page: Page, *villages: str) -> None:
    """Tick visits on the board."""
    for village in villages:
        page.get_by_label(f"Pilih Desa {village}").check()


def press(page: Page, name: str) -> None:
    """Press a button of the bar or of the panel."""
    follow(page.get_by_role("button", name=name, exact=True))


def test_a_visit_is_dragged_to_another_day_and_team(board: Page) -> None:
    draft(board, "Pasiranji", TUESDAY)
    with board.expect_navigation():
        board.get_by_role("link", name="Pasiranji").drag_to(cell(board, TUESDAY + 2, 1))
    panel = board.get_by_role("complementary")
    expect(panel).to_contain_text("Pindahkan 1 kunjungan")
    expect(cell(board, TUESDAY + 2, 1)).to_contain_text("tujuan pindah")
    press(board, "Pindahkan 1")
    expect(cell(board, TUESDAY + 2, 1)).to_contain_text("Pasiranji")
    expect(cell(board, TUESDAY)).not_to_contain_text("Pasiranji")


def test_the_keyboard_moves_a_visit_too(board: Page) -> None:
    draft(board, "Pasiranji", TUESDAY)
    board.get_by_role("link", name="Pasiranji").focus()
    with board.expect_navigation():
        board.keyboard.press("Alt+ArrowRight")
    expect(board.get_by_role("complementary")).to_contain_text("Rab, 12 Jul 2028")
    press(board, "Pindahkan 1")
    expect(cell(board, TUESDAY + 1)).to_contain_text("Pasiranji")


def test_three_flooded_visits_are_moved_with_five_clicks_and_one_reason(board: Page) -> None:
    for number, village in enumerate(VILLAGES):
        draft(board, village, TUESDAY + number)
    follow(board.get_by_role("link", name="Pilih semua rancangan"))
    expect(board.get_by_text("3 kunjungan dipilih")).to_be_visible()
    press(board, "Terbitkan")
    press(board, "Terbitkan 3")
    choose(board, *VILLAGES)  # three clicks
    press(board, "Geser hari")  # the fourth
    board.keyboard.type(FLOOD)  # the field has the focus
    press(board, "Pindahkan 3 dan umumkan")  # the fifth
    expect(board.locator("main")).to_contain_text("3 kunjungan dipindah.")
    for number, village in enumerate(VILLAGES):
        expect(cell(board, TUESDAY + 7 + number)).to_contain_text(village)


def test_a_visit_is_repeated_and_the_date_with_a_clash_goes_to_a_free_team(board: Page) -> None:
    draft(board, "Pasiranji", TUESDAY)
    draft(board, "Jatibaru", TUESDAY + 7)
    choose(board, "Jatibaru")
    press(board, "Terbitkan")
    press(board, "Terbitkan 1")
    choose(board, "Pasiranji")
    press(board, "Ulangi")
    expect(board.get_by_label("Selasa")).to_be_checked()
    board.get_by_label("Sampai tanggal").fill("2028-07-25")
    press(board, "Periksa tanggalnya")
    dates = board.locator("#tanggal li")
    expect(dates).to_have_count(2)
    expect(dates.nth(0)).to_contain_text("Jatibaru")
    expect(dates.nth(1)).to_contain_text("bebas")
    follow(dates.nth(0).locator("button[name=ke]").nth(0))
    expect(dates.nth(0)).to_contain_text("bebas")
    press(board, "Buat 2 rancangan")
    expect(board.locator("main")).to_contain_text("2 rancangan dibuat.")
    for place, drafts in (
        (board.locator(f"td[data-day='2028-07-{TUESDAY + 7}']"), 1),
        (cell(board, TUESDAY + 7), 0),
        (cell(board, TUESDAY + 14), 1),
    ):
        expect(place.locator(".movable", has_text="Pasiranji")).to_have_count(drafts)


def test_a_draft_without_a_date_is_dragged_onto_a_day_and_published(board: Page) -> None:
    follow(board.get_by_role("link", name="Rancangan tanpa tanggal"))
    board.get_by_label("Desa atau kecamatan").select_option(label="Desa Pasiranji")
    press(board, "Simpan rancangan")
    expect(board.locator("main")).to_contain_text("masih kurang 2 hal: hari tim")
    follow(board.get_by_role("link", name="Papan rencana", exact=True).last)
    chip = board.locator("[data-undated]").get_by_role("link", name="Pasiranji")
    with board.expect_navigation():
        chip.drag_to(cell(board, TUESDAY))
    expect(board.get_by_role("complementary")).to_contain_text("tanpa tanggal menjadi Sel, 11 Jul 2028")
    press(board, "Pindahkan 1")
    expect(cell(board, TUESDAY)).to_contain_text("Pasiranji")
    expect(board.locator("[data-undated]")).not_to_contain_text("Pasiranji")
    choose(board, "Pasiranji")
    press(board, "Terbitkan")
    press(board, "Terbitkan 1")
    expect(board.locator("main")).to_contain_text("1 kunjungan diterbitkan.")


def test_the_same_is_done_in_the_list_without_script(chromium: Browser, site: Site, desk_of_siti: Window) -> None:
    same = desk_of_siti.page.context.storage_state()
    page = open_window(chromium, site, DESK, java_script_enabled=False, storage_state=same).page
    page.goto(JULY)
    follow(cell(page, TUESDAY).get_by_role("link", name="Kunjungan baru"))
    page.locator("#village").select_option(label="Desa Pasiranji")
    press(page, "Simpan rancangan")
    follow(page.get_by_role("link", name="Daftar", exact=True))
    choose(page, "Pasiranji")
    page.get_by_label("Geser berapa hari").fill("-1")
    press(page, "Geser hari")
    expect(page.get_by_role("complementary")).to_contain_text("Sen, 10 Jul 2028")
    press(page, "Pindahkan 1")
    expect(page.get_by_role("row", name="Pilih Desa Pasiranji Sen, 10")).to_be_visible()
    clear(page)
    page.context.close()


def test_who_types_fast_gets_what_was_typed_last(board: Page) -> None:
    follow(cell(board, TUESDAY).get_by_role("link", name="Kunjungan baru"))
    found = board.get_by_role("combobox", name="Desa atau kelurahan")
    board.keyboard.type("Pasir")
    expect(board.locator("[role=option]").first).to_be_visible()
    board.keyboard.type("tanjung")
    board.keyboard.press("Enter")
    expect(found).to_have_value(re.compile("Desa Pasirtanjung, "))

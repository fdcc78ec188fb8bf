"""A visit's day on the phone in a real browser: what is tapped counts once, and the head reads exactly that."""

import re
from collections import Counter

from playwright.sync_api import Browser, Page, Route, expect

from botram import clock
from tests import expected_figures, shown_figures
from tests.expected_figures import Tap
from tests.journeys.conftest import DESK, PHONE, Site, Window, open_window, sign_in
from tests.journeys.recording import (
    BIRTH,
    CARD,
    FAMILY,
    IKD,
    expect_all_sent,
    expect_total,
    open_sheet,
    outcome,
    plan_today,
    send_now,
    set_up,
    settle,
    shares_of,
    start_the_day,
    stored,
    tap,
    tap_through,
    tile,
    undo,
    unsent,
)
from tools.demonstration import follow

SUMMARY = "/koordinator/ringkasan"
KTP, KIA, KK, CERT = "KTP-el", "Kartu Identitas Anak (KIA)", "Kartu Keluarga (KK)", "Kutipan akta kelahiran"
LETTER = "Surat keterangan lahir dari rumah sakit, bidan, atau desa"
A_FAMILY = Tap(FAMILY, "Selesai di tempat", 1, {KK: 1})
BROKEN_WORDS = """(names) => names.flatMap((name) => [...name.textContent.matchAll(/\\S+/g)].filter((word) => {
    const range = document.createRange();
    range.setStart(name.firstChild, word.index);
    range.setEnd(name.firstChild, word.index + word[0].length);
    return range.getClientRects().length > 1;
}).map(([word]) => word))"""
A_SECOND_LATER = "second => Date.now() / 1000 > second + 1"  # what comes in the second of closing is not late yet
PRESS_TILE_AND_ALL = """(tile) => {
    tile.click();
    document.querySelectorAll("dialog[open] button").forEach((button) => button.click());
}"""
PRESS_OUTCOME_AND_ALL = """(outcome) => {
    outcome.click();
    document.querySelectorAll(".undo button, .tabs a, .tile").forEach((other) => other.click());
}"""


def test_what_is_tapped_on_the_phone_is_what_the_head_reads(chromium: Browser, site: Site) -> None:
    head = open_window(chromium, site, DESK)
    before = shown_figures.on_the_summary(sign_in(head, "kepala").content())
    public_id = plan_today(chromium, site, "Tim Utara")
    phone = open_window(chromium, site, PHONE, has_touch=True)
    page = sign_in(phone, "petugas")
    page.on("dialog", lambda dialog: dialog.accept())  # the question whether to leave with unsent entries
    start_the_day(page, public_id)
    tapped: list[Tap] = []
    two_taps(page, tapped)
    quick_taps(page, tapped)
    slips_of_the_thumb(page, tapped)
    what_is_set_by_hand(page, tapped)
    undo_and_correct(page, tapped)
    without_signal(page, tapped)
    answers_that_get_lost(page, tapped, public_id)
    leave_with_unsent_entries(page, tapped, public_id)
    close_elsewhere_and_record_late(page, tapped, public_id)
    assert stored(page, public_id) == len(tapped)
    verify_and_compare(head, public_id, tapped, before)
    tap_on_a_page_left_open_over_verification(page, tapped)
    page.context.close()
    assert [said for said in phone.complaints if "Failed to load resource" not in said] == []
    head.page.context.close()
    assert head.complaints == []


def two_taps(page: Page, tapped: list[Tap]) -> None:
    """A tile, whose name can be read, and an outcome: counted and shown at once."""
    assert page.locator(".tile > b").evaluate_all(BROKEN_WORDS) == []
    tapped.append(tap(page, A_FAMILY))
    expect_total(page, tapped)
    expect(page.locator(".undo")).to_contain_text(f"{FAMILY} +1")
    expect_all_sent(page)
    tapped.append(tap(page, Tap(CARD, "Tidak terlayani, blangko habis", 3), ("requests:+1", "requests:+1")))
    tapped.append(tap(page, Tap(IKD, "Terbit digital", 1, {IKD: 1})))
    expect_total(page, tapped)


def quick_taps(page: Page, tapped: list[Tap]) -> None:
    """A thumb that is quick but goes elsewhere loses nothing: a tile at its left, an outcome at its right."""
    for _turn in range(3):
        tile(page, FAMILY).click(position={"x": 10, "y": 10})
        outcome(page.locator("dialog[open]"), "Selesai di tempat").click(position={"x": 250, "y": 10})
        tapped.append(A_FAMILY)
    expect_total(page, tapped)
    settle(page)


def slips_of_the_thumb(page: Page, tapped: list[Tap]) -> None:
    """The second half of a double tap changes nothing, whatever lies under the finger."""
    for service in (CARD, FAMILY, BIRTH, IKD):
        tile(page, service).dblclick()
        expect(page.locator("dialog[open]")).to_have_count(1)
        settle(page)
        page.locator("dialog[open] [data-close]").click()
    tile(page, FAMILY).evaluate(PRESS_TILE_AND_ALL)
    sheet = page.locator("dialog[open]")
    expect(sheet.locator("[data-output=requests]")).to_have_text("1")
    expect_total(page, tapped)
    settle(page)
    outcome(sheet, "Selesai di tempat").evaluate(PRESS_OUTCOME_AND_ALL)
    tapped.append(A_FAMILY)
    expect_total(page, tapped)
    expect(page.get_by_role("button", name="Urungkan")).to_be_visible()
    settle(page)


def what_is_set_by_hand(page: Page, tapped: list[Tap]) -> None:
    """Documents are those that were set; nobody who was not served takes one home."""
    born = Tap(BIRTH, "Selesai di tempat", 11, {CERT: 11, KK: 10, KIA: 1})
    tapped.append(tap(page, born, ("requests:+10", "doc-KK:-1", "doc-KIA:+1")))
    sheet = open_sheet(page, BIRTH)
    unserved = Tap(BIRTH, "Tidak terlayani, kuota habis")
    set_up(sheet, unserved, ("doc-KIA:+1",), ())
    outcome(sheet, unserved.outcome).click()
    expect(sheet).to_contain_text("Hasil ini tidak menerbitkan dokumen.")
    sheet.locator('button[value="doc-KIA:-1"]').click()
    outcome(sheet, unserved.outcome).click()
    expect(sheet).to_have_count(0)
    tapped.append(unserved)
    settle(page)
    returned = Tap(BIRTH, "Dikembalikan, berkas kurang", 2, missing={LETTER: 2})
    tapped.append(tap(page, returned, ("requests:+1",), (LETTER,)))
    expect_total(page, tapped)


def undo_and_correct(page: Page, tapped: list[Tap]) -> None:
    """The last entry is taken back with one press, an older one on its page."""
    wrong = tap(page, Tap(CARD, "Selesai di tempat", 1, {KTP: 1}))
    undo(page).click()
    tapped += [wrong, wrong.back()]
    expect(page.locator(".undo")).to_contain_text(f"Diurungkan: {CARD} +1")
    expect_total(page, tapped)
    expect_all_sent(page)
    page.reload()
    expect(undo(page)).to_be_hidden()  # it was taken back: nothing is offered twice
    tapped.append(tap(page, A_FAMILY))
    expect_all_sent(page)
    page.reload()
    undo(page).click()
    tapped.append(A_FAMILY.back())
    expect_total(page, tapped)
    tapped.append(tap(page, Tap(FAMILY, "Selesai di tempat", 10, {KK: 10}), ("requests:+10", "requests:-1")))
    expect_all_sent(page)
    follow(page.get_by_role("link", name="Catatan dan koreksi"))
    follow(page.locator("main a").filter(has_text=f"Koreksi: {FAMILY}").first)
    page.locator('button[value="take-requests:-1"]').click()
    page.get_by_text("Catat ulang dengan hasil lain").click()
    page.get_by_label("Dirujuk").check()
    follow(page.get_by_role("button", name="Simpan koreksi"))
    expect(page.locator("main")).to_contain_text("Koreksi tersimpan.")
    tapped += [Tap(FAMILY, "Selesai di tempat", -9, {KK: -9}), Tap(FAMILY, "Dirujuk", 9)]
    follow(page.get_by_role("link", name="Kembali ke catat hasil"))
    expect_total(page, tapped)


def without_signal(page: Page, tapped: list[Tap]) -> None:
    """What is tapped without signal counts on the page at once and is sent when the signal is back."""
    page.context.set_offline(True)
    tapped += [tap(page, A_FAMILY), tap(page, Tap(CARD, "Diproses di kantor"))]
    expect(unsent(page)).to_have_text("2")
    expect_total(page, tapped)
    page.context.set_offline(False)
    expect_all_sent(page)
    expect_total(page, tapped)


def answers_that_get_lost(page: Page, tapped: list[Tap], public_id: str) -> None:
    """What the server has stored already when its answer is lost is sent again and counted once."""
    assert stored(page, public_id) == len(tapped)

    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    page.route("**/results", lose)
    tapped.append(tap(page, A_FAMILY))
    expect(unsent(page)).to_have_text("1")
    expect_total(page, tapped)
    page.unroute("**/results")
    send_now(page)
    expect_total(page, tapped)
    assert stored(page, public_id) == len(tapped)


def leave_with_unsent_entries(page: Page, tapped: list[Tap], public_id: str) -> None:
    """They survive a reload, and every other page of the visit says so, before closing above all."""
    page.route("**/results", lambda route: route.abort())
    tapped += [tap(page, A_FAMILY), tap(page, Tap(IKD, "Dirujuk"))]
    with page.expect_event("dialog"):
        page.reload()
    expect(unsent(page)).to_have_text("2")
    expect_total(page, tapped)
    tapped.append(tap(page, Tap(IKD, "Terbit digital", 1, {IKD: 1})))
    undo(page).click()
    tapped.append(tapped[-1].back())
    page.reload()
    expect(unsent(page)).to_have_text("4")
    expect(undo(page)).to_be_hidden()
    sign_in_again(page)
    follow(page.get_by_role("link", name="Catatan dan koreksi"))
    corrections = page.locator("main a").filter(has_text="Koreksi:").first.get_attribute("href") or ""
    visit = f"/petugas/kunjungan/{public_id}"
    ends = ("", "/catatan", "/lapor/tutup-antrean", "/layanan/kk-baru", "/catat/kk-baru", "/tutup")
    for address in (corrections, *(f"{visit}{end}" for end in ends)):
        page.goto(address)
        expect(page.get_by_text("4 catatan belum terkirim dari HP ini.")).to_be_visible()
    follow(page.get_by_role("link", name="Buka Catat hasil"))
    expect(unsent(page)).to_have_text("4")
    page.unroute("**/results")
    send_now(page)
    expect_total(page, tapped)


def sign_in_again(page: Page) -> None:
    """The page's own way to sign in asks nothing: what is not sent is kept and sent afterwards."""
    asked: list[str] = []
    page.on("dialog", lambda dialog: asked.append(dialog.type))
    page.unroute("**/results")
    page.route("**/results", lambda route: route.fulfill(status=401))
    page.get_by_test_id("status-sinkron").click()
    page.get_by_test_id("antrean-kirim").click()
    page.get_by_role("link", name="Masuk lagi, lalu semua dikirim").click()
    page.wait_for_url("**/masuk?**")
    assert asked == []
    page.go_back()
    expect(unsent(page)).to_have_text("4")


def close_elsewhere_and_record_late(page: Page, tapped: list[Tap], public_id: str) -> None:
    """A page that was left open when the visit was closed asks why something is recorded or taken back only now."""
    tapped.append(tap(page, A_FAMILY))
    expect_all_sent(page)
    other = page.context.new_page()
    other.goto(f"/petugas/kunjungan/{public_id}/tutup")
    expect(other.locator("[data-unsent]")).to_be_hidden()
    expect(other.locator("main")).to_contain_text(f"Tercatat {sum(one.requests for one in tapped)} permohonan")
    other.get_by_label("Keterangan untuk kantor").fill("Semua sudah dilayani.")
    follow(other.get_by_role("button", name="Tutup kunjungan"))
    expect(other.locator("main")).to_contain_text("Kunjungan selesai pukul")
    other.close()
    page.wait_for_function(A_SECOND_LATER, arg=clock.now().timestamp())
    undo(page).click()
    expect(page.locator(".undo")).to_contain_text("Kunjungan sudah ditutup: koreksi perlu alasan.")
    expect(page.locator(".undo").get_by_role("link", name="Koreksi")).to_be_visible()
    expect(undo(page)).to_be_hidden()
    expect(page.get_by_text("Catatan susulan perlu alasan.")).to_be_visible()
    sheet = open_sheet(page, FAMILY)
    expect(sheet.get_by_text("(boleh dikosongkan)")).to_be_hidden()
    outcome(sheet, A_FAMILY.outcome).click()
    expect(sheet).to_contain_text("Tulis mengapa baru dicatat sekarang")
    sheet.get_by_label("Mengapa baru dicatat sekarang").fill("Tertinggal di buku.")
    outcome(sheet, A_FAMILY.outcome).click()
    tapped.append(A_FAMILY)
    expect_total(page, tapped)
    expect_all_sent(page)


def tap_on_a_page_left_open_over_verification(page: Page, tapped: list[Tap]) -> None:
    """What is tapped now is kept and not counted, and the page says so."""
    settle(page)
    sheet = open_sheet(page, FAMILY)
    sheet.get_by_label("Mengapa baru dicatat sekarang").fill("Baru ketahuan.")
    outcome(sheet, A_FAMILY.outcome).click()
    expect(page.get_by_text("Hasil sudah diverifikasi.")).to_be_visible()
    expect(page.locator(".undo")).to_contain_text("baru dihitung bila kepala menerimanya")
    expect_total(page, tapped)


def verify_and_compare(
    head: Window, public_id: str, tapped: list[Tap], before: expected_figures.Figures, late: int = 1
) -> None:
    """The head accepts the results. Every figure is what was tapped, and leads to this visit with that share."""
    page = head.page
    page.goto(f"/koordinator/hasil/{public_id}")
    follow(page.get_by_role("link", name="Verifikasi", exact=True))
    if late:
        expect(page.locator("main")).to_contain_text(f"{late} catatan datang setelah kunjungan ditutup.")
    follow(page.get_by_role("button", name="Verifikasi hasil"))
    page.goto(f"/koordinator/hasil/{public_id}")
    assert shown_figures.headlines_on(page.content()) == expected_figures.headlines_of(tapped)
    assert shown_figures.on_the_visits_page(page.content()) == expected_figures.at_the_visit(tapped)
    page.goto(SUMMARY)
    html = page.content()
    month = re.findall("Ringkasan (.*?)</h1>", html)[0]
    expected = expected_figures.in_the_summary(tapped, month, "Tambun Selatan")
    added = Counter(shown_figures.on_the_summary(html))
    added.subtract(before)
    assert expected_figures.without_zeros(added) == expected
    cells = shown_figures.cells_of_the_summary(html)
    for key, count in expected.items():
        behind = page.request.get(cells[key].address.replace("&amp;", "&")).text()
        assert shares_of(behind)[public_id] == count, key


def test_a_day_without_script_is_read_by_the_head_all_the_same(chromium: Browser, site: Site) -> None:
    head = open_window(chromium, site, DESK)
    before = shown_figures.on_the_summary(sign_in(head, "kepala").content())
    public_id = plan_today(chromium, site, "Tim Selatan")
    phone = open_window(chromium, site, PHONE, java_script_enabled=False)
    page = sign_in(phone, "petugas2")
    start_the_day(page, public_id)
    born = Tap(BIRTH, "Selesai di tempat", 11, {CERT: 11, KK: 10, KIA: 1})
    returned = Tap(BIRTH, "Dikembalikan, berkas kurang", 1, missing={LETTER: 1})
    tapped = [
        tap_through(page, A_FAMILY),
        tap_through(page, born, ("requests:+10", "doc-KK:-1", "doc-KIA:+1")),
        tap_through(page, returned, papers=(LETTER,)),
        tap_through(page, Tap(IKD, "Tidak terlayani, jaringan")),
    ]
    follow(undo(page))
    tapped.append(tapped[-1].back())
    expect_total(page, tapped)
    follow(page.get_by_role("link", name="Tutup hari"))
    page.get_by_label("jaringan").first.check()
    page.get_by_label("Keterangan untuk kantor").fill("Jaringan putus.")
    follow(page.get_by_role("button", name="Tutup kunjungan"))
    expect(page.locator("main")).to_contain_text("Kunjungan selesai pukul")
    page.context.close()
    verify_and_compare(head, public_id, tapped, before, late=0)
    head.page.context.close()

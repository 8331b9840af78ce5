"""An SOP drawn from nothing in a real browser, tried, approved, and worked on."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import violations
from tests.journeys.drawing import Canvas

NAME = "Pelayanan Surat Keterangan"
STEPS = (
    ("Menerima permohonan", 10),
    ("Memeriksa berkas", 15),
    ("Mengetik surat", 30),
    ("Menandatangani surat", 60),
    ("Menyerahkan surat", 5),
)


def begun(page):
    page.goto("/sop")
    page.get_by_role("link", name="SOP baru").click()
    page.get_by_label("Nama SOP").fill(NAME)
    page.get_by_role("button", name="Mulai menggambar").click()
    return Canvas(page)


def drawn(canvas):
    """Draw five steps with a return after the second; return the gateway's id."""
    page = canvas.page
    canvas.select("Event_Selesai")
    page.locator('.djs-context-pad [data-action="delete"]').click()
    first = "Activity_1"
    second = canvas.append(first, "append-task")
    gateway = canvas.append(second, "gateway")
    steps, last = [first, second], gateway
    for _ in range(3):
        last = canvas.append(last, "append-task")
        steps.append(last)
    canvas.append(last, "end-event")
    canvas.connect(gateway, first)
    for name, (called, minutes) in zip(steps, STEPS, strict=True):
        canvas.step(name, called, minutes)
    return gateway


def test_an_sop_is_drawn_repaired_and_tried(window):
    page = window("sekretaris")
    canvas = begun(page)

    gateway = drawn(canvas)
    finding = canvas.finding("tanpa label")
    finding.get_by_role("button", name="Perbaiki…").click()
    expect(finding.locator(".proposal")).to_contain_text(
        "diberi label menurut tujuannya"
    )
    finding.get_by_role("button", name="Lakukan perbaikan").click()
    expect(canvas.finding("tanpa label")).to_have_count(0)
    page.get_by_role("tab", name="Sifat").click()
    canvas.select(gateway)
    canvas.fill("name", "Berkas lengkap?")
    expect(page.get_by_text("mengembalikan pekerjaan")).to_be_visible()
    canvas.fill("arrow-0", "Ya")
    canvas.fill("arrow-1", "Tidak")
    canvas.saved()
    page.get_by_role("tab", name="Temuan").click()
    expect(page.locator("[data-verdict=deployable_with_warnings]")).to_be_visible()
    assert violations(page) == []

    played(page)


def played(page):
    """Try the draft: return the case once, then bring it to its end."""
    page.get_by_role("link", name="Coba", exact=True).click()
    page.get_by_role("button", name="Mulai mencoba").click()
    play = page.get_by_role("button", name="Selesaikan langkah")
    play.click()
    page.locator(".way-back summary").click()
    page.get_by_label("Alasan dikembalikan").fill("KTP belum ada")
    page.get_by_role("button", name="Kembalikan").click()
    expect(page.get_by_text("putaran 2").first).to_be_visible()
    play.click()
    page.get_by_role("button", name="Ya", exact=True).click()
    for _ in range(3):
        play.click()
    expect(page.get_by_text("Percobaan selesai")).to_be_visible()
    assert violations(page) == []


def test_two_people_at_one_draft_keep_both_drawings(desk):
    rita, budi = desk("sekretaris").page, desk("kasubag.perencanaan").page
    first = begun(rita)
    budi.goto(rita.url)
    second = Canvas(budi)

    second.step("Activity_1", "Milik kasubag", 5)
    second.saved()
    first.step("Activity_1", "Milik sekretaris", 7)
    dialog = rita.get_by_role("dialog")
    expect(dialog).to_contain_text("menyimpan naskah ini")
    assert violations(rita) == []
    dialog.get_by_role("button", name=re.compile("Lanjutkan milik saya")).click()
    first.saved()

    rita.get_by_text("Berkas", exact=True).last.click()
    rita.get_by_role("link", name="Riwayat").click()
    rows = rita.locator("tbody tr")
    expect(rows).to_have_count(3)
    rows.nth(1).get_by_role("button", name="Kembali ke sini").click()
    restored = Canvas(rita)
    restored.select("Activity_1")
    expect(rita.locator("#sifat-name")).to_have_value("Milik kasubag")


def test_one_change_is_one_undo_step_and_sops_share_what_was_copied(window):
    page = window("sekretaris")
    canvas = begun(page)
    canvas.step("Activity_1", "Menerima", 15)
    undo = page.get_by_role("button", name="Urungkan")

    undo.click()
    timers = page.locator(".djs-shape[data-element-id^=Event_]")
    expect(timers).to_have_count(2)
    undo.click()
    expect(undo).to_be_disabled()
    canvas.step("Activity_1", "Disalin", 15)
    canvas.select("Activity_1")
    page.keyboard.press("Control+c")
    canvas.saved()
    other = begun(page)
    page.locator("[data-canvas] svg").first.click(position={"x": 600, "y": 420})
    page.keyboard.press("Control+v")
    page.mouse.move(500, 480)
    page.mouse.click(500, 480)
    expect(page.locator(".djs-visual", has_text="Disalin")).to_be_visible()
    other.saved()


LOOKS = [
    pytest.param(1366, "light", id="desk"),
    pytest.param(360, "dark", id="phone"),
]


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_axe_finds_nothing_on_the_pages_of_drafters(desk, width, scheme):
    look = {"viewport": {"width": width, "height": 760}, "color_scheme": scheme}
    page = desk("sekretaris", **look).page
    page.goto("/sop/baru")
    page.get_by_label("Nama SOP").fill(NAME)
    page.get_by_role("button", name="Mulai menggambar").click()
    page.wait_for_url("**/sunting")
    path = page.url
    wrong = {}

    for where in (
        "/sop/baru",
        "/sop/naskah",
        "/sop/pengukuran-kinerja/sunting",
        path,
        f"{path}/riwayat",
        f"{path}/buang",
        path.replace("sunting", "coba"),
    ):
        page.goto(where)
        found = violations(page)
        extra = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if found or extra > 0:
            wrong[where] = [*found, f"{extra} px too wide"]

    assert wrong == {}
    if width == 360:
        page.goto(path)
        expect(page.get_by_text("layar yang lebih lebar")).to_be_visible()
        expect(page.locator("#penyunting")).to_be_hidden()

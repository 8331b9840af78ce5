"""An SOP drawn from nothing in a real browser, tried, approved, and worked on."""

import re
from time import perf_counter

import pytest
from playwright.sync_api import expect

from engine.domain.values import ProcessKey
from tests.journeys.conftest import violations
from tests.journeys.drawing import Canvas
from tests.journeys.test_weights import Scale

NAME = "Pelayanan Surat Keterangan"
KEY = "pelayanan-surat-keterangan"
SHIPPED = "pengukuran-kinerja"
HEAVIEST = 250_000  # bytes over the wire, cold
SLOWEST = 3.0  # seconds until the shipped SOP can be drawn on
STEPS = (
    ("Menerima permohonan", 10),
    ("Memeriksa berkas", 15),
    ("Mengetik surat", 30),
    ("Menandatangani surat", 60),
    ("Menyerahkan surat", 5),
)

# No start, no end, a machine's step, arrows without labels, one that leads nowhere.
TROUBLED = b"""<?xml version="1.0"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="x">
<process id="luar" name="Dari luar"><serviceTask id="A" name="Menerima"/>
<exclusiveGateway id="G" name="Lengkap?"/>
<userTask id="B" name="Mengetik"/><userTask id="C" name="Menolak"/>
<sequenceFlow id="f1" sourceRef="A" targetRef="G"/>
<sequenceFlow id="f2" sourceRef="G" targetRef="B"/>
<sequenceFlow id="f3" sourceRef="G" targetRef="C"/>
<sequenceFlow id="f4" sourceRef="B" targetRef="nowhere"/>
</process></definitions>"""


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


def test_an_sop_is_drawn_repaired_tried_approved_and_worked_on(desk):
    page = desk("sekretaris").page
    canvas = begun(page)
    canvas.lane("Lane_1", "kasubag_umum")

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
    expect(page.locator("[data-verdict=deployable]")).to_be_visible()
    assert violations(page) == []

    played(page)
    page.get_by_role("link", name="Kembali ke gambar").click()
    in_force(page, desk("camat"))
    worked_on(page, desk("kasubag.umum"))


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


def in_force(page, chief):
    """Hand the draft in and let somebody else approve it."""
    page.get_by_role("link", name="Ajukan").click()
    page.get_by_label("Apa yang baru").fill("SOP baru")
    page.get_by_role("button", name="Ajukan untuk disetujui").click()
    chief.room("SOP")
    chief.page.get_by_role("link", name="Draf", exact=True).click()
    chief.page.get_by_role("link", name=NAME).click()
    chief.page.get_by_role("button", name="Setujui dan berlakukan").click()
    expect(chief.page.get_by_role("status").filter(has_text="Versi 1")).to_be_visible()


def worked_on(page, officer):
    """Start a case of the new SOP and do its first step from the inbox."""
    page.goto(f"/sop/{KEY}")
    page.get_by_role("link", name="Mulai berkas").click()
    page.get_by_role("button", name="Mulai berkas").click()
    officer.take("Menerima permohonan")
    officer.page.get_by_role("button", name="Selesaikan", exact=True).click()
    officer.room("Kotak Masuk")
    expect(officer.page.get_by_text("Memeriksa berkas").first).to_be_visible()


def test_two_people_at_one_draft_keep_both_drawings(desk):
    rita, budi = desk("sekretaris").page, desk("kasubag.perencanaan").page
    first = begun(rita)
    budi.goto(rita.url)
    second = Canvas(budi)

    second.step("Activity_1", "Milik kasubag", 5)
    second.saved()
    first.step("Activity_1", "Milik sekretaris", 7)
    dialog = rita.get_by_role("dialog")
    expect(dialog).to_contain_text("menyimpan draf ini")
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


def test_every_repair_that_is_offered_is_told_made_and_undone(window, office, story):
    drafter = story.officer("sekretaris")
    draft = office.drawing.take_in(drafter, "Dari luar", TROUBLED)
    page = window("sekretaris", f"/sop/{draft.key}/sunting")
    canvas = Canvas(page)
    page.get_by_role("tab", name="Temuan").click()
    offers = page.get_by_role("button", name="Perbaiki…")
    expect(offers).to_have_count(6)

    for left in range(5, -1, -1):
        offers.first.click()
        expect(page.locator(".proposal p")).not_to_be_empty()
        page.get_by_role("button", name="Lakukan perbaikan").click()
        expect(offers).to_have_count(left)

    expect(page.locator("[data-verdict=deployable_with_warnings]")).to_be_visible()
    page.get_by_role("button", name="Urungkan").click()
    expect(offers).to_have_count(1)
    canvas.saved()


def test_the_editor_stays_within_its_weight_and_opens_soon(window, office, story):
    office.sop_drafts.open(story.officer("sekretaris"), ProcessKey(SHIPPED))
    page, path = window("sekretaris"), f"/sop/{SHIPPED}/sunting"
    scale = Scale(page)

    weight = scale.weigh(path, cold=True)
    seconds = []
    for _ in range(2):
        begun_at = perf_counter()
        page.goto(path)
        expect(page.locator("#penyunting[data-ready]")).to_be_attached(timeout=15_000)
        seconds.append(perf_counter() - begun_at)

    assert 100_000 < weight <= HEAVIEST
    assert min(seconds) <= SLOWEST


def test_the_drawing_is_given_out_as_picture_and_as_file(window, office, story):
    office.sop_drafts.open(story.officer("sekretaris"), ProcessKey(SHIPPED))
    page = window("sekretaris", f"/sop/{SHIPPED}/sunting")
    Canvas(page)
    page.locator(".drop summary", has_text="Berkas").click()
    given = {}

    for kind in ("BPMN", "SVG", "PNG"):
        with page.expect_download() as waiting:
            page.get_by_role("button", name=f"Unduh {kind}").click()
        given[waiting.value.suggested_filename] = waiting.value.path().read_bytes()

    assert b"mutubaku:sop" in given[f"{SHIPPED}.bpmn"]
    assert b"<svg" in given[f"{SHIPPED}.svg"]
    assert given[f"{SHIPPED}.png"].startswith(b"\x89PNG")


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
        "/sop/draf",
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

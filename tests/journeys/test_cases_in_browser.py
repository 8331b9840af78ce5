"""Cases, SOPs and the archive in a real browser: readable by everybody."""

import threading

import pytest
from playwright.sync_api import expect
from waitress.server import create_server

from engine.bootstrap import build_engine
from engine.clock import FixedClock
from engine.domain.identity import MACHINE, Right, Role
from engine.domain.values import RoleKey
from engine.services.people.accounts import NewUser
from tests.axe import broken_rules
from tests.passwords import CHEAP
from tests.web.case_stories import KEY, Story
from tests.web.conftest import NOW, PASSWORD, settings_of
from web.app import create_app

DESK, PHONE = (1366, 800), (360, 740)
OPEN_ALL = """() => {
  for (const one of document.querySelectorAll('main details')) one.open = true;
}"""


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """Yield a served office with a case that came back and one that ended."""
    settings = settings_of(tmp_path_factory.mktemp("journey") / "kantor.db")
    office = build_engine(settings, clock=FixedClock(NOW), passwords=CHEAP)
    office.migrate()
    # `reader` reads English: a language is chosen for the person, for good.
    people = (
        ("camat", (Right.SUPERVISE,)),
        ("staf", ()),
        ("reader", (Right.SUPERVISE,)),
    )
    for login, rights in people:
        role = Role(key=RoleKey(login), name=login, rights=frozenset(rights))
        office.accounts.add_role(role, MACHINE)
        new = NewUser(login=login, name=login, roles=(role.key,), password=PASSWORD)
        office.accounts.add_user(new, MACHINE)
    story = Story(office)
    ended, running = story.start(title="Surat lama"), story.start()
    for case, choice in ((ended, "Ya"), (running, "Tidak")):
        story.written(case)
        story.decided(case, choice, reason="Tanggalnya keliru")
    paper = story.paper(ended)
    server = create_server(
        create_app(office, settings), host="127.0.0.1", port=0, threads=4
    )
    answering = threading.Thread(target=server.run)
    answering.start()
    address = f"http://127.0.0.1:{server.effective_port}"  # type: ignore[union-attr]
    yield {"address": address, "case": running.id, "ended": ended.id, "paper": paper}
    server.trigger.pull_trigger(server.close)  # type: ignore[union-attr]
    answering.join(timeout=10)
    office.close()


@pytest.fixture
def opened(chromium, told):
    """Return what opens a window in which somebody is signed in."""
    windows = []

    def window(login="camat", size=DESK, scheme="light", *, scripts=True):
        context = chromium.new_context(
            base_url=told["address"],
            viewport={"width": size[0], "height": size[1]},
            color_scheme=scheme,
            locale="id-ID",
            java_script_enabled=scripts,
        )
        windows.append(context)
        page = context.new_page()
        page.goto("/masuk?next=/berkas")
        page.locator("#login").fill(login)
        page.locator("#password").fill(PASSWORD)
        page.locator("#password").press("Enter")
        page.wait_for_url("**/berkas")
        return page

    yield window
    for context in windows:
        context.close()


def pages_of(told):
    case, paper = told["case"], told["paper"]
    return [
        "/berkas",
        "/berkas?status=dibatalkan",
        f"/berkas/{case}",
        f"/berkas/{told['ended']}",
        f"/berkas/{case}/batalkan",
        "/sop",
        f"/sop/{KEY}",
        f"/sop/{KEY}/mulai",
        "/arsip",
        "/arsip?jenis=berkas",
        "/arsip?cari=tidakada",
        f"/arsip/dokumen/{paper}",
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_every_page_can_be_read_by_everybody(opened, told, size, scheme):
    page = opened(size=size, scheme=scheme)
    found: dict[str, str] = {}
    complaints: list[str] = []
    wide: list[str] = []
    page.on("console", lambda line: complaints.append(line.text))

    for path in pages_of(told):
        page.goto(path)
        page.evaluate(OPEN_ALL)
        broken = broken_rules(page)
        found |= {f"{path} {one['id']}": one["nodes"][0]["html"] for one in broken}
        if page.evaluate("document.documentElement.scrollWidth") > size[0]:
            wide.append(path)

    assert not found
    assert not wide
    assert not [line for line in complaints if "Content Security" in line]


def test_a_wide_diagram_opens_where_its_case_stands(opened, told):
    page = opened(size=PHONE)

    page.goto(f"/berkas/{told['case']}")

    region = page.get_by_role("region", name="Diagram alur: Surat ke Bupati")
    expect(region).to_be_visible()
    here = region.locator(".is-here").bounding_box()
    frame = region.bounding_box()
    assert frame["x"] <= here["x"] < frame["x"] + frame["width"]
    assert "Di sini" in (region.text_content() or "")


def test_a_diagram_can_be_shrunk_to_the_page_and_back(opened, told):
    page = opened(size=PHONE)
    page.goto(f"/berkas/{told['case']}")
    region = page.locator(".diagram")

    page.get_by_role("button", name="Selebar halaman").click()
    shrunk = region.locator("svg").bounding_box()["width"]
    page.get_by_role("button", name="Ukuran penuh").click()

    assert shrunk <= PHONE[0]
    assert region.locator("svg").bounding_box()["width"] > PHONE[0]


def test_a_diagram_is_reached_and_read_by_keyboard_and_as_a_list(opened, told):
    page = opened()
    page.goto(f"/berkas/{told['case']}")

    page.locator(".diagram").focus()
    page.locator(".diagram-steps summary").press("Enter")

    steps = page.locator(".diagram-steps li")
    expect(steps).to_have_count(2)
    expect(steps.first).to_contain_text("berkas ada di sini")
    expect(steps.first).to_contain_text("dikerjakan 2 kali")


def test_a_case_is_started_remarked_on_and_cancelled_without_scripts(opened):
    page = opened(scripts=False)
    page.goto(f"/sop/{KEY}")
    assert page.get_by_role("link", name="Mulai berkas").count() == 0

    staf = opened("staf", scripts=False)
    staf.goto(f"/sop/{KEY}")
    staf.get_by_role("link", name="Mulai berkas").click()
    staf.locator("#periode").select_option("2024-TW3")
    staf.locator("#judul").fill("Surat tanpa skrip")
    staf.get_by_role("button", name="Mulai berkas").click()
    staf.locator("#teks").fill("Mohon segera.")
    staf.get_by_role("button", name="Kirim catatan").click()

    page.goto("/berkas?cari=tanpa+skrip")
    page.get_by_role("link", name="Surat tanpa skrip").click()
    expect(page.get_by_text("Mohon segera.")).to_be_visible()
    page.get_by_role("link", name="Batalkan").click()
    page.locator("#alasan").fill("Salah alamat")
    page.get_by_role("button", name="Ya, batalkan berkas").click()
    expect(page.get_by_text("Dibatalkan: Salah alamat")).to_be_visible()


def test_a_document_is_found_and_downloaded(opened, told):
    page = opened("staf")
    page.goto("/arsip?cari=Surat")

    with page.expect_download() as waiting:
        page.get_by_role("link", name="Unduh Surat").first.click()

    assert waiting.value.suggested_filename.startswith("Surat-")
    assert waiting.value.suggested_filename.endswith(".pdf")


def test_the_rooms_speak_english(opened, told):
    page = opened("reader")

    page.locator("details.me summary").click()
    page.locator(".me-menu").get_by_role("button", name="English").click()
    page.goto(f"/berkas/{told['case']}")

    expect(page.get_by_text("Sent back: Tidak")).to_be_visible()
    page.goto(f"/sop/{KEY}")
    expect(page.get_by_role("columnheader", name="Activity")).to_be_visible()

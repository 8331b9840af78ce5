"""The keyboard alone: every stop can be seen, in the order of the page."""

import pytest
from playwright.sync_api import expect

from tests.web.inbox.sop_office import PASSWORD

HERE = "document.activeElement"
# What the focused element shows of being so, and whether it is on the screen.
SEEN = """() => {
  const one = document.activeElement, style = getComputedStyle(one);
  const box = one.getBoundingClientRect();
  const ring = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
  const within = box.bottom > 0 && box.top < innerHeight && box.width > 0;
  return {name: one.outerHTML.slice(0, 90), seen: ring || style.boxShadow !== 'none',
          within, end: one === document.body};
}"""


@pytest.fixture
def page(story, window):
    """Return the inbox of an officer with two shared tasks."""
    story.at("Activity_Sampaikan", "Berkas pertama")
    story.at("Activity_Sampaikan", "Berkas kedua")
    # Without the glide, a stop is where it will be as soon as the key is up.
    return window("kasubag.perencanaan", reduced_motion="reduce")


def stops(page):
    """Return every place the Tab key goes to, once around."""
    found: list[str] = []
    for _ in range(150):
        page.keyboard.press("Tab")
        stop = page.evaluate(SEEN)
        if stop["end"]:
            return found
        found.append(stop)
    return found


def test_an_officer_comes_in_by_keyboard(story, chromium, address):
    with chromium.new_context(base_url=address, locale="id-ID") as context:
        page = context.new_page()
        page.goto("/")
        expect(page.get_by_label("Nama masuk")).to_be_focused()
        page.keyboard.type("camat")
        page.keyboard.press("Tab")
        page.keyboard.type(PASSWORD)
        page.keyboard.press("Enter")

        expect(page.get_by_role("heading", name="Kotak Masuk")).to_be_visible()


def test_the_first_stop_leads_past_the_bar(page):
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Langsung ke isi")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()

    page.keyboard.press("Enter")

    assert page.evaluate(f"{HERE}.id") == "isi"


@pytest.mark.parametrize("place", ["inbox", "task"])
def test_every_stop_of_the_tab_key_can_be_seen(page, place):
    if place == "task":
        page.get_by_role("button", name="Ambil: Menyampaikan").first.click()
        expect(page.get_by_label("Batas pengisian")).to_be_visible()

    found = stops(page)

    assert len(found) > 10
    assert [one["name"] for one in found if not one["seen"]] == []
    assert [one["name"] for one in found if not one["within"]] == []


def test_j_and_k_walk_the_list_and_enter_opens(page):
    tasks = page.get_by_role("row").get_by_role("link")
    page.keyboard.press("j")
    expect(tasks.nth(0)).to_be_focused()
    page.keyboard.press("j")
    expect(tasks.nth(1)).to_be_focused()
    page.keyboard.press("j")
    expect(tasks.nth(1)).to_be_focused()
    page.keyboard.press("k")
    expect(tasks.nth(0)).to_be_focused()

    page.keyboard.press("Enter")

    expect(page.get_by_role("button", name="Ambil tugas ini")).to_be_visible()


def test_letters_in_the_search_box_are_only_letters(page):
    page.keyboard.press("/")
    page.keyboard.type("jck?")

    expect(page.get_by_role("searchbox")).to_have_value("jck?")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_the_question_mark_shows_the_keys_and_escape_leads_back(page):
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Tombol pintas")).to_be_visible()

    page.keyboard.press("Escape")

    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_step_is_claimed_returned_and_reasoned_by_keyboard(story, window):
    story.at("Activity_Koreksi")
    page = window("sekretaris")
    page.keyboard.press("j")
    page.keyboard.press("c")
    expect(page.get_by_role("heading", name="Mengkoreksi")).to_be_visible()
    way = page.get_by_text("Kembalikan: Perlu koreksi", exact=True)
    while not page.evaluate(f"!!{HERE}.closest('summary')?.closest('.way-back')"):
        page.keyboard.press("Tab")
    expect(way).to_be_visible()

    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("Simpulan terlalu umum")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.get_by_role("status")).to_contain_text("Membuat konsep")

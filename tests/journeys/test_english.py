"""The office in English: no sentence of the interface stays Indonesian."""

from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from playwright.sync_api import expect

from tests.house.sources import ROOT
from tests.web.inbox.sop_office import PASSWORD

# Every text that somebody reads on the page, one per node.
TEXTS = """() => {
  const found = [], kinds = NodeFilter.SHOW_TEXT;
  const walker = document.createTreeWalker(document.body, kinds);
  while (walker.nextNode()) found.push(walker.currentNode.textContent.trim());
  for (const one of document.querySelectorAll('[aria-label]')) found.push(one.ariaLabel);
  for (const one of document.querySelectorAll('[placeholder]')) found.push(one.placeholder);
  return found.filter(Boolean);
}"""


def sentences(language: str) -> dict[str, str]:
    """Return the sentences of the web by their keys."""
    found: dict[str, str] = {}
    for folder in ("web/translations", "engine/translations"):
        for file in sorted(Path(ROOT / folder / language).glob("*.po")):
            with file.open("rb") as content:
                found |= {str(m.id): str(m.string) for m in read_po(content) if m.id}
    return found


@pytest.fixture(scope="module")
def foreign():
    """Return what only an Indonesian page says, and every key."""
    indonesian, english = sentences("id"), sentences("en")
    only = set(indonesian.values()) - set(english.values())
    # What the office itself wrote into its forms, diagram and plan stays as it is.
    files = [*ROOT.glob("forms/*.form.json"), *ROOT.glob("bpmn/*.bpmn")]
    files.append(ROOT / "engine/services/demo/plan.py")
    own = "".join(one.read_text("utf-8") for one in files)
    # An attribute holds one text or several lines.
    own = own.replace("&#10;", '"')
    only = {one for one in only if f'"{one}"' not in own}
    return {words for words in only if "{" not in words} | set(indonesian)


def left_over(page, foreign):
    return [text for text in page.evaluate(TEXTS) if text in foreign]


def test_who_chooses_english_reads_english_everywhere(story, desk, foreign):
    task = story.at("Activity_Koreksi")
    officer = desk("sekretaris")
    page = officer.page
    page.get_by_label("Menu Yusra Aulia").click()
    page.get_by_role("button", name="English").click()
    expect(officer.heading("Inbox")).to_be_visible()
    left = {"inbox": left_over(page, foreign)}

    page.get_by_role("button", name="Claim: Mengkoreksi").click()
    expect(page.get_by_role("button", name="Complete: Tidak")).to_be_visible()
    left["task"] = left_over(page, foreign)
    for path in (
        *("/kotak-masuk?tab=milik", "/kotak-masuk?tab=selesai"),
        *("/berkas", f"/berkas/{task.instance}", "/sop", "/sop/pengukuran-kinerja"),
        *("/sop/pengukuran-kinerja/mulai", "/arsip", "/akun", "/tidak-ada"),
    ):
        page.goto(path)
        left[path] = left_over(page, foreign)

    assert {place: texts for place, texts in left.items() if texts} == {}
    assert page.locator("html").get_attribute("lang") == "en-GB"


def test_the_choice_follows_the_officer_to_another_browser(desk, chromium, address):
    page = desk("camat").page
    page.get_by_label("Menu Hendra Gunawan").click()
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", name="Inbox")).to_be_visible()

    with chromium.new_context(base_url=address, locale="id-ID") as context:
        other = context.new_page()
        other.goto("/")
        other.get_by_label("Nama masuk").fill("camat")
        other.get_by_label("Kata sandi").fill(PASSWORD)
        other.get_by_role("button", name="Masuk", exact=True).click()
        expect(other.get_by_role("heading", name="Inbox")).to_be_visible()


def test_an_english_browser_finds_an_english_door(chromium, address, foreign):
    with chromium.new_context(base_url=address, locale="en-US") as context:
        page = context.new_page()
        page.goto("/")

        expect(page.get_by_role("heading", level=1, name="Sign in")).to_be_visible()
        assert left_over(page, foreign) == []

"""«Buka diagram»: the viewer comes when asked for, shows how the case stands, and goes."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import violations
from tests.web.inbox.sop_office import ROOT

pytestmark = pytest.mark.skipif(
    not (ROOT / "web/static/manifest.json").exists(), reason="the assets are not built"
)
CHECK = "Activity_Koreksi"


@pytest.fixture
def open_case(story, desk):
    """Return what opens the page of a case that stands at the check."""

    def opened(**how):
        task = story.at(CHECK)
        page = desk("sekretaris", **how).page
        page.trouble = []
        page.on(
            "console", lambda one: one.type == "error" and page.trouble.append(one.text)
        )
        page.goto(f"/berkas/{task.instance}")
        return page

    return opened


def place_of(page):
    """Return where the step that waits is drawn in the viewer."""
    return page.locator(f".viewer .djs-element[data-element-id={CHECK}]").bounding_box()


@pytest.mark.parametrize(
    ("width", "scheme"), [(1366, "light"), (360, "dark")], ids=["desk", "phone"]
)
def test_the_viewer_shows_the_case_and_obeys_the_keyboard(open_case, width, scheme):
    page = open_case(viewport={"width": width, "height": 760}, color_scheme=scheme)
    asked = []
    page.on("request", lambda one: asked.append(one.url))

    page.get_by_role("button", name="Buka diagram").click()
    waiting = page.locator(f".viewer .djs-element[data-element-id={CHECK}]")
    expect(waiting).to_be_in_viewport()
    stands = waiting.get_attribute("class")
    found = violations(page)
    before = place_of(page)
    page.keyboard.press("ArrowRight")
    moved = place_of(page)
    page.keyboard.press("+")
    closer = place_of(page)
    page.get_by_role("button", name="Seluruhnya").click()
    page.keyboard.press("Escape")

    assert [url for url in asked if "/static/viewer" in url]
    assert "is-here" in stands
    assert found == []
    assert moved["x"] < before["x"]
    assert closer["width"] > moved["width"]
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert page.trouble == []  # nothing that the policy of the page forbids


def test_a_viewer_that_does_not_come_leaves_the_picture(open_case):
    page = open_case()
    page.route("**/diagram.bpmn", lambda route: route.abort())

    page.get_by_role("button", name="Buka diagram").click()

    expect(
        page.get_by_role("button", name="Diagram tidak dapat dibuka")
    ).to_be_disabled()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator(".diagram svg")).to_be_visible()


def test_an_sop_is_looked_at_in_the_viewer_too(desk):
    page = desk("camat").page
    page.goto("/sop/pengukuran-kinerja")

    page.get_by_role("button", name="Buka diagram").click()

    expect(
        page.locator(f".viewer .djs-element[data-element-id={CHECK}]")
    ).to_be_attached()

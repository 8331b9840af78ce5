"""The door, one's account and an error in a real browser."""

import threading
from collections.abc import Iterator

import pytest
from flask import Flask
from waitress.server import create_server

from tests.axe import AXE, broken_rules
from tests.web.conftest import PASSWORD
from web.static_files import FOLDER

sync_api = pytest.importorskip("playwright.sync_api")
pytestmark = pytest.mark.skipif(
    not AXE.exists() or not FOLDER.exists(),
    reason="no browser, or the assets are not built: make setup",
)
SIZES = [(1366, 800), (360, 740)]


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """Yield the address at which the application answers."""
    server = create_server(app, host="127.0.0.1", port=0, threads=4)
    answering = threading.Thread(target=server.run)
    answering.start()
    yield f"http://127.0.0.1:{server.effective_port}"  # type: ignore[union-attr]
    server.trigger.pull_trigger(server.close)  # type: ignore[union-attr]
    answering.join(timeout=10)


@pytest.fixture
def opened(chromium, address):
    """Return what opens a window of a size, a colour scheme and a language."""
    windows = []

    def window(size=SIZES[0], scheme="light", locale="id-ID", *, scripts=True):
        context = chromium.new_context(
            base_url=address,
            viewport={"width": size[0], "height": size[1]},
            color_scheme=scheme,
            locale=locale,
            java_script_enabled=scripts,
        )
        windows.append(context)
        return context.new_page()

    yield window
    for context in windows:
        context.close()


def sign_in(page):
    page.goto("/masuk?next=/akun")
    page.locator("#login").fill("camat")
    page.locator("#password").fill(PASSWORD)
    page.locator("#password").press("Enter")
    page.wait_for_url("**/akun")


def violations(page):
    """Return what axe finds, by rule, with the places."""
    return {
        one["id"]: [node["target"] for node in one["nodes"]]
        for one in broken_rules(page)
    }


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES, ids=["desk", "phone"])
def test_nobody_is_kept_out_by_how_pages_are_made(opened, size, scheme):
    page = opened(size, scheme)
    told = []
    page.on("console", lambda line: told.append(line.text))
    page.on("pageerror", lambda error: told.append(str(error)))
    found = {}

    page.goto("/masuk")
    found["door"] = violations(page)
    page.locator("#login").fill("camat")
    page.locator("#password").fill("salah")
    page.locator(".door-form .btn").click()
    sync_api.expect(page.get_by_role("alert")).to_be_visible()
    found["refused"] = violations(page)
    sign_in(page)
    page.locator("details.me summary").click()
    found["account"] = violations(page)
    page.goto("/tidak-ada")
    found["missing"] = violations(page)

    assert found == {"door": {}, "refused": {}, "account": {}, "missing": {}}
    assert not [line for line in told if "Content Security" in line]


@pytest.mark.parametrize("path", ["/masuk", "/akun", "/kotak-masuk", "/tidak-ada"])
def test_nothing_sticks_out_of_a_phone(opened, path):
    page = opened(SIZES[1])
    sign_in(page)
    if path == "/masuk":
        page.context.clear_cookies()

    page.goto(path)

    assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[1][0]


def test_everything_at_the_door_works_without_scripts(opened):
    page = opened(scripts=False)

    sign_in(page)
    page.locator("details.me summary").click()
    page.locator(".me-menu").get_by_role("button", name="English").click()
    sync_api.expect(page.get_by_role("heading", level=1)).to_have_text("My account")
    page.locator("details.me summary").click()
    page.locator(".me-menu").get_by_role("button", name="Sign out").click()

    page.wait_for_url("**/masuk")


def test_a_chosen_appearance_wins_over_the_machines(opened):
    page = opened(scheme="dark")
    ground = "getComputedStyle(document.body).backgroundColor"
    page.goto("/masuk")
    dark = page.evaluate(ground)

    page.get_by_role("button", name="Terang").click()

    assert page.evaluate(ground) != dark


def test_the_menu_closes_on_escape_and_gives_the_focus_back(opened):
    page = opened()
    sign_in(page)
    menu = page.locator("details.me")
    menu.locator("summary").click()

    page.keyboard.press("Escape")

    sync_api.expect(menu).not_to_have_attribute("open", "")
    sync_api.expect(menu.locator("summary")).to_be_focused()

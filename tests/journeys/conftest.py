"""The demo office served to a real browser: Chromium of the distribution.

One browser serves the run; every test has an office, a server and contexts of its
own. axe-core looks at a page through `page.evaluate`.
"""

import shutil
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from waitress.server import create_server

from engine.bootstrap import Office, build_engine
from engine.clock import FixedClock
from engine.settings import Settings
from engine.worker import Background, start_background
from tests.axe import broken_rules
from tests.journeys.office import Desk
from tests.passwords import CHEAP
from tests.web.conftest import settings_of
from tests.web.inbox.sop_office import MONDAY, PASSWORD, Story, loaded
from web.app import create_app


@pytest.fixture(scope="session")
def sop_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the file of the demo office, to be copied."""
    file = tmp_path_factory.mktemp("sop") / "kantor.db"
    office = build_engine(settings_of(file), clock=FixedClock(MONDAY), passwords=CHEAP)
    loaded(office)
    office.close()
    return file


@pytest.fixture
def clock() -> FixedClock:
    """Return the clock, on a Monday morning."""
    return FixedClock(MONDAY)


@pytest.fixture
def settings(sop_file: Path, tmp_path: Path) -> Settings:
    """Return the settings of a demo office of one's own."""
    shutil.copy(sop_file, tmp_path / "kantor.db")
    return settings_of(tmp_path / "kantor.db", UPLOAD_MAX_MB="40")


@pytest.fixture
def office(settings: Settings, clock: FixedClock) -> Iterator[Office]:
    """Yield the demo office."""
    office = build_engine(settings, clock=clock, passwords=CHEAP)
    yield office
    office.close()


@pytest.fixture
def story(office: Office, clock: FixedClock) -> Story:
    """Return what brings cases to any step."""
    return Story(office, clock)


@pytest.fixture
def address(office: Office, settings: Settings) -> Iterator[str]:
    """Yield the address of a server of the office."""
    app = create_app(office, settings)
    server: Any = create_server(app, host="127.0.0.1", port=0, threads=4)
    served = threading.Thread(target=server.run, daemon=True)
    served.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    # In the thread that looks at the sockets: it must not meet a closed one.
    server.trigger.pull_trigger(server.close)
    served.join(timeout=10)


@pytest.fixture
def window(chromium: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """Yield what opens a window, signed in; further words are the context's."""
    contexts: list[BrowserContext] = []

    def opened(login: str, path: str = "/kotak-masuk", **how: Any) -> Page:
        how.setdefault("viewport", {"width": 1366, "height": 800})
        how.setdefault("locale", "id-ID")
        context = chromium.new_context(base_url=address, **how)
        contexts.append(context)
        page = context.new_page()
        enter(page, login, path)
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def worker(office: Office) -> Iterator[Background]:
    """Yield what makes documents and wakes timers while officers work."""
    # Playwright keeps an event loop in the test's own thread, where DBOS would
    # refuse to start.
    with ThreadPoolExecutor(max_workers=1) as beside:
        background = beside.submit(start_background, office).result()
        yield background
        beside.submit(background.stop).result()


@pytest.fixture
def desk(chromium: Browser, address: str) -> Iterator[Callable[..., Desk]]:
    """Yield what seats an officer at a browser of one's own; one per login."""
    desks: dict[str, Desk] = {}

    def seated(login: str, **how: Any) -> Desk:
        if login not in desks:
            how.setdefault("viewport", {"width": 1366, "height": 800})
            how.setdefault("locale", "id-ID")
            context = chromium.new_context(base_url=address, **how)
            desks[login] = Desk(context, login)
        return desks[login]

    yield seated
    for one in desks.values():
        one.page.context.close()


def enter(page: Page, login: str, path: str = "/kotak-masuk") -> None:
    """Go through the door and on to a page."""
    page.goto("/masuk")
    page.fill("#login", login)
    page.fill("#password", PASSWORD)
    page.locator(".door-form .btn-primary").click()
    page.wait_for_url("**/kotak-masuk*")
    if path != "/kotak-masuk":
        page.goto(path)


def violations(page: Page) -> list[str]:
    """Return what axe finds against WCAG A and AA, with where it stands."""
    return [
        f"{one['id']}: {node['target']}"
        for one in broken_rules(page)
        for node in one["nodes"]
    ]

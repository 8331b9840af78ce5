"""The demo office behind the browsers of `tests/web`, at work on its SOP."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from engine.bootstrap import Office, build_engine
from engine.clock import FixedClock
from engine.domain.identity import MACHINE
from engine.services.people.accounts import NewUser
from engine.settings import Settings
from tests.passwords import CHEAP
from tests.web.conftest import Browser, settings_of
from tests.web.inbox.sop_office import MONDAY, PASSWORD, Story, loaded


@pytest.fixture(scope="session")
def sop_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the file of the demo office, to be copied."""
    file = tmp_path_factory.mktemp("sop") / "kantor.db"
    office = build_engine(settings_of(file), clock=FixedClock(MONDAY), passwords=CHEAP)
    loaded(office)
    office.close()
    return file


@pytest.fixture
def settings(sop_file: Path, tmp_path: Path) -> Settings:
    """Return the settings of a demo office of one's own; files are small there."""
    shutil.copy(sop_file, tmp_path / "kantor.db")
    return settings_of(tmp_path / "kantor.db", UPLOAD_MAX_MB="1", CASE_QUOTA_MB="2")


@pytest.fixture
def clock() -> FixedClock:
    """Return the clock, on a Monday morning."""
    return FixedClock(MONDAY)


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
def stranger(office: Office) -> str:
    """Return the login of somebody without any role."""
    new = NewUser(login="tamu", name="Tamu (contoh)", password=PASSWORD)
    office.accounts.add_user(new, MACHINE)
    return new.login


@pytest.fixture
def enter(app: Flask) -> Callable[[str], Browser]:
    """Return what gives the browser of an officer of the demo."""

    def signed_in(login: str) -> Browser:
        browser = Browser(app)
        assert browser.sign_in(login, PASSWORD).status_code == 303
        return browser

    return signed_in

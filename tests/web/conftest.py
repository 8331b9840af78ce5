"""An office on the web: real database, real services, a clock that stands.

People are known by what they are: CAMAT supervises, STAF does, ADMIN
administers, TAMU is a stranger to every case. Hashing a password is slow on
purpose, so the office is made once and its file copied.
"""

import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from engine.bootstrap import Office, build_engine
from engine.clock import FixedClock
from engine.domain.identity import MACHINE, Right, Role
from engine.domain.values import RoleKey
from engine.services.office.directory import LETTERHEAD
from engine.services.people.accounts import NewUser
from engine.settings import Settings, load_settings
from tests.compiled import compile_once
from tests.passwords import CHEAP
from web.app import create_app

NOW = datetime.fromisoformat("2024-08-19T08:30:00+07:00")  # a Monday
PASSWORD = "kalimat yang panjang"  # noqa: S105 - of people who do not exist
PEOPLE = {
    "camat": (Right.SUPERVISE, Right.START),
    "staf": (),
    "tamu": (),
    "admin": (Right.ADMINISTER,),
}
ORIGIN = "http://localhost"
compile_once()
_TOKEN = re.compile(r'name="csrf_token" value="([0-9a-f]{64})"')


class Browser:
    """Somebody's browser: keeps cookies and sends the token of the last form."""

    def __init__(self, app: Flask, **headers: str) -> None:
        self.client = app.test_client()
        self.headers = headers
        self.token = ""

    def get(self, path: str, **headers: str) -> TestResponse:
        """Ask for a page and keep the token of its forms."""
        response = self.client.get(path, headers=self.headers | headers)
        found = _TOKEN.search(response.get_data().decode(errors="replace"))
        self.token = found[1] if found else self.token
        return response

    def post(
        self, path: str, data: Mapping[str, object] | None = None, **headers: str
    ) -> TestResponse:
        """Send a form as a page of ours would."""
        filled = {"csrf_token": self.token, **(data or {})}
        return self.client.post(path, data=filled, headers=self.headers | headers)

    def sign_in(
        self, login: str, password: str = PASSWORD, wanted: str = "/"
    ) -> TestResponse:
        """Go through the door."""
        self.get("/masuk")
        words = {"login": login, "password": password, "next": wanted}
        return self.post("/masuk", words)

    @property
    def key(self) -> str:
        """The key that the session's cookie holds."""
        cookie = self.client.get_cookie("mutubaku")
        assert cookie is not None
        return cookie.value


@pytest.fixture(scope="session")
def office_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the file of an office with its people, to be copied."""
    file = tmp_path_factory.mktemp("office") / "kantor.db"
    office = build_engine(settings_of(file), clock=FixedClock(NOW), passwords=CHEAP)
    office.migrate()
    for login, rights in PEOPLE.items():
        role = Role(key=RoleKey(login), name=login.title(), rights=frozenset(rights))
        office.accounts.add_role(role, MACHINE)
        office.accounts.add_user(
            NewUser(
                login=login,
                name=f"{login.title()} (contoh)",
                roles=(role.key,),
                password=PASSWORD,
            ),
            MACHINE,
        )
    with office.database.write() as uow:
        uow.office.put(LETTERHEAD, {"kecamatan": "Contoh", "kabupaten": "Uji"})
    office.close()
    return file


@pytest.fixture
def settings(office_file: Path, tmp_path: Path) -> Settings:
    """Return the settings of an office of one's own."""
    shutil.copy(office_file, tmp_path / "kantor.db")
    return settings_of(tmp_path / "kantor.db")


@pytest.fixture
def clock() -> FixedClock:
    """Return the clock that everything reads."""
    return FixedClock(NOW)


@pytest.fixture
def office(settings: Settings, clock: FixedClock) -> Iterator[Office]:
    """Yield the office."""
    office = build_engine(settings, clock=clock, passwords=CHEAP)
    yield office
    office.close()


@pytest.fixture
def app(office: Office, settings: Settings) -> Flask:
    """Return the application."""
    return create_app(office, settings)


@pytest.fixture
def browser(app: Flask) -> Browser:
    """Return a browser in which nobody is signed in."""
    return Browser(app)


@pytest.fixture
def signed_in(app: Flask) -> Callable[[str], Browser]:
    """Return what gives a browser in which somebody is signed in."""

    def enter(login: str) -> Browser:
        browser = Browser(app)
        assert browser.sign_in(login).status_code == 303
        return browser

    return enter


def settings_of(file: Path, **more: str) -> Settings:
    """Return settings for a database file; `more` are names without the prefix."""
    named = {f"MUTUBAKU_{name}": value for name, value in more.items()}
    return load_settings(
        {
            "MUTUBAKU_DATABASE_URL": f"sqlite:///{file}",
            "MUTUBAKU_SECRET_KEY": "kunci untuk pengujian saja",
            "MUTUBAKU_LOG_LEVEL": "error",
            **named,
        }
    )

"""Every address, tried by every kind of visitor: `rights.py` says who gets through.

Through is any answer but the door, 401, 403 and 404. Who is refused may be told
409 instead, how a thing stands that they see, and changes nothing. What a visitor's
own request used up is asked for once more in a fresh office.
"""

import io
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from engine.bootstrap import Office, build_engine
from engine.clock import FixedClock
from tests.passwords import CHEAP
from tests.web import rights
from tests.web.conftest import NOW, Browser, settings_of
from tests.web.rights_office import Keys, filled, furnished
from web.app import create_app
from web.asking import OFFICE

API = "/api/"
LAST = ("POST /akun/sandi", "POST /keluar")  # they change who asks
REFUSED = (401, 403, 404)
BROKEN = (405, 500, 501, 503)
STANDS_SO = 409


class Caller:
    """A visitor at an office of their own; it is made anew where it is used up."""

    def __init__(self, visitor: str, keys: Keys, make: Callable[[], Flask]) -> None:
        self.visitor, self.keys, self._make = visitor, keys, make
        self._enter()

    def status(self, line: str, *, fresh: bool = False) -> int:
        """Return what a request is answered, 401 for the door."""
        if fresh:
            self._enter()
        method, _, rule = line.partition(" ")
        path = filled(rule, self.keys["things"])
        body = _with_things(rights.SENT.get(line, {}), self.keys["things"])
        if rule.startswith(API):
            return self._called(method, path, body)
        with self._answer(method, path, body) as answer:
            is_door = answer.status_code == 303 and "/masuk?" in answer.location
            return 401 if is_door else answer.status_code

    def recorded(self) -> int:
        """Return how many deeds the office has on record."""
        return self.office.audit.head()[0]

    def _enter(self) -> None:
        app = self._make()
        self.office: Office = app.extensions[OFFICE]
        self.browser = Browser(app)
        key = self.keys["sessions"].get(self.visitor)
        if key is not None:
            self.browser.client.set_cookie("mutubaku", key)
        self.browser.get("/akun" if key else "/masuk")

    def _answer(self, method: str, path: str, body: dict[str, Any]) -> TestResponse:
        if method == "GET":
            return self.browser.get(path)
        return self.browser.post(path, body)

    def _called(self, method: str, path: str, body: dict[str, Any]) -> int:
        token = self.keys["tokens"].get(self.visitor)
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        is_form = any(isinstance(value, tuple) for value in body.values())
        more: dict[str, Any] = {}
        if method == "POST":
            more = {"data" if is_form else "json": body}
        client = self.browser.client
        with client.open(path, method=method, headers=headers, **more) as answer:
            return answer.status_code


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Keys]:
    """Return the office's file and the keys to it."""
    file = tmp_path_factory.mktemp("rights") / "kantor.db"
    return file, furnished(file)


@pytest.fixture
def call(built: tuple[Path, Keys], tmp_path: Path) -> Iterator[Callable[[str], Caller]]:
    """Return what gives a visitor an office of their own."""
    file, keys = built
    opened: list[Office] = []

    def make() -> Flask:
        own = tmp_path / f"kantor-{len(opened)}.db"
        shutil.copy(file, own)
        settings = settings_of(own)
        opened.append(build_engine(settings, clock=FixedClock(NOW), passwords=CHEAP))
        return create_app(opened[-1], settings)

    yield lambda visitor: Caller(visitor, keys, make)
    for office in opened:
        office.close()


def lines_of(app: Flask) -> set[str]:
    """Return «METHOD /rule» of every route."""
    return {
        f"{method} {rule.rule}"
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }


def known() -> dict[str, rights.Who]:
    """Return every line of every room."""
    return {line: who for room in rights.ROOMS for line, who in room.items()}


def test_every_route_has_a_line_and_every_line_a_route(app):
    routes, lines = lines_of(app), set(known())

    missing, left_over = sorted(routes - lines), sorted(lines - routes)

    assert not missing, f"add to tests/web/rights.py who may: {missing}"
    assert not left_over, f"tests/web/rights.py names what is no route: {left_over}"
    assert sum(len(room) for room in rights.ROOMS) == len(lines), "a line stands twice"


@pytest.mark.parametrize("visitor", rights.VISITORS)
def test_a_visitor_gets_through_to_their_own_and_to_nothing_else(visitor, call, app):
    caller, routes = call(visitor), lines_of(app)
    lines = {line: who for line, who in known().items() if line in routes}
    own = [line for line, who in lines.items() if visitor in who]
    before = caller.recorded()

    wrong = [
        told for line in lines if line not in own and (told := refused(caller, line))
    ]
    after = caller.recorded()
    own.sort(key=lambda line: (line in LAST, line))
    wrong += [told for line in own if (told := let_through(caller, line))]

    assert not wrong, "\n".join(wrong)
    assert before == after, f"{visitor} was refused, and something was recorded"


def refused(caller: Caller, line: str) -> str:
    """Return a sentence about what is answered to whom it should not, or none."""
    status = status_of(caller, line)
    if status in REFUSED or (status == STANDS_SO and line.startswith("POST")):
        return ""
    return f"{line}: {caller.visitor} should be refused, but was answered {status}"


def let_through(caller: Caller, line: str) -> str:
    """Return a sentence about what is refused to whom it should not, or none."""
    status = status_of(caller, line)
    if status in REFUSED:
        status = caller.status(line, fresh=True)
    if status not in (*REFUSED, *BROKEN):
        return ""
    return f"{line}: {caller.visitor} should get through, but was answered {status}"


def status_of(caller: Caller, line: str) -> int:
    """Return what a line is answered; fail where its rule names an unknown thing."""
    try:
        return caller.status(line)
    except LookupError as error:
        pytest.fail(f"{line}: make {error} in tests/web/rights_office.py")


def _with_things(body: Mapping[str, Any], things: dict[str, str]) -> dict[str, Any]:
    """Return a body whose `{<name>}` are the office's own things, and bytes files."""
    made: dict[str, Any] = {}
    for name, value in body.items():
        if isinstance(value, bytes):
            made[name] = (io.BytesIO(value), "berkas.pdf")
        elif isinstance(value, str) and value.startswith("{<"):
            made[name] = things[value[1:-1]]
        else:
            made[name] = value
    return made

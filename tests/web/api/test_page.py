"""The examples of docs/api.md are what the API answers."""

import json
import re
from pathlib import Path

import pytest

from engine.domain.identity import MACHINE
from tests.bench.offices import demo_office
from tests.web.api.conftest import require_described
from tests.web.conftest import settings_of
from web.app import create_app

PAGE = Path(__file__).parents[3] / "docs" / "api.md"
ANY = "…"
_BLOCK = re.compile(r"^```http\n(.*?)^```", re.MULTILINE | re.DOTALL)
_NAME = re.compile(r"\{(\w+)\}")


def examples():
    """Return pairs of what is sent and what is answered."""
    blocks = _BLOCK.findall(PAGE.read_text(encoding="utf-8"))
    return list(zip(blocks[::2], blocks[1::2], strict=True))


def read(block):
    """Return first line, headers and body of a block."""
    head, _, body = block.partition("\n\n")
    first, *lines = head.strip().split("\n")
    headers = dict(line.split(": ", 1) for line in lines)
    return first, headers, body.strip()


def _filled(asked, known):
    """Return what is sent with known names filled into its head."""
    head, parted, body = asked.partition("\n\n")
    return _NAME.sub(lambda one: known[one[1]], head) + parted + body


def require_like(expected, found, known):
    """Fail where an answer differs; names in braces are kept and compared."""
    if expected == ANY:
        return
    if isinstance(expected, dict):
        for name, one in expected.items():
            require_like(one, found[name], known)
    elif isinstance(expected, list):
        assert len(expected) == len(found)
        for one, other in zip(expected, found, strict=True):
            require_like(one, other, known)
    elif isinstance(expected, str) and _NAME.fullmatch(expected):
        assert known.setdefault(expected[1:-1], found) == found
    else:
        assert expected == found


@pytest.fixture
def office(sqlite_url):
    """Yield the demo's office."""
    made = demo_office(sqlite_url)
    yield made
    made.close()


def test_the_examples_of_the_page_are_answered_as_written(office, tmp_path):
    client = create_app(office, settings_of(tmp_path / "unused.db")).test_client()
    known = {"camat": office.accounts.issue_token("camat", MACHINE)}

    for asked, answered in examples():
        first, headers, body = read(_filled(asked, known))
        method, path = first.split(" ")
        if body:
            headers["Content-Type"] = "application/json"
        answer = client.open(path, method=method, headers=headers, data=body)
        status, told, shape = read(answered)

        assert answer.status.upper() == status.upper(), answer.text
        require_described(method, path.removeprefix("/api/v1"), answer)
        for name, value in told.items():
            assert answer.headers[name] == value
        require_like(json.loads(shape), answer.get_json(), known)

    assert len(examples()) >= 10

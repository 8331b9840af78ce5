"""Programs that call the API of a real office, and an eye on every answer.

Each answer is compared with the description: its status must be listed, its body
must fit the schema, and have no member that the schema does not name.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from jsonschema import Draft202012Validator
from werkzeug.test import TestResponse

from engine.domain.documents import Document
from engine.domain.identity import MACHINE, Actor
from engine.domain.instances import Instance
from engine.domain.tasks import Task
from tests.services.conftest import (
    House,
    founded_file,
    founded_name,
    founded_postgres_url,
    founded_sqlite_url,
    founded_url,
)
from tests.web.conftest import settings_of
from web.api.openapi import document
from web.api.routes import OPERATIONS
from web.app import create_app

__all__ = [
    "founded_file",
    "founded_name",
    "founded_postgres_url",
    "founded_sqlite_url",
    "founded_url",
]
BASE = "/api/v1"
DESCRIPTION = document(OPERATIONS, "en")
SCHEMAS = DESCRIPTION["components"]["schemas"]


class Program:
    """A program with somebody's token."""

    def __init__(self, app: Flask, token: str) -> None:
        self.client = app.test_client()
        self.token = token

    def call(self, method: str, path: str, **more: Any) -> TestResponse:
        """Call the API; `headers` and what else werkzeug's client takes."""
        headers = {"Accept-Language": "en", **more.pop("headers", {})}
        if self.token:
            headers.setdefault("Authorization", f"Bearer {self.token}")
        response = self.client.open(BASE + path, method=method, headers=headers, **more)
        require_described(method, path, response)
        return response

    def get(self, path: str, **headers: str) -> TestResponse:
        """Read something."""
        return self.call("GET", path, headers=headers)

    def post(self, path: str, body: object = None, **headers: str) -> TestResponse:
        """Do something."""
        more = {} if body is None else {"json": body}
        return self.call("POST", path, headers=headers, **more)

    def inbox(self) -> list[dict[str, Any]]:
        """Return the tasks of the first page of the inbox."""
        return list(self.get("/tasks").get_json()["items"])

    def only_task(self) -> dict[str, Any]:
        """Return the one task of the inbox."""
        (task,) = self.inbox()
        return task


class ApiHouse(House):
    """The office with its API; a test may keep its case, task and file here."""

    case: Instance
    task: Task
    document: Document

    def __init__(self, url: str, folder: Path, *, founded: bool = False) -> None:
        super().__init__(url, founded=founded)
        self.app = create_app(self.office, settings_of(folder / "unused.db"))

    def program(self, actor: Actor, **more: Any) -> Program:
        """Return a program with a new token of somebody."""
        login = next(
            user.login
            for user, _ in self.office.accounts.users()
            if user.id == actor.user
        )
        return Program(
            self.app, self.office.accounts.issue_token(login, MACHINE, **more)
        )


@pytest.fixture
def make_api_house(tmp_path: Path) -> Iterator[Callable[[str], ApiHouse]]:
    """Open offices that are closed afterwards."""
    opened: list[ApiHouse] = []

    def make(url: str) -> ApiHouse:
        opened.append(ApiHouse(url, tmp_path, founded=True))
        return opened[-1]

    yield make
    for house in opened:
        house.office.close()


@pytest.fixture
def house(
    make_api_house: Callable[[str], ApiHouse], founded_sqlite_url: str
) -> ApiHouse:
    """An office on SQLite."""
    return make_api_house(founded_sqlite_url)


@pytest.fixture
def either_house(
    make_api_house: Callable[[str], ApiHouse], founded_url: str
) -> ApiHouse:
    """The same office, once on SQLite and once on PostgreSQL."""
    return make_api_house(founded_url)


def require_described(method: str, path: str, response: TestResponse) -> None:
    """Fail where an answer is not as the description says."""
    operation = _operation(method, path)
    if operation is None:
        assert response.status_code in {404, 405}
        return
    told = operation["responses"][str(response.status_code)]
    for name in told.get("headers", {}):
        assert name in response.headers, name
    content = told.get("content", {})
    if response.mimetype not in content:
        assert "*/*" in content or not content
        return
    if not str(response.mimetype).endswith("json"):
        return
    schema = content[response.mimetype]["schema"]
    value = json.loads(response.get_data())
    whole = {**schema, "components": {"schemas": _closed(SCHEMAS)}}
    errors = [one.message for one in Draft202012Validator(whole).iter_errors(value)]
    assert not errors


def _operation(method: str, path: str) -> Mapping[str, Any] | None:
    steps = path.partition("?")[0].split("/")
    for named, verbs in DESCRIPTION["paths"].items():
        wanted = named.split("/")
        fits = len(wanted) == len(steps) and all(
            one in {other, "{id}"} for one, other in zip(wanted, steps, strict=True)
        )
        if fits and method.lower() in verbs:
            found: Mapping[str, Any] = verbs[method.lower()]
            return found
    return None


def _closed(schema: Any) -> Any:
    """Return schemas that take no member which they do not name."""
    if isinstance(schema, list):
        return [_closed(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    inner = {name: _closed(one) for name, one in schema.items()}
    if isinstance(schema.get("properties"), dict):
        inner.setdefault("additionalProperties", False)
    return inner

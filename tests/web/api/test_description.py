"""The description of the API: valid, whole, in both languages, and documented."""

import json
import re
from pathlib import Path

import pytest
from openapi_spec_validator import validate

from engine.translations import LANGUAGES
from tests.web.api.conftest import BASE, DESCRIPTION, Program
from web.api.openapi import document
from web.api.problems import CODES
from web.api.routes import OPERATIONS

PAGE = Path(__file__).parents[3] / "docs" / "api.md"
NAMED = {one.name: one for one in OPERATIONS}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_description_is_valid_openapi(language):
    told = document(OPERATIONS, language)

    validate(json.loads(json.dumps(told)))

    assert told["openapi"].startswith("3.1")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_of_the_description_is_written(language):
    told = json.dumps(document(OPERATIONS, language))

    assert not re.findall(r'"api\.[a-z_0-9]+"', told)


def test_everybody_may_read_it_in_their_language(house):
    stranger = Program(house.app, "")

    english = stranger.get("/openapi.json").get_json()
    indonesian = stranger.get("/openapi.json", **{"Accept-Language": "id"}).get_json()

    assert english == DESCRIPTION
    assert english["info"]["description"] != indonesian["info"]["description"]
    assert english["paths"].keys() == indonesian["paths"].keys()


def test_every_address_that_is_served_is_described(house):
    served = {
        (method, rule.rule.removeprefix(BASE))
        for rule in house.app.url_map.iter_rules()
        if rule.rule.startswith(f"{BASE}/")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }

    assert served == {(one.method, one.path) for one in OPERATIONS}


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: one.name)
def test_every_operation_stands_on_the_page(operation):
    place = operation.path.replace("<id>", "{id}")

    assert f"`{operation.method} {place}`" in PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize("code", CODES)
def test_every_problem_of_a_request_stands_on_the_page(code):
    status = int(CODES[code])

    assert f"`{code}` {status}" in PAGE.read_text(encoding="utf-8")


def test_an_operation_with_a_key_or_a_tag_says_so():
    headers = {
        (one["operationId"], parameter["name"])
        for verbs in DESCRIPTION["paths"].values()
        for one in verbs.values()
        for parameter in one["parameters"]
        if parameter["in"] == "header"
    }

    assert ("tasks_complete", "Idempotency-Key") in headers
    assert ("tasks_complete", "If-Match") in headers
    assert ("tasks_show", "If-Match") not in headers


@pytest.mark.parametrize("path", ["/health", "/ready", "/metrics"])
def test_machines_may_ask_without_a_token_from_allowed_places_only(house, path):
    stranger = Program(house.app, "")

    near = stranger.get(path)
    far = stranger.call("GET", path, environ_overrides={"REMOTE_ADDR": "192.0.2.7"})

    assert (near.status_code, far.status_code) == (200, 404)

"""Whatever a program sends: no fault of ours, and every answer as described.

schemathesis makes requests from the description, fitting ones and unfitting
ones; many of them name things that are there. The seed is fixed.
"""

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode, openapi
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    ignored_auth,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from tests.services.diagrams import TWO_STEPS
from tests.web.api.conftest import BASE, ApiHouse
from web.api.routes import OPERATIONS

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
    unsupported_method,
    ignored_auth,
]
MODES = [GenerationMode.POSITIVE, GenerationMode.NEGATIVE]


@pytest.fixture(scope="module")
def fuzzed(tmp_path_factory):
    """Yield the description of an office with cases, tasks and files, and a token."""
    folder = tmp_path_factory.mktemp("fuzzed")
    house = ApiHouse(f"sqlite:///{folder / 'kantor.db'}", folder)
    house.deploy(TWO_STEPS)
    cases = [house.start("dua-langkah") for _ in range(6)]
    tasks = [house.open_task(one.id) for one in cases]
    files = [
        house.office.uploads.add(
            tasks[0].id, house.staf, name="a.pdf", content=b"%PDF-1.7 isi"
        )
    ]
    things = {"instances": cases, "tasks": tasks, "documents": files}
    schema = openapi.from_wsgi(f"{BASE}/openapi.json", house.app)
    yield schema, things, house.program(house.admin).token
    house.office.close()


def cases():
    """Return each operation with fitting requests, and with unfitting ones if any."""
    return [
        pytest.param(one, mode, id=f"{one.name}-{mode.value}")
        for one in OPERATIONS
        for mode in MODES
        if mode is GenerationMode.POSITIVE
        or one.parameters
        or one.body
        or one.takes_key
    ]


@pytest.mark.parametrize(("operation", "mode"), cases())
def test_no_request_ends_in_a_fault_or_an_answer_not_described(fuzzed, operation, mode):
    schema, things, token = fuzzed
    known = things.get(operation.path.split("/")[1], [])
    place = operation.path.replace("<id>", "{id}")
    strategy = schema[place][operation.method].as_strategy(generation_mode=mode)
    answered: list[object] = []

    @settings(
        max_examples=15,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=strategy)
    def send(case):
        named = str((case.path_parameters or {}).get("id", ""))
        if known and len(named) % 2 == 0:
            case.path_parameters["id"] = known[len(answered) % len(known)].id
        # The client of the tests unpacks nothing.
        headers = {"Authorization": f"Bearer {token}", "Accept-Encoding": "identity"}
        answered.append(case.call_and_validate(headers=headers, checks=CHECKS))

    send()

    assert answered

"""A diagram with its decision table over the API: deployed, run, ended."""

import io

from tests.services.ruled import JALUR, RULED
from tests.web.api.test_deploying import sent


def handed_in(*files):
    return {"file": [(io.BytesIO(content), name) for name, content in files]}


def test_a_case_whose_table_decides_runs_from_start_to_end(house):
    admin = house.program(house.admin)
    answer = sent(admin, handed_in(("a.bpmn", RULED), ("jalur.dmn", JALUR)))
    assert answer.status_code == 201
    program = house.program(house.staf)

    case = admin.post("/instances", {"process_key": "berjalur"}).get_json()
    first = program.only_task()
    done = program.post(f"/tasks/{first['id']}/complete", {"data": {"nilai": 3}})
    assert done.status_code == 200
    second = program.only_task()
    program.post(f"/tasks/{second['id']}/complete", {"data": {}})

    assert second["name"] == "Langkah cepat"
    assert admin.get(f"/instances/{case['id']}").get_json()["state"] == "completed"
    events = admin.get(f"/instances/{case['id']}/events").get_json()["items"]
    assert "decision.made" in [one["kind"] for one in events]


def test_a_missing_table_is_refused_with_its_element_and_remedy(house):
    admin = house.program(house.admin)

    answer = sent(admin, handed_in(("a.bpmn", RULED)))

    assert answer.status_code == 422
    found = [one for one in answer.get_json()["problems"] if one["severity"] == "error"]
    assert [(one["code"], one["element"]) for one in found] == [
        ("decision_unknown", "rule")
    ]
    assert found[0]["hint"]

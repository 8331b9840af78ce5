"""Deploying by programs: files, forms, templates, and what the check says."""

import io

import orjson
import pytest

from engine.domain.identity import Right
from tests.services.diagrams import TWO_STEPS, WITH_RETURN

FORM = orjson.dumps(
    {
        "type": "default",
        "components": [{"type": "textfield", "key": "perihal", "label": "Perihal"}],
    }
)
OTHER = TWO_STEPS.replace(b"dua-langkah", b"lain")
WITH_FORM = TWO_STEPS.replace(
    b'<userTask id="A"', b'<userTask mutubaku:form="f" id="A"'
)
LETTER = b"{#\njudul: Surat\nregister: surat-keluar\n#}\n{{ nomor }}"


def parts(*diagrams, **more):
    """Return the parts of a multipart body."""
    files = [(io.BytesIO(one), f"{at}.bpmn") for at, one in enumerate(diagrams)]
    return {"file": files, **more}


def sent(program, data, **headers):
    """Deploy and return the answer."""
    return program.call(
        "POST",
        "/process-definitions",
        data=data,
        headers=headers,
        content_type="multipart/form-data",
    )


def test_a_diagram_comes_with_its_forms_and_templates(either_house):
    house = either_house
    admin = house.program(house.admin)

    answer = sent(
        admin,
        parts(
            WITH_FORM,
            WITH_RETURN,
            forms=(io.BytesIO(FORM), "f.form.json"),
            templates=(io.BytesIO(LETTER), "surat.html.j2"),
            note="pertama",
        ),
    )
    house.start("dua-langkah")
    staf = house.program(house.staf)
    task = staf.get(f"/tasks/{staf.only_task()['id']}").get_json()

    assert answer.status_code == 201
    told = [(one["key"], one["version"]) for one in answer.get_json()["items"]]
    assert told == [("dua-langkah", 1), ("dengan-kembali", 1)]
    assert task["form"]["schema"] == orjson.loads(FORM)
    assert "perihal" in task["form"]["json_schema"]["properties"]


def test_an_unchanged_file_makes_no_new_version(house):
    admin = house.program(house.admin)
    sent(admin, parts(TWO_STEPS))

    again = sent(admin, parts(TWO_STEPS))

    assert again.status_code == 200
    assert again.get_json()["items"][0]["unchanged"] is True
    assert again.get_json()["items"][0]["version"] == 1


def test_a_deployment_sent_again_with_its_key_is_answered_the_same(house):
    admin, key = house.program(house.admin), {"Idempotency-Key": "terbit"}

    first = sent(admin, parts(TWO_STEPS), **key)
    again = sent(admin, parts(TWO_STEPS), **key)
    other = sent(admin, parts(WITH_FORM), **key)

    assert again.status_code == first.status_code == 201
    assert again.get_json() == first.get_json()
    assert other.get_json()["code"] == "idempotency_conflict"


def test_a_process_of_another_name_needs_to_be_replaced_on_purpose(house):
    admin = house.program(house.admin)
    sent(admin, parts(TWO_STEPS))
    renamed = TWO_STEPS.replace(b'name="Uji"', b'name="Lain"')

    refused = sent(admin, parts(renamed))
    replaced = sent(admin, parts(renamed, replace="true"))

    assert refused.get_json()["code"] == "name_conflict"
    assert replaced.get_json()["items"][0]["version"] == 2


def test_a_refused_diagram_is_told_every_finding_and_nothing_is_deployed(house):
    admin = house.program(house.admin)
    broken = TWO_STEPS.replace(b'targetRef="B"', b'targetRef="hilang"')

    answer = sent(admin, parts(WITH_FORM.replace(b'mutubaku:form="f" ', b""), broken))

    assert answer.status_code == 422
    told = answer.get_json()
    assert told["code"] == "diagram_invalid"
    errors = [one for one in told["problems"] if one["severity"] == "error"]
    assert errors
    assert all(one["message"] and one["hint"] for one in errors)
    assert admin.get("/process-definitions").get_json()["items"] == []


def test_where_the_office_asks_for_a_second_person_a_program_deploys_nothing(
    either_house,
):
    house = either_house
    house.officer("penyetuju", "penyetuju", Right.APPROVE)
    house.office.administration.four_eyes.ask(house.admin, asked=True)

    refused = sent(house.program(house.admin), parts(TWO_STEPS))
    house.deploy(OTHER)  # as the command line does

    assert refused.status_code == 403
    assert refused.get_json()["code"] == "approval_needed"
    assert "Penyetuju" in refused.get_json()["detail"]
    deployed = house.program(house.admin).get("/process-definitions").get_json()
    assert [one["key"] for one in deployed["items"]] == ["lain"]
    kinds = [one.event.kind for one in house.office.audit.events()]
    assert kinds.count("process.deployed") == 1
    assert kinds.count("four_eyes.changed") == 1


def test_who_is_the_only_one_to_approve_deploys_alone(house):
    only = house.officer("penyetuju", "penyetuju", Right.APPROVE)
    four_eyes = house.office.administration.four_eyes
    four_eyes.ask(house.admin, asked=True)

    assert sent(house.program(only), parts(TWO_STEPS)).status_code == 201
    assert sent(house.program(house.admin), parts(OTHER)).status_code == 403
    four_eyes.ask(house.admin, asked=False)
    assert sent(house.program(house.admin), parts(OTHER)).status_code == 201


@pytest.mark.parametrize(
    ("data", "field"),
    [
        pytest.param({"note": "x"}, "file", id="no file"),
        pytest.param(parts(TWO_STEPS, replace="ya"), "replace", id="neither"),
        pytest.param(parts(TWO_STEPS, lain="x"), "lain", id="an unknown part"),
        pytest.param(parts(TWO_STEPS, note="x" * 1_001), "note", id="a long note"),
        pytest.param(
            parts(TWO_STEPS, forms=(io.BytesIO(FORM), "f.json")),
            "f.json",
            id="another ending",
        ),
        pytest.param(
            parts(TWO_STEPS, templates=(io.BytesIO(b"\xff"), "s.html.j2")),
            "s.html.j2",
            id="no text",
        ),
    ],
)
def test_parts_that_cannot_be_used_are_named(house, data, field):
    answer = sent(house.program(house.admin), data)

    assert answer.status_code == 422
    assert [one["field"] for one in answer.get_json()["errors"]] == [field]


@pytest.mark.parametrize(
    "content", [b"", b"\x00" * 100, b"<a>", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"]
)
def test_a_file_that_is_no_diagram_is_refused(house, content):
    answer = sent(house.program(house.admin), parts(content))

    assert answer.status_code == 422
    assert answer.get_json()["code"] == "diagram_invalid"


def test_another_type_of_body_deploys_nothing(house):
    answer = house.program(house.admin).post("/process-definitions", {"file": "x"})

    assert answer.status_code == 415

"""What programs may not do or cannot say, and how they are told."""

import io
from datetime import timedelta

import pytest

from engine.clock import FixedClock
from engine.domain.identity import MACHINE
from tests.services.diagrams import TWO_STEPS
from tests.web.api.conftest import BASE, ApiHouse, Program

DEEP = '{"data": ' + "[" * 100_000 + "]" * 100_000 + "}"


@pytest.fixture(scope="module")
def busy(tmp_path_factory):
    """One office for all who are refused: a case, a task, a file; nothing changes."""
    folder = tmp_path_factory.mktemp("busy")
    house = ApiHouse(f"sqlite:///{folder / 'kantor.db'}", folder)
    house.deploy(TWO_STEPS)
    house.case = house.start("dua-langkah")
    house.task = house.open_task(house.case.id)
    house.document = house.office.uploads.add(
        house.task.id, house.staf, name="a.pdf", content=b"%PDF-1.7 isi"
    )
    yield house
    house.office.close()


@pytest.mark.parametrize(
    "header",
    [
        pytest.param(None, id="nothing"),
        pytest.param("Basic c3RhZjpzYW5kaQ==", id="a password"),
        pytest.param("Bearer", id="no token"),
        pytest.param("Bearer mb_tebakan", id="a guess"),
        pytest.param("Bearer \xff\x00", id="no text"),
    ],
)
def test_nobody_gets_in_without_a_token(house, header):
    headers = {} if header is None else {"Authorization": header}

    answer = Program(house.app, "").get("/tasks", **headers)

    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer ")
    assert answer.get_json()["code"] in {"token_missing", "token_invalid"}


def test_a_token_opens_nothing_once_it_has_expired(house):
    program = house.program(house.staf, days=1)
    assert program.get("/tasks").status_code == 200
    assert isinstance(house.office.clock, FixedClock)

    house.office.clock.advance(timedelta(days=1))

    assert program.get("/tasks").get_json()["code"] == "token_invalid"


def test_a_token_opens_nothing_once_it_is_revoked(house):
    program, other = house.program(house.staf), house.program(house.staf)
    tokens, staf = house.office.tokens, house.staf
    first, _ = tokens.of_user(staf.user, staf)

    tokens.revoke(first.id, staf.user, staf)
    tokens.revoke(first.id, staf.user, staf)

    answers = [one.get("/tasks").status_code for one in (program, other)]
    assert sorted(answers) == [200, 401]
    assert house.office.audit.verify() is None


def test_a_token_opens_nothing_once_its_officer_is_disabled(house):
    program = house.program(house.staf)

    house.office.accounts.disable("staf", MACHINE)

    assert program.get("/tasks").status_code == 401


def test_a_token_is_kept_as_a_hash_only(house):
    program = house.program(house.staf)

    with house.office.database.read() as uow:
        kept = uow.people.tokens_of(house.staf.user)

    assert program.token.startswith("mb_")
    assert program.token not in repr(kept)


def test_a_signed_in_browser_is_nobody_here(busy):
    client = busy.app.test_client()
    client.set_cookie("mutubaku", "x" * 43)

    answer = client.post(f"{BASE}/tasks/{busy.task.id}/claim")

    assert answer.status_code == 401
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    ("body", "status"),
    [
        pytest.param(b"", 400, id="nothing"),
        pytest.param(b"{", 400, id="cut short"),
        pytest.param(b"\xff\xfe{}", 400, id="no UTF-8"),
        pytest.param(b'{"data": {}, "data": {}}', 400, id="a name twice"),
        pytest.param(b'{"data": {"a": 1, "a": 2}}', 400, id="a name twice inside"),
        pytest.param(b'{"data": {"a": NaN}}', 400, id="no number"),
        pytest.param(b'{"data": {"a": -Infinity}}', 400, id="infinite"),
        pytest.param(b'{"data": {"a": 1e999}}', 400, id="too large to be finite"),
        pytest.param(DEEP.encode(), 400, id="very deep"),
        pytest.param(b'{"data": {"a": ' + b"9" * 9_000 + b"}}", 422, id="many digits"),
        pytest.param(b'{"data": {"a": "\\ud800"}}', 422, id="half a character"),
        pytest.param(b'{"data": {"a": "\\u0000"}}', 422, id="a zero character"),
        pytest.param(b'{"data": {}, "reason": "\\u0000"}', 422, id="zero in a reason"),
        pytest.param(b'{"data": {}, "lain": 1}', 422, id="an unknown member"),
        pytest.param(b'{"data": {"lain": 1}}', 422, id="an unknown field"),
        pytest.param(b'{"data": []}', 422, id="data of another type"),
        pytest.param(b'{"data": {}, "decision": 3}', 422, id="a decision that is none"),
        pytest.param(b"[]", 422, id="no object"),
        pytest.param(b"null", 422, id="null"),
        pytest.param(b'{"data": {"catatan": "%s"}}' % (b"x" * 10**6), 413, id="large"),
    ],
)
def test_a_body_that_cannot_be_used_is_refused_and_changes_nothing(busy, body, status):
    staf = busy.program(busy.staf)

    answer = staf.call(
        "POST",
        f"/tasks/{busy.task.id}/complete",
        data=body,
        headers={"Idempotency-Key": "k", "Content-Type": "application/json"},
    )

    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"
    assert busy.open_task(busy.case.id).version == busy.task.version


def test_another_type_of_body_is_refused(busy):
    answer = busy.program(busy.staf).call(
        "POST", f"/tasks/{busy.task.id}/complete", data={"data": "{}"}
    )

    assert answer.status_code == 415


def test_field_errors_name_their_field_in_the_language_asked_for(busy):
    staf, place = busy.program(busy.staf), f"/tasks/{busy.task.id}/complete"
    body = {"data": {"catatan": 7}}

    english = staf.post(place, body).get_json()
    indonesian = staf.post(place, body, **{"Accept-Language": "id"}).get_json()

    (error,) = english["errors"]
    assert (error["field"], error["pointer"]) == ("catatan", "/data/catatan")
    assert english["code"] == indonesian["code"] == "submission_invalid"
    assert error["code"] == indonesian["errors"][0]["code"]
    assert error["detail"] != indonesian["errors"][0]["detail"]
    assert english["detail"] != indonesian["detail"]


@pytest.mark.parametrize(
    ("query", "status", "field"),
    [
        pytest.param("limit=0", 422, "limit", id="no item"),
        pytest.param("limit=201", 422, "limit", id="too many"),
        pytest.param("limit=1e2", 422, "limit", id="no whole number"),
        pytest.param("limit=" + "9" * 5_000, 422, "limit", id="endless"),
        pytest.param("limit=1&limit=2", 422, "limit", id="twice"),
        pytest.param("lmit=1", 422, "lmit", id="misspelt"),
        pytest.param("late=maybe", 422, "late", id="neither"),
        pytest.param("state=done", 422, "state", id="no state"),
        pytest.param("q=%00", 422, "q", id="a zero character"),
        pytest.param("lane=" + "x" * 201, 422, "lane", id="long"),
        pytest.param("cursor=x", 400, None, id="no cursor"),
        pytest.param("cursor=WzEsMl0=", 400, None, id="a cursor of two numbers"),
        pytest.param("cursor=%F0%9F%98%80", 400, None, id="a cursor of no letters"),
    ],
)
def test_a_question_that_cannot_be_meant_is_refused(busy, query, status, field):
    answer = busy.program(busy.staf).get(f"/tasks?{query}")

    assert answer.status_code == status
    named = [one["field"] for one in answer.get_json().get("errors", [])]
    assert named == ([] if field is None else [field])


CURSORS = (
    "x",
    "WyI5OTk5OTk5OTk5OTk5IiwgIiJd",
    "W251bGwsbnVsbF0=",
    "WzI1MzQwMjMwMDc5OSwiIl0=",  # the largest number that a cursor may hold
    "WzAsIlx1ZDgwMCJd",
)


def test_no_cursor_breaks_a_listing_on_either_database(either_house):
    either_house.deploy(TWO_STEPS)
    case = either_house.start("dua-langkah")
    admin = either_house.program(either_house.admin)
    places = ["/tasks", "/tasks?state=completed", "/instances", "/process-definitions"]
    places.append(f"/instances/{case.id}/events")

    answers = {
        (place, cursor): admin.get(
            f"{place}{'&' if '?' in place else '?'}cursor={cursor}"
        ).status_code
        for place in places
        for cursor in CURSORS
    }

    assert set(answers.values()) <= {200, 400}
    assert {one for (_, cursor), one in answers.items() if cursor == "x"} == {400}


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/instances/{case}", None),
        ("GET", "/instances/{case}/events", None),
        ("GET", "/instances/{case}/documents", None),
        ("POST", "/instances/{case}/cancel", {"reason": "ingin"}),
        ("POST", "/instances/{case}/suspend", {"reason": "ingin"}),
        ("POST", "/instances/{case}/resume", {}),
        ("GET", "/tasks/{task}", None),
        ("POST", "/tasks/{task}/claim", None),
        ("POST", "/tasks/{task}/release", None),
        ("POST", "/tasks/{task}/complete", {"data": {}}),
        ("POST", "/tasks/{task}/complete", {"data": {"lain": 1}}),
        ("POST", "/tasks/{task}/pause", {"reason": "ingin"}),
        ("POST", "/tasks/{task}/resume", None),
        ("POST", "/tasks/{task}/reassign", {"to": "tamu"}),
        ("POST", "/tasks/{task}/reassign", {"to": "tidak ada"}),
        ("POST", "/tasks/{task}/comment", {"text": "hai"}),
        ("GET", "/documents/{document}", None),
    ],
)
def test_a_stranger_is_told_the_same_of_what_is_there_and_of_what_is_not(
    busy, method, path, body
):
    stranger = busy.program(busy.stranger)
    there = {
        "case": busy.case.id,
        "task": busy.task.id,
        "document": busy.document.id,
    }
    headers = {"If-Match": '"7"'} if method == "POST" else {}

    answers = [
        stranger.call(
            method,
            path.format(**names),
            headers=headers,
            **({} if body is None else {"json": body}),
        )
        for names in (there, dict.fromkeys(there, "f" * 20))
    ]

    assert [one.status_code for one in answers] == [404, 404]
    told = [one.text for one in answers]
    for name in there.values():
        told[0] = told[0].replace(name, "f" * 20)
    assert told[0] == told[1]


def test_a_stranger_finds_nothing_in_any_listing(busy):
    stranger = busy.program(busy.stranger)

    found = [
        stranger.get(path).get_json()["items"] for path in ("/tasks", "/instances")
    ]

    assert found == [[], []]


def test_no_name_of_a_thing_breaks_anything_on_either_database(either_house):
    admin = either_house.program(either_house.admin)
    names = ["%00", "..%2f..", "%F0%9F%98%80", "x" * 3_000, "%ff", "%ed%a0%80"]

    answers = {
        admin.get(place + name).status_code
        for place in ("/tasks/", "/instances/", "/documents/")
        for name in names
    }

    assert answers == {404}


def test_only_who_may_approve_deploys(house):
    def sent(actor):
        file = (io.BytesIO(TWO_STEPS), "dua.bpmn")
        return house.program(actor).call(
            "POST", "/process-definitions", data={"file": file}
        )

    assert sent(house.staf).get_json()["code"] == "refused"
    assert sent(house.admin).status_code == 201


def test_only_who_may_start_starts(busy):
    answer = busy.program(busy.stranger).post(
        "/instances", {"process_key": "dua-langkah"}
    )

    assert answer.status_code == 403


def test_an_address_or_verb_that_is_not_there_is_a_problem_too(busy):
    staf = busy.program(busy.staf)

    unknown = staf.get("/tugas")
    wrong = staf.call("DELETE", f"/tasks/{busy.task.id}")

    assert (unknown.status_code, wrong.status_code) == (404, 405)
    assert unknown.mimetype == wrong.mimetype == "application/problem+json"
    assert "GET" in wrong.headers["Allow"]


def test_everybody_may_read_which_processes_are_in_use(busy):
    listed = busy.program(busy.stranger).get("/process-definitions").get_json()

    assert [one["key"] for one in listed["items"]] == ["dua-langkah"]
    assert listed["items"][0]["may_start"] is False

"""Two programs at one task, and one call sent twice."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from tests.services.diagrams import TWO_STEPS

START = {"process_key": "dua-langkah", "title": "TW II"}


@pytest.fixture
def waiting(either_house):
    """An office with one task of the staff's lane."""
    either_house.deploy(TWO_STEPS)
    either_house.case = either_house.start("dua-langkah")
    either_house.task = either_house.open_task(either_house.case.id)
    return either_house


def test_the_second_completion_is_told_who_was_faster(waiting):
    staf, other = waiting.program(waiting.staf), waiting.program(waiting.other_staf)
    place = f"/tasks/{waiting.task.id}/complete"

    first, second = staf.post(place, {"data": {}}), other.post(place, {"data": {}})

    assert (first.status_code, second.status_code) == (200, 409)
    assert second.get_json()["code"] == "task_not_open"
    assert "Staf" in second.get_json()["detail"]


def test_a_task_that_was_taken_is_a_conflict_even_with_an_old_tag(waiting):
    staf, other = waiting.program(waiting.staf), waiting.program(waiting.other_staf)
    place = f"/tasks/{waiting.task.id}"
    seen = other.get(place).headers["ETag"]

    staf.post(f"{place}/claim")
    answer = other.post(f"{place}/claim", **{"If-Match": seen})

    assert (answer.status_code, answer.get_json()["code"]) == (409, "task_taken")


def test_a_task_that_has_ended_is_a_conflict_even_with_an_old_tag(waiting):
    staf = waiting.program(waiting.staf)
    place = f"/tasks/{waiting.task.id}"
    seen = staf.get(place).headers["ETag"]

    staf.post(f"{place}/complete", {"data": {}})
    answer = staf.post(f"{place}/complete", {"data": {}}, **{"If-Match": seen})

    assert answer.status_code == 409


@pytest.mark.parametrize(
    ("tag", "status"),
    [
        pytest.param('"1"', 412, id="the one before"),
        pytest.param('"2"', 200, id="the newest"),
        pytest.param('"1", "2"', 200, id="one of two"),
        pytest.param("*", 200, id="any"),
        pytest.param("", 200, id="none"),
        pytest.param('W/"2"', 412, id="a weak one"),
        pytest.param('"lain"', 412, id="none of ours"),
        pytest.param(",", 412, id="an empty list"),
    ],
)
def test_an_open_task_changes_only_as_it_was_seen(house, tag, status):
    house.deploy(TWO_STEPS)
    task = house.open_task(house.start("dua-langkah").id)
    staf = house.program(house.staf)
    staf.post(f"/tasks/{task.id}/claim")

    answer = staf.post(f"/tasks/{task.id}/complete", {"data": {}}, **{"If-Match": tag})

    assert answer.status_code == status
    if status == 412:
        assert answer.get_json()["code"] == "precondition_failed"


@pytest.mark.parametrize(
    ("verb", "body"),
    [
        ("claim", None),
        ("release", None),
        ("pause", {"reason": "menunggu"}),
        ("resume", None),
        ("reassign", {"to": "staf2"}),
    ],
)
def test_every_verb_minds_the_tag_and_answers_with_the_next(house, verb, body):
    house.deploy(TWO_STEPS)
    task = house.open_task(house.start("dua-langkah").id)
    by = house.program(house.admin if verb == "reassign" else house.staf)
    place = f"/tasks/{task.id}"
    if verb not in {"claim", "reassign"}:
        house.program(house.staf).post(f"{place}/claim")
    if verb == "resume":
        by.post(f"{place}/pause", {"reason": "menunggu"})
    newest = by.get(place).headers["ETag"]

    old = by.post(f"{place}/{verb}", body, **{"If-Match": '"99"'})
    new = by.post(f"{place}/{verb}", body, **{"If-Match": newest})

    assert (old.status_code, new.status_code) == (412, 200)
    assert new.headers["ETag"] == by.get(place).headers["ETag"] != newest


def test_of_many_claims_at_once_one_wins(waiting):
    programs = [waiting.program(one) for one in (waiting.staf, waiting.other_staf) * 3]
    ready = Barrier(len(programs))

    def claim(program):
        ready.wait()
        answer = program.post(f"/tasks/{waiting.task.id}/claim")
        return answer.status_code, answer.get_json()

    with ThreadPoolExecutor(len(programs)) as pool:
        answers = list(pool.map(claim, programs))

    winners = {told["assignee"]["id"] for status, told in answers if status == 200}
    assert len(winners) == 1
    assert {told["code"] for status, told in answers if status != 200} == {"task_taken"}


def test_of_many_completions_at_once_one_is_done(waiting):
    programs = [waiting.program(one) for one in (waiting.staf, waiting.other_staf) * 3]
    ready = Barrier(len(programs))

    def complete(program):
        ready.wait()
        place = f"/tasks/{waiting.task.id}/complete"
        return program.post(place, {"data": {}}).status_code

    with ThreadPoolExecutor(len(programs)) as pool:
        statuses = sorted(pool.map(complete, programs))

    assert statuses == [200] + [409] * 5
    assert waiting.kinds(waiting.case.id).count("task.completed") == 1
    assert waiting.office.audit.verify() is None


def test_a_completion_sent_again_with_its_key_is_answered_the_same(waiting):
    staf, kepala = waiting.program(waiting.staf), waiting.program(waiting.kepala)
    place, key = f"/tasks/{waiting.task.id}/complete", {"Idempotency-Key": "kiriman 1"}
    body = {"data": {"catatan": "ok"}}

    first = staf.post(place, body, **key)
    kepala.post(f"/tasks/{kepala.only_task()['id']}/complete", {"data": {}})
    again = staf.post(place, body, **key, **{"If-Match": '"1"'})
    other_body = staf.post(place, {"data": {"catatan": "lain"}}, **key)
    other_key = staf.post(place, body, **{"Idempotency-Key": "kiriman 2"})

    assert again.status_code == 200
    assert again.get_json() == first.get_json()
    assert other_body.get_json()["code"] == "idempotency_conflict"
    assert other_key.get_json()["code"] == "task_not_open"


def test_completions_with_one_key_at_once_are_all_answered_the_same(waiting):
    programs = [waiting.program(waiting.staf) for _ in range(6)]
    ready = Barrier(len(programs))

    def complete(program):
        ready.wait()
        place = f"/tasks/{waiting.task.id}/complete"
        return program.post(place, {"data": {}}, **{"Idempotency-Key": "k"}).text

    with ThreadPoolExecutor(len(programs)) as pool:
        answers = set(pool.map(complete, programs))

    assert len(answers) == 1
    assert waiting.kinds(waiting.case.id).count("task.completed") == 1


def test_a_start_sent_again_with_its_key_starts_one_case(waiting):
    staf, key = waiting.program(waiting.staf), {"Idempotency-Key": "mulai"}

    first = staf.post("/instances", START, **key)
    task = first.get_json()["open_tasks"][0]
    staf.post(f"/tasks/{task['id']}/complete", {"data": {}})
    again = staf.post("/instances", START, **key)
    other = staf.post("/instances", {**START, "title": "TW III"}, **key)

    assert again.status_code == first.status_code == 201
    assert again.get_json() == first.get_json()
    assert again.headers["Location"] == first.headers["Location"]
    assert other.get_json()["code"] == "idempotency_conflict"
    assert len(staf.get("/instances?q=TW").get_json()["items"]) == 1


def test_starts_with_one_key_at_once_start_one_case(waiting):
    programs = [waiting.program(waiting.staf) for _ in range(6)]
    ready = Barrier(len(programs))

    def start(program):
        ready.wait()
        return program.post("/instances", START, **{"Idempotency-Key": "k"}).text

    with ThreadPoolExecutor(len(programs)) as pool:
        answers = set(pool.map(start, programs))

    assert len(answers) == 1
    assert len(programs[0].get("/instances?q=TW").get_json()["items"]) == 1


def test_a_key_belongs_to_who_made_it_up(waiting):
    key = {"Idempotency-Key": "sama"}

    answers = [
        waiting.program(one).post("/instances", START, **key)
        for one in (waiting.staf, waiting.other_staf)
    ]

    assert [one.status_code for one in answers] == [201, 201]
    assert answers[0].get_json()["id"] != answers[1].get_json()["id"]


@pytest.mark.parametrize("key", ["", " ", "k" * 201, "a\x01b"])
def test_a_key_that_is_none_is_refused(house, key):
    house.deploy(TWO_STEPS)

    answer = house.program(house.staf).post(
        "/instances", START, **{"Idempotency-Key": key}
    )

    assert answer.get_json()["code"] == "idempotency_key_invalid"

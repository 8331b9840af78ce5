"""Completing a step: what it does, what it refuses, what it costs."""

import pytest

from engine.domain.instances import InstanceState
from engine.domain.tasks import TaskState
from engine.errors import (
    DecisionInvalidError,
    IdempotencyConflictError,
    InstanceNotRunningError,
    ReasonMissingError,
    RefusedError,
    SubmissionInvalidError,
    TaskNotFoundError,
    TaskNotOpenError,
    TaskPausedError,
    TaskTakenError,
    VersionConflictError,
)
from tests.services.diagrams import LETTER, TWO_STEPS, WITH_RETURN


def test_a_completed_step_opens_the_next_one_for_the_lane_of_that_step(either_house):
    house = either_house
    house.deploy(TWO_STEPS)
    case = house.start("dua-langkah")

    done = house.complete(house.open_task(case.id), house.staf, data={"catatan": "ok"})

    following = house.open_task(case.id)
    assert (done.state, done.assignee_name) == (TaskState.COMPLETED, "Staf")
    assert (following.element, following.role) == ("B", "kepala")
    assert house.instance(case.id).data["catatan"] == "ok"


def test_the_last_step_ends_the_case(either_house):
    house = either_house
    house.deploy(TWO_STEPS)
    case = house.start("dua-langkah")

    house.complete(house.open_task(case.id), house.staf)
    house.complete(house.open_task(case.id), house.kepala)

    assert house.instance(case.id).state is InstanceState.COMPLETED
    assert house.office.audit.verify() is None


def test_a_task_is_due_when_its_standard_has_passed_in_working_time(house):
    house.deploy(TWO_STEPS)

    task = house.open_task(house.start("dua-langkah").id)

    assert task.standard_seconds == 1800
    assert task.due_at is not None
    assert task.due_at.isoformat() == "2024-08-19T02:00:00+00:00"


def test_completing_needs_one_commit_and_at_most_eleven_statements(house):
    house.deploy(WITH_RETURN, templates=LETTER)
    case = house.start("dengan-kembali")
    house.complete(house.open_task(case.id), house.staf)
    task = house.open_task(case.id)

    with house.office.database.counted() as cost:
        house.complete(task, house.kepala, decision="Ya")

    # The request itself asks once more: who the caller is.
    assert cost.commits == 1
    assert cost.statements <= 11


def test_a_repeated_key_answers_as_the_first_call_did(house):
    house.deploy(TWO_STEPS)
    task = house.open_task(house.start("dua-langkah").id)
    first = house.complete(
        task, house.staf, data={"catatan": "x"}, idempotency_key="k1"
    )

    again = house.complete(
        task, house.staf, data={"catatan": "x"}, idempotency_key="k1"
    )

    assert again == first


def test_a_key_that_was_used_for_another_request_is_refused(house):
    house.deploy(TWO_STEPS)
    task = house.open_task(house.start("dua-langkah").id)
    house.complete(task, house.staf, data={"catatan": "x"}, idempotency_key="k1")

    with pytest.raises(IdempotencyConflictError):
        house.complete(task, house.staf, data={"catatan": "y"}, idempotency_key="k1")


def test_completing_twice_without_a_key_says_who_did_it(house):
    house.deploy(TWO_STEPS)
    task = house.open_task(house.start("dua-langkah").id)
    house.complete(task, house.staf)

    with pytest.raises(TaskNotOpenError) as refused:
        house.complete(task, house.other_staf)

    assert refused.value.facts["by"] == "Staf"


def test_a_stranger_is_told_that_the_task_does_not_exist(house):
    house.deploy(TWO_STEPS)
    task = house.open_task(house.start("dua-langkah").id)

    with pytest.raises(TaskNotFoundError):
        house.complete(task, house.stranger)


def test_who_may_see_a_task_but_does_not_hold_its_role_is_refused(house):
    house.deploy(TWO_STEPS)
    task = house.open_task(house.start("dua-langkah").id)

    with pytest.raises(RefusedError):
        house.complete(task, house.kepala)


def test_a_task_that_somebody_else_holds_is_taken(house):
    house.deploy(TWO_STEPS)
    task = house.open_task(house.start("dua-langkah").id)
    house.office.inbox.claim(task.id, house.staf)

    with pytest.raises(TaskTakenError) as refused:
        house.complete(task, house.other_staf, version=task.version)

    assert refused.value.facts["by"] == "Staf"


def test_a_task_that_changed_since_it_was_seen_is_a_conflict_of_versions(house):
    house.deploy(TWO_STEPS)
    task = house.open_task(house.start("dua-langkah").id)
    house.office.inbox.claim(task.id, house.staf)

    with pytest.raises(VersionConflictError):
        house.complete(task, house.staf, version=task.version)


def test_a_paused_task_cannot_be_completed(house):
    house.deploy(TWO_STEPS)
    task = house.open_task(house.start("dua-langkah").id)
    house.office.inbox.claim(task.id, house.staf)
    house.office.inbox.pause(task.id, house.staf, reason="Menunggu data nagari")

    with pytest.raises(TaskPausedError):
        house.complete(task, house.staf)


def test_a_step_without_a_form_takes_no_unknown_names(house):
    house.deploy(TWO_STEPS)
    task = house.open_task(house.start("dua-langkah").id)

    with pytest.raises(SubmissionInvalidError) as refused:
        house.complete(task, house.staf, data={"setuju": True})

    assert "setuju" in refused.value.facts["errors"]
    assert house.open_task(task.instance).state is TaskState.READY


def test_a_return_asks_for_a_reason_and_counts_the_round(house):
    house.deploy(WITH_RETURN, templates=LETTER)
    case = house.start("dengan-kembali")
    house.complete(house.open_task(case.id), house.staf)
    task = house.open_task(case.id)

    with pytest.raises(ReasonMissingError):
        house.complete(task, house.kepala, decision="Tidak")
    house.complete(task, house.kepala, decision="Tidak", reason="Angka keliru")

    assert (house.open_task(case.id).element, house.open_task(case.id).round) == (
        "A",
        2,
    )


@pytest.mark.parametrize("decision", [None, "Mungkin", ""])
def test_a_decision_is_one_of_the_arrows(house, decision):
    house.deploy(WITH_RETURN, templates=LETTER)
    case = house.start("dengan-kembali")
    house.complete(house.open_task(case.id), house.staf)

    with pytest.raises(DecisionInvalidError) as refused:
        house.complete(house.open_task(case.id), house.kepala, decision=decision)

    assert refused.value.facts["choices"] == ["Ya", "Tidak"]


def test_a_step_that_decides_nothing_takes_no_decision(house):
    house.deploy(TWO_STEPS)
    task = house.open_task(house.start("dua-langkah").id)

    with pytest.raises(DecisionInvalidError):
        house.complete(task, house.staf, decision="Ya")


def test_nobody_works_on_a_suspended_case(house):
    house.deploy(TWO_STEPS)
    case = house.start("dua-langkah")
    house.office.runtime.suspend(case.id, house.kepala, reason="Audit")

    with pytest.raises(InstanceNotRunningError):
        house.complete(house.open_task(case.id), house.staf)


def test_documents_and_their_number_belong_to_a_step_that_goes_forward(house):
    house.deploy(WITH_RETURN, templates=LETTER)
    case = house.start("dengan-kembali")
    house.complete(house.open_task(case.id), house.staf)
    house.complete(
        house.open_task(case.id), house.kepala, decision="Tidak", reason="Ulang"
    )
    returned = house.office.documents.of_instance(case.id, house.admin)
    house.complete(house.open_task(case.id), house.staf)

    house.complete(house.open_task(case.id), house.kepala, decision="Ya")

    (letter,) = house.office.documents.of_instance(case.id, house.admin)
    assert returned == []
    assert "001" in letter.number
    owed = [payload["documents"] for payload in house.owed()]
    assert [one for one in owed if one] == [[letter.id]]


def test_a_job_makes_its_documents_once_however_often_it_runs(house):
    house.deploy(WITH_RETURN, templates=LETTER)
    case = house.start("dengan-kembali")
    house.complete(house.open_task(case.id), house.staf)
    house.complete(house.open_task(case.id), house.kepala, decision="Ya")

    house.office.documents.make_documents(house.owed()[0])
    house.office.documents.make_documents(house.owed()[0])

    (letter,) = house.office.documents.of_instance(case.id, house.admin)
    _, content = house.office.documents.content(letter.id, house.kepala)
    assert content.startswith(b"%PDF")
    assert letter.number.encode() in content

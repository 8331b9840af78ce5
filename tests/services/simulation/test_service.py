"""`run`: one case on a virtual clock."""

from datetime import datetime

import pytest

from engine.domain.instances import InstanceState
from engine.domain.tasks import TaskState
from engine.errors import (
    AnswersInvalidError,
    CaseStuckError,
    ProcessNotFoundError,
    ReasonMissingError,
    SubmissionInvalidError,
)
from engine.services.simulation.answers import read_answers
from engine.services.simulation.played import played_case
from engine.services.simulation.service import RunOrder
from tests.services.diagrams import (
    CALLER,
    LETTER,
    PER_ITEM,
    PER_ITEM_FORMS,
    TWO_STEPS,
    WITH_ALARM,
    WITH_RETURN,
)

START = datetime.fromisoformat("2024-08-19T08:00:00+07:00")


def play(house, key, answers="{}", start=START):
    order = RunOrder(process=key, answers=read_answers(answers.encode()), start=start)
    ended = house.office.simulation().run(order)
    return played_case(house.office.desk, ended.id)


def clock(instant):
    return instant.astimezone(START.tzinfo).strftime("%H:%M")


def test_steps_are_claimed_when_ready_and_completed_after_their_work(house):
    house.deploy(TWO_STEPS)

    played = play(house, "dua-langkah", "{A: {work: PT20M}, B: {work: PT90M}}")

    times = [
        (
            one.element,
            clock(one.task.ready_at),
            clock(one.task.claimed_at),
            clock(one.task.ended_at),
            one.late,
        )
        for one in played.steps
    ]
    assert times == [
        ("A", "08:00", "08:00", "08:20", False),
        ("B", "08:20", "08:20", "09:50", True),
    ]


def test_work_that_ends_when_it_is_due_is_on_time(house):
    house.deploy(TWO_STEPS)

    played = play(house, "dua-langkah", "{A: {work: PT30M}}")

    assert (played.steps[0].late, played.steps[0].elapsed_seconds) == (False, 1800)


def test_a_run_starts_at_the_next_working_instant(house):
    house.deploy(TWO_STEPS)
    house.clock.set(datetime.fromisoformat("2024-08-17T20:00:00+07:00"))

    played = play(house, "dua-langkah", start=None)

    first = played.steps[0].task.ready_at.astimezone(START.tzinfo)
    assert first.isoformat() == "2024-08-19T07:30:00+07:00"


def test_items_are_worked_on_side_by_side(house):
    house.deploy(PER_ITEM, forms=PER_ITEM_FORMS)
    answers = """
Siapkan: {data: {bagian_semua: [b1, b2], batas: "2024-08-22"}}
Isi:
  - {work: PT60M, data: {nilai: satu}}
  - {work: PT30M, data: {nilai: dua}}
"""

    played = play(house, "per-butir", answers)

    items = [one for one in played.steps if one.element == "Isi"]
    assert [(one.task.item, clock(one.task.ended_at)) for one in items] == [
        ("b2", "08:35"),
        ("b1", "09:05"),
    ]
    assert [one["nilai"] for one in played.instance.data["Isi"]] == ["satu", "dua"]


def test_a_list_of_lists_gives_each_visit_its_items(house):
    house.deploy(PER_ITEM, forms=PER_ITEM_FORMS)
    answers = """
Siapkan: {data: {bagian_semua: [b1, b2, b3], batas: "2024-08-22"}}
Isi:
  - [{data: {nilai: a}}, {data: {nilai: b}}, {data: {nilai: c}}]
  - [{data: {nilai: baru}}]
Periksa:
  - {decision: Tidak, reason: b3 keliru, data: {bagian_semua: [b3]}}
  - {decision: Ya}
"""

    played = play(house, "per-butir", answers)

    assert [one["nilai"] for one in played.instance.data["Isi"]] == ["a", "b", "baru"]
    assert [
        (one.task.item_index, one.task.round)
        for one in played.steps
        if one.element == "Isi"
    ] == [(0, 1), (1, 1), (2, 1), (2, 2)]


def test_a_timer_fires_before_work_that_would_end_later(house):
    house.deploy(WITH_ALARM)

    played = play(house, "dengan-alarm", "{A: {work: PT2H}}")

    assert [(one.element, one.task.state) for one in played.steps] == [
        ("A", TaskState.INTERRUPTED),
        ("C", TaskState.COMPLETED),
    ]
    assert clock(played.steps[1].task.ready_at) == "09:00"


def test_work_that_ends_when_the_timer_fires_comes_first(house):
    house.deploy(WITH_ALARM)

    played = play(house, "dengan-alarm", "{A: {work: PT1H}}")

    assert [one.element for one in played.steps] == ["A"]


def test_one_entry_per_visit_is_taken_in_order(house):
    house.deploy(WITH_RETURN, templates=LETTER)
    answers = """
B:
  - {decision: Tidak, reason: Angka keliru}
  - {decision: Ya}
"""

    played = play(house, "dengan-kembali", answers)

    rounds = [(one.element, one.task.round) for one in played.steps]
    assert rounds == [("A", 1), ("B", 1), ("A", 2), ("B", 2)]
    assert [one.template for one in played.documents] == ["surat"]


def test_the_steps_of_called_cases_are_part_of_the_run(house):
    house.deploy(CALLER, TWO_STEPS)

    played = play(house, "pemanggil")

    assert [one.element for one in played.steps] == ["A", "A", "B", "Z"]
    assert played.instance.state is InstanceState.COMPLETED


def test_a_role_without_an_officer_gets_a_stand_in(house):
    house.deploy(TWO_STEPS.replace(b"kepala", b"lurah"))

    played = play(house, "dua-langkah")

    assert played.steps[1].task.assignee_name == "(lurah) contoh"
    assert [user.login for user in house.office.stand_ins.made()] == ["contoh.lurah"]


def test_a_run_is_a_case_of_its_own_kind_with_numbers_of_its_own(house):
    house.deploy(WITH_RETURN, templates=LETTER)
    case = house.start("dengan-kembali")
    house.complete(house.open_task(case.id), house.staf)
    house.complete(house.open_task(case.id), house.kepala, decision="Ya")
    (real,) = house.office.documents.of_instance(case.id, house.admin)

    played = play(house, "dengan-kembali")

    assert played.instance.simulated
    assert "001" in real.number
    assert "001" in played.documents[0].number


@pytest.mark.parametrize(
    ("answers", "where", "reason"),
    [
        pytest.param("{Z: {}}", "Z", "answers.no_such_element", id="no such step"),
        pytest.param(
            "{mulai: {}}", "mulai", "answers.no_such_element", id="nobody's step"
        ),
        pytest.param(
            "{B: {decision: Mungkin}}",
            "B",
            "answers.no_such_decision",
            id="no such decision",
        ),
        pytest.param(
            "{A: {decision: Ya}}", "A", "answers.no_such_decision", id="decides nothing"
        ),
    ],
)
def test_answers_for_what_does_not_exist_are_named_before_anything_runs(
    house, answers, where, reason
):
    house.deploy(WITH_RETURN, templates=LETTER)

    with pytest.raises(AnswersInvalidError) as refused:
        play(house, "dengan-kembali", answers)

    assert (refused.value.facts["where"], refused.value.facts["reason"]) == (
        where,
        reason,
    )


def test_a_case_that_goes_round_without_end_is_stopped(house):
    house.deploy(WITH_RETURN, templates=LETTER)

    with pytest.raises(CaseStuckError) as stuck:
        play(
            house,
            "dengan-kembali",
            "{B: {decision: Tidak, reason: Lagi}, defaults: {work: PT0S}}",
        )

    assert stuck.value.facts["cause"].facts["reason"] == "run.endless"


def test_a_step_that_refuses_its_answer_is_named_with_the_cause(house):
    house.deploy(PER_ITEM, forms=PER_ITEM_FORMS)

    with pytest.raises(CaseStuckError) as stuck:
        play(house, "per-butir", "{Siapkan: {data: {bagian_semua: [b9]}}}")

    assert stuck.value.facts["element"] == "Siapkan"
    assert isinstance(stuck.value.facts["cause"], SubmissionInvalidError)


def test_a_return_without_a_reason_stands_where_it_is(house):
    house.deploy(WITH_RETURN, templates=LETTER)

    with pytest.raises(CaseStuckError) as stuck:
        play(house, "dengan-kembali", "{B: {decision: Tidak}}")

    assert isinstance(stuck.value.facts["cause"], ReasonMissingError)


def test_a_process_that_is_not_deployed_cannot_be_run(house):
    with pytest.raises(ProcessNotFoundError):
        play(house, "tidak-ada")

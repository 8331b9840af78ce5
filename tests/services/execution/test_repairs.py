"""Repairs of a case: what is foreseen is what then happens."""

import pytest

from engine.domain.values import ElementId
from engine.errors import (
    DecisionInvalidError,
    InstanceNotRunningError,
    OfficeInvalidError,
    RefusedError,
)
from tests.services.diagrams import LETTER, TWO_STEPS, WITH_RETURN


@pytest.fixture
def repairs(house):
    return house.office.administration.repairs


@pytest.fixture
def case(house):
    house.deploy(TWO_STEPS)
    return house.start("dua-langkah")


def names(tasks):
    return [task.name for task in tasks]


def test_skipping_is_foreseen_and_then_happens_so(house, repairs, case):
    task = house.open_task(case.id)

    foreseen = repairs.skip(case.id, task.id, house.admin, None)
    house.office.runtime.skip(task.id, house.admin, reason="listrik padam")

    assert names(foreseen.cancelled) == [task.name]
    assert list(foreseen.opened) == names(house.open_tasks(case.id))
    assert not foreseen.ends


def test_the_end_of_a_case_is_foreseen(house, repairs, case):
    house.complete(house.open_task(case.id), house.staf)
    task = house.open_task(case.id)

    foreseen = repairs.skip(case.id, task.id, house.admin, None)
    house.office.runtime.skip(task.id, house.admin, reason="selesai di luar")

    assert foreseen.ends
    assert house.instance(case.id).ended_at is not None


def test_going_back_is_foreseen_and_then_happens_so(house, repairs, case):
    house.complete(house.open_task(case.id), house.staf)
    task = house.open_task(case.id)

    foreseen = repairs.go_back(case.id, task.id, house.admin, ElementId("A"))
    house.office.runtime.go_back(
        task.id, house.admin, element=ElementId("A"), reason="salah"
    )

    assert names(foreseen.cancelled) == [task.name]
    assert list(foreseen.opened) == names(house.open_tasks(case.id))


def test_foreseeing_changes_nothing(house, repairs, case):
    task = house.open_task(case.id)
    before = (house.instance(case.id), house.kinds(case.id))

    repairs.skip(case.id, task.id, house.admin, None)

    assert (house.instance(case.id), house.kinds(case.id)) == before
    assert house.open_task(case.id) == task


def test_a_decision_that_is_no_arrow_is_refused_before_anything(house, repairs):
    house.deploy(WITH_RETURN, templates=LETTER)
    case = house.start("dengan-kembali")
    house.complete(house.open_task(case.id), house.staf)
    task = house.open_task(case.id)

    with pytest.raises(DecisionInvalidError):
        repairs.skip(case.id, task.id, house.admin, "Mungkin")


def test_a_task_that_was_done_meanwhile_is_told(house, repairs, case):
    task = house.open_task(case.id)
    house.complete(task, house.staf)

    with pytest.raises(OfficeInvalidError):
        repairs.skip(case.id, task.id, house.admin, None)


def test_a_case_that_stands_still_is_resumed_first(house, repairs, case):
    task = house.open_task(case.id)
    house.office.runtime.suspend(case.id, house.admin, reason="audit")

    with pytest.raises(InstanceNotRunningError):
        repairs.skip(case.id, task.id, house.admin, None)


def test_only_administrators_repair(house, repairs, case):
    for actor in (house.kepala, house.staf, house.stranger):
        with pytest.raises(RefusedError):
            repairs.bench(case.id, actor)

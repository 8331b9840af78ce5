"""Whole cases: starting, stopping, repairing, and who may see them."""

import pytest

from engine.domain.documents import DocumentState
from engine.domain.identity import MACHINE
from engine.domain.instances import InstanceState
from engine.domain.tasks import TaskState
from engine.domain.values import ProcessKey
from engine.errors import (
    IdempotencyConflictError,
    InstanceNotFoundError,
    InstanceNotRunningError,
    KernelError,
    ProcessNotFoundError,
    ReasonMissingError,
    RefusedError,
)
from engine.services.execution.starting import StartOrder
from tests.services.diagrams import LETTER, TWO_STEPS, WITH_RETURN


def test_a_case_is_started_by_whoever_works_in_the_lane_of_its_start(house):
    house.deploy(TWO_STEPS)

    case = house.office.runtime.start(
        StartOrder(process=ProcessKey("dua-langkah")), house.staf
    )

    assert (case.state, case.started_by) == (InstanceState.RUNNING, house.staf.user)


def test_a_case_is_not_started_by_somebody_of_another_lane(house):
    house.deploy(TWO_STEPS)

    with pytest.raises(RefusedError):
        house.office.runtime.start(
            StartOrder(process=ProcessKey("dua-langkah")), house.stranger
        )


def test_a_case_knows_the_period_that_it_was_started_for(house):
    house.deploy(TWO_STEPS)
    order = StartOrder(
        process=ProcessKey("dua-langkah"), period="2024-TW2", variables={"tahun": 7}
    )

    case = house.office.runtime.start(order, house.staf)

    assert case.period == "2024-TW2"
    assert (case.data["triwulan"], case.data["tahun"]) == (2, 7)


def test_a_process_that_is_not_deployed_starts_nothing(house):
    with pytest.raises(ProcessNotFoundError):
        house.office.runtime.start(StartOrder(process=ProcessKey("tidak-ada")), MACHINE)


def test_a_repeated_start_with_the_same_key_starts_one_case(either_house):
    house = either_house
    house.deploy(TWO_STEPS)
    order = StartOrder(process=ProcessKey("dua-langkah"), idempotency_key="k")

    first = house.office.runtime.start(order, MACHINE)
    again = house.office.runtime.start(order, MACHINE)

    assert again.id == first.id


def test_a_start_key_belongs_to_one_request(house):
    house.deploy(TWO_STEPS)
    house.office.runtime.start(
        StartOrder(process=ProcessKey("dua-langkah"), idempotency_key="k"), MACHINE
    )

    with pytest.raises(IdempotencyConflictError):
        house.office.runtime.start(
            StartOrder(
                process=ProcessKey("dua-langkah"), title="Lain", idempotency_key="k"
            ),
            MACHINE,
        )


def test_a_cancelled_case_leaves_nothing_open_and_keeps_its_number_void(either_house):
    house = either_house
    house.deploy(WITH_RETURN, templates=LETTER)
    case = house.start("dengan-kembali")
    house.complete(house.open_task(case.id), house.staf)
    house.complete(house.open_task(case.id), house.kepala, decision="Ya")
    other = house.start("dengan-kembali")
    house.complete(house.open_task(other.id), house.staf)
    house.complete(
        house.open_task(other.id), house.kepala, decision="Tidak", reason="Ulang"
    )

    house.office.runtime.cancel(other.id, house.kepala, reason="Salah periode")

    assert house.instance(other.id).state is InstanceState.CANCELLED
    assert house.open_tasks(other.id) == []
    with pytest.raises(InstanceNotRunningError):
        house.office.runtime.cancel(case.id, house.kepala, reason="Terlambat")


def test_the_documents_of_a_cancelled_case_are_void(house):
    house.deploy(
        WITH_RETURN.replace(b'targetRef="selesai"', b'targetRef="C"').replace(
            b"<endEvent",
            b'<userTask id="C" name="C"/>'
            b'<sequenceFlow id="f_C" sourceRef="C" targetRef="selesai"/><endEvent',
        ),
        templates=LETTER,
    )
    case = house.start("dengan-kembali")
    house.complete(house.open_task(case.id), house.staf)
    house.complete(house.open_task(case.id), house.kepala, decision="Ya")

    house.office.runtime.cancel(case.id, house.kepala, reason="Dibatalkan Camat")

    (letter,) = house.office.documents.of_instance(case.id, house.kepala)
    assert (letter.state, bool(letter.number)) == (DocumentState.VOID, True)


def test_cancelling_needs_a_reason(house):
    house.deploy(TWO_STEPS)
    case = house.start("dua-langkah")

    with pytest.raises(ReasonMissingError):
        house.office.runtime.cancel(case.id, house.kepala, reason="  ")


def test_cancelling_is_not_for_everybody_who_sees_the_case(house):
    house.deploy(TWO_STEPS)
    case = house.start("dua-langkah")

    with pytest.raises(RefusedError):
        house.office.runtime.cancel(case.id, house.staf, reason="Bosan")


def test_a_case_is_not_there_for_a_stranger(house):
    house.deploy(TWO_STEPS)
    case = house.start("dua-langkah")

    with pytest.raises(InstanceNotFoundError):
        house.office.runtime.cancel(case.id, house.stranger, reason="Iseng")


def test_a_resumed_case_goes_on_where_it_stood(house):
    house.deploy(TWO_STEPS)
    case = house.start("dua-langkah")
    house.office.runtime.suspend(case.id, house.kepala, reason="Audit")

    house.office.runtime.resume(case.id, house.kepala)

    house.complete(house.open_task(case.id), house.staf)
    assert house.open_task(case.id).element == "B"


def test_an_administrator_skips_a_step_with_a_reason(house):
    house.deploy(WITH_RETURN, templates=LETTER)
    case = house.start("dengan-kembali")
    house.complete(house.open_task(case.id), house.staf)
    skipped = house.open_task(case.id)

    house.office.runtime.skip(skipped.id, house.admin, reason="Pejabat cuti")

    with house.office.database.read() as uow:
        task = uow.tasks.get(skipped.id)
    assert (task.state, task.reason) == (TaskState.CANCELLED, "Pejabat cuti")
    assert house.instance(case.id).state is InstanceState.COMPLETED
    assert "task.skipped" in house.kinds(case.id)


def test_an_administrator_puts_a_case_back_to_an_earlier_step(house):
    house.deploy(TWO_STEPS)
    case = house.start("dua-langkah")
    house.complete(house.open_task(case.id), house.staf)

    house.office.runtime.go_back(
        house.open_task(case.id).id, house.admin, element="A", reason="Salah isi"
    )

    task = house.open_task(case.id)
    assert (task.element, task.round) == ("A", 2)


def test_a_case_is_put_back_to_steps_that_exist_only(house):
    house.deploy(TWO_STEPS)
    case = house.start("dua-langkah")

    with pytest.raises(KernelError):
        house.office.runtime.go_back(
            house.open_task(case.id).id, house.admin, element="Z", reason="Salah"
        )


def test_repairs_are_for_administrators(house):
    house.deploy(TWO_STEPS)
    case = house.start("dua-langkah")

    with pytest.raises(RefusedError):
        house.office.runtime.skip(
            house.open_task(case.id).id, house.kepala, reason="Cepat saja"
        )

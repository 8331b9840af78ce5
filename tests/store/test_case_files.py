"""Case files: nothing submitted is lost, whoever writes at the same time."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from hypothesis import given as supposing
from hypothesis import strategies as st

from engine.domain.instances import InstanceState
from engine.domain.tasks import TaskState
from engine.domain.values import JsonObject, TaskId
from engine.errors import VersionConflictError
from engine.store.case_files import CaseFile
from tests.store import given
from tests.store.given import NOW

TASKS = 16
CASE = given.instance(1)

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)
OBJECTS = st.dictionaries(st.text(), JSON)


def completed(task, submission):
    return replace(task, state=TaskState.COMPLETED, ended_at=NOW, submission=submission)


@pytest.fixture
def case(office):
    """Return an office with one case of sixteen open tasks."""
    with office.write() as uow:
        uow.instances.add(CASE)
        uow.tasks.add_all([given.task(number) for number in range(TASKS)])
    return office


def complete_at_once(office, complete):
    """Let eight officers complete two tasks each at the same moment."""
    barrier = threading.Barrier(8, timeout=60)

    def _work(officer):
        barrier.wait()
        for number in (officer, officer + 8):
            with office.write() as uow:
                complete(uow, given.task(number), {"nomor": number})

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(_work, range(8)))
    with office.read() as uow:
        return [one.submission for one in uow.tasks.of_instance(CASE.id)]


def test_what_officers_submit_at_once_is_all_kept(case):
    def _complete(uow, task, submission):
        instance, found = uow.instances.lock_of_task(task.id)
        data = instance.data | {f"langkah {submission['nomor']}": True}
        uow.instances.save(replace(instance, data=data))
        uow.tasks.save(completed(found, submission))

    sent = complete_at_once(case, _complete)

    with case.read() as uow:
        data = uow.instances.get(CASE.id).data
    assert sent == [{"nomor": number} for number in range(TASKS)]
    assert len(data) == len(CASE.data) + TASKS


def test_it_is_kept_even_where_nobody_locked_the_case(case):
    def _complete(uow, task, submission):
        uow.tasks.save_all([completed(task, submission)])

    sent = complete_at_once(case, _complete)

    assert sent == [{"nomor": number} for number in range(TASKS)]


def test_what_was_submitted_is_seen_at_once_and_after_the_case_ended(case):
    task = completed(given.task(3), {"a": "baris\nbaru\tdan «tab»"})
    with case.write() as uow:
        instance = uow.instances.lock(CASE.id)
        uow.tasks.save(task)
        seen = uow.tasks.get(task.id).submission
        ended = replace(instance, state=InstanceState.COMPLETED, ended_at=NOW)
        uow.instances.save(ended)

    with case.read() as uow:
        assert uow.tasks.get(task.id).submission == task.submission == seen
        assert uow.instances.get(CASE.id).data == CASE.data


def test_a_case_saved_twice_is_written_once(case):
    with case.counted() as count, case.write() as uow:
        first = uow.instances.save(replace(CASE, title="satu"))
        second = uow.instances.save(replace(first, title="dua"))

    with case.read() as uow:
        assert uow.instances.get(CASE.id) == second
    assert second.version == 3
    assert count.statements == 2  # the file is locked, then case and file written


def test_a_stale_case_saved_after_a_newer_one_is_a_conflict(case):
    with case.write() as uow:
        uow.instances.save(CASE)
        with pytest.raises(VersionConflictError):
            uow.instances.save(CASE)


def test_a_saved_case_is_read_as_it_was_saved_in_the_same_transaction(case):
    with case.write() as uow:
        saved = uow.instances.save(replace(CASE, data={"baru": 1}))
        assert uow.instances.get(CASE.id) == saved
        assert uow.instances.lock(CASE.id) == saved


def test_a_completion_with_its_case_costs_three_statements(case):
    with case.counted() as count, case.write() as uow:
        instance, task = uow.instances.lock_of_task(given.task(1).id)
        uow.instances.save(instance)
        uow.tasks.save_all([completed(task, {"a": 1})])

    assert count.statements == 3


@supposing(OBJECTS, st.dictionaries(st.text(), OBJECTS, max_size=5))
def test_a_file_comes_out_as_it_went_in(data, submitted):
    file = CaseFile(b"{}")
    file.keep_data(data)
    for task, submission in submitted.items():
        file.keep_submission(TaskId(task), submission)

    again = CaseFile(file.content())

    assert again.data == data
    assert {task: again.submission(TaskId(task)) for task in submitted} == submitted
    assert again.submission(TaskId("tidak ada")) is None or "tidak ada" in submitted


def test_what_says_the_same_twice_takes_little_room():
    file = CaseFile(b"{}")
    answers: JsonObject = {
        "indikator": [f"Persentase nagari tertib {n}" for n in range(30)]
    }
    file.keep_data(answers)
    alone = len(file.content())

    for number in range(20):
        file.keep_submission(TaskId(given.name_of(number)), answers)

    assert len(file.content()) < 3 * alone


def test_an_ended_case_keeps_of_its_visits_only_where_others_were_called(case):
    visits = {"Activity_Isi": 2, "Activity_Isi#0": 1, "Activity_Panggil@t.1": 0}
    with case.write() as uow:
        running = uow.instances.save(replace(CASE, visits=visits))
    with case.read() as uow:
        seen = uow.instances.get(CASE.id).visits

    with case.write() as uow:
        done = replace(running, state=InstanceState.COMPLETED, ended_at=NOW)
        uow.instances.save(done)

    with case.read() as uow:
        kept = uow.instances.get(CASE.id)
    assert seen == visits
    assert (kept.visits, kept.snapshot) == ({"Activity_Panggil@t.1": 0}, b"")
    assert kept.data == CASE.data

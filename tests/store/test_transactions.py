"""Transactions: what fails leaves nothing, and writers take turns."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
from sqlalchemy import text

from engine.domain.identity import Actor
from engine.domain.tasks import TaskState, claim
from engine.domain.values import UserId
from engine.errors import (
    ConflictError,
    DatabaseUnavailableError,
    SettingInvalidError,
    TaskTakenError,
    TextUnstorableError,
    VersionConflictError,
)
from engine.store import Database
from engine.store.types import NaiveInstantError
from engine.store.writer_lock import WriterLock
from tests.store import given

THREADS = 8


def test_what_fails_half_way_leaves_nothing_behind(office):
    with pytest.raises(ZeroDivisionError), office.write() as uow:  # noqa: PT012
        uow.instances.add(given.instance(uow.instances.next_number()))
        uow.tasks.add_all([given.task(1)])
        uow.events.append([given.event(1)])
        raise ZeroDivisionError

    with office.write() as uow:
        assert uow.instances.next_number() == 1
        assert uow.events.head() == (0, "0" * 64)
        assert (
            uow.tasks.due_before(datetime.max.replace(tzinfo=given.NOW.tzinfo)).items
            == ()
        )


def test_a_reading_transaction_leaves_nothing_behind(office):
    with office.read() as uow:
        uow.office.put("kop", "surat")

    with office.read() as uow:
        assert uow.office.get("kop") is None


def test_a_naive_instant_is_refused(office):
    naive = given.NOW.replace(tzinfo=None)

    with pytest.raises(NaiveInstantError), office.write() as uow:
        uow.instances.add(given.instance(1, started_at=naive))


@pytest.mark.parametrize("title", ["a\x00b", "a\ud800b"], ids=["zero", "surrogate"])
def test_a_text_that_no_database_keeps_is_refused_on_both(office, title):
    with pytest.raises(TextUnstorableError) as refused, office.write() as uow:
        uow.instances.add(given.instance(1, title=title))

    assert refused.value.facts == {"position": 1}


def test_a_change_of_what_somebody_else_changed_is_a_conflict(office):
    with office.write() as uow:
        uow.instances.add(given.instance(1))
    seen = given.instance(1)
    with office.write() as uow:
        changed = uow.instances.save(seen)

    with pytest.raises(VersionConflictError) as refused, office.write() as uow:
        uow.instances.save(seen)

    assert changed.version == 2
    assert refused.value.facts == {"what": "instances", "id": seen.id}


def test_one_stale_task_among_many_keeps_all_from_being_saved(office):
    with office.write() as uow:
        uow.instances.add(given.instance(1))
        uow.tasks.add_all([given.task(1), given.task(2), given.task(3)])
        uow.tasks.save(given.task(2))

    with pytest.raises(VersionConflictError), office.write() as uow:
        uow.tasks.save_all([given.task(1), given.task(2), given.task(3)])

    with office.read() as uow:
        versions = [uow.tasks.get(given.task(one).id).version for one in (1, 2, 3)]
    assert versions == [1, 2, 1]


def test_the_same_key_twice_is_a_conflict(office):
    with pytest.raises(ConflictError), office.write() as uow:
        uow.definitions.add(given.definition())


def test_of_eight_officers_who_claim_one_task_one_gets_it(office):
    with office.write() as uow:
        uow.instances.add(given.instance(1))
        uow.tasks.add_all([given.task(number) for number in range(5)])
    barrier = threading.Barrier(THREADS, timeout=60)

    def _claim(officer):
        actor = Actor(
            user=UserId(f"u{officer}"),
            name=f"U{officer}",
            roles=frozenset({given.KASUBAG_ROLE}),
        )
        barrier.wait()
        won = []
        for number in range(5):
            try:
                with office.write() as uow:
                    _, task = uow.instances.lock_of_task(given.task(number).id)
                    uow.tasks.save(claim(task, actor, now=given.NOW))
                    won.append(number)
            except TaskTakenError:
                continue
        return won

    with ThreadPoolExecutor(THREADS) as pool:
        winners = list(pool.map(_claim, range(THREADS)))

    with office.read() as uow:
        held = uow.tasks.of_instance(given.instance(1).id)
    assert sorted(number for won in winners for number in won) == [0, 1, 2, 3, 4]
    assert {task.state for task in held} == {TaskState.CLAIMED}
    assert {task.version for task in held} == {2}


def test_without_a_lock_the_version_still_lets_only_one_win(office):
    with office.write() as uow:
        uow.instances.add(given.instance(1))
    seen = given.instance(1)
    barrier = threading.Barrier(THREADS, timeout=60)

    def _save(_):
        barrier.wait()
        try:
            with office.write() as uow:
                uow.instances.save(seen)
        except VersionConflictError:
            return "conflict"
        return "saved"

    with ThreadPoolExecutor(THREADS) as pool:
        ends = sorted(pool.map(_save, range(THREADS)))

    assert ends == ["conflict"] * (THREADS - 1) + ["saved"]


def test_statements_and_commits_are_counted_without_their_frame(office):
    with office.counted() as count, office.write() as uow:
        uow.instances.add(given.instance(1))
        uow.instances.get(given.instance(1).id)

    assert (count.statements, count.commits) == (2, 1)


def test_a_task_and_its_case_are_locked_by_one_statement(office):
    with office.write() as uow:
        uow.instances.add(given.instance(1))
        uow.tasks.add_all([given.task(4, item={"seksi": "PMD"}, item_index=2)])

    with office.counted() as count, office.write() as uow:
        found = uow.instances.lock_of_task(given.task(4).id)

    assert found == (
        given.instance(1),
        given.task(4, item={"seksi": "PMD"}, item_index=2),
    )
    assert count.statements == 1


def test_an_sqlite_file_is_made_with_its_folder_and_keeps_what_was_promised(tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'var' / 'data' / 'kantor.db'}")

    with database.write() as uow:
        kept = {
            name: uow.connection.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }

    database.close()
    assert kept == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 30_000,
    }


@pytest.mark.parametrize(
    "url", ["mysql://kantor", "sqlite://", "sqlite:///:memory:", "berkas.db", ""]
)
def test_an_address_that_is_no_database_of_ours_is_refused(url):
    with pytest.raises(SettingInvalidError):
        Database(url)


def test_a_write_inside_a_write_is_a_mistake_and_no_deadlock(tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'kantor.db'}")

    with (
        pytest.raises(RuntimeError, match="inside"),
        database.write(),
        database.write(),
    ):
        pass

    with database.write() as uow:
        one = uow.connection.execute(text("SELECT 1")).scalar()
    database.close()
    assert one == 1


def test_a_reader_is_not_kept_waiting_by_a_writer(office):
    with office.write() as writer:
        writer.office.put("kop", "baru")
        with office.read() as reader:
            seen = reader.office.get("kop")

    assert seen is None


def test_writers_are_served_in_the_order_in_which_they_asked():
    lock = WriterLock(patience_seconds=60)
    served: list[int] = []
    lock.acquire()
    threads = []
    for number in range(5):
        thread = threading.Thread(target=_take_and_give, args=(lock, served, number))
        thread.start()
        threads.append(thread)
        while lock.waiting <= number:
            threading.Event().wait(0.001)

    lock.release()
    for thread in threads:
        thread.join(60)

    assert served == [0, 1, 2, 3, 4]


def test_a_writer_that_waited_too_long_is_told_so_and_blocks_nobody():
    lock = WriterLock(patience_seconds=0.01)
    told = []

    def _ask():
        try:
            lock.acquire()
        except DatabaseUnavailableError as error:
            told.append(error.facts["reason"])

    lock.acquire()
    thread = threading.Thread(target=_ask)
    thread.start()
    thread.join(60)
    lock.release()
    lock.acquire()

    assert told == ["store.writer_waited_too_long"]
    assert lock.waiting == 0


def _take_and_give(lock, served, number):
    lock.acquire()
    served.append(number)
    lock.release()


def test_a_connection_in_use_while_the_office_closes_is_closed_with_its_work(database):
    with database.read() as uow:
        raw = uow.connection.connection.driver_connection
        database.close()

    with pytest.raises(Exception, match="closed"):
        raw.execute("SELECT 1")

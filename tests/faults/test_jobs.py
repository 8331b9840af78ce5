"""Jobs survive what happens to processes: rollback, kill -9, a job that kills."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from engine.adapters.jobs import DbosQueue, migrate_jobs
from engine.ports import Job
from engine.store.database import Database

PROGRAM = Path(__file__).with_name("job_worker.py")
PATIENCE_SECONDS = 40.0

Starter = Callable[..., subprocess.Popen[bytes]]


@pytest.fixture
def office(fresh_database_url: str) -> Iterator[Database]:
    database = Database(fresh_database_url)
    database.migrate()
    migrate_jobs(fresh_database_url)
    queue = DbosQueue(database.writer_engine)
    database.use_jobs(queue)
    yield database
    queue.close()
    database.close()


@pytest.fixture
def start_worker(office: Database, tmp_path: Path) -> Iterator[Starter]:
    running: list[subprocess.Popen[bytes]] = []

    def start(executor: str, *dead: str) -> subprocess.Popen[bytes]:
        marker = tmp_path / f"{executor}.ready"
        marker.unlink(missing_ok=True)
        root = Path(__file__).parents[2]
        process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, PROGRAM, office.url, executor, tmp_path, *dead],
            stdin=subprocess.PIPE,
            cwd=root,
            env={"PYTHONPATH": str(root), "PATH": "/usr/bin:/bin"},
        )
        running.append(process)
        eventually(lambda: marker.exists() or process.poll() is not None)
        return process

    yield start
    for process in running:
        process.kill()
        process.communicate()


def eventually(holds: Callable[[], bool]) -> None:
    """Wait for another process; its pace is not ours to fix."""
    until = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        if time.monotonic() > until:
            pytest.fail("the other process did not get there in time")
        time.sleep(0.02)


def note(name: str, seconds: float = 0) -> Job:
    payload: dict[str, str | float] = {"name": name, "seconds": seconds}
    return Job(kind="note", key=name, payload=dict(payload))


def enqueue(office: Database, *jobs: Job) -> None:
    with office.write() as uow:
        for job in jobs:
            uow.enqueue(job)


def enqueue_and_fail(office: Database, job: Job) -> None:
    with office.write() as uow:
        uow.enqueue(job)
        raise KeyError(job.key)


def test_what_somebody_waits_for_is_done_before_what_has_patience(
    office, start_worker, tmp_path
):
    slow = [replace(note(f"document-{one}", 0.1), patience=10) for one in range(6)]
    enqueue(office, *slow)
    enqueue(office, note("warning"))

    start_worker("embedded")

    eventually((tmp_path / "document-5.done").exists)
    done = [tmp_path / f"{job.key}.done" for job in slow]
    warned = (tmp_path / "warning.done").stat().st_mtime_ns
    assert sum(1 for one in done if one.stat().st_mtime_ns < warned) <= 2


def test_a_transaction_that_rolls_back_leaves_no_job(office, start_worker, tmp_path):
    with pytest.raises(KeyError):
        enqueue_and_fail(office, note("withdrawn"))

    enqueue(office, note("kept"))
    start_worker("embedded")

    eventually((tmp_path / "kept.done").exists)
    assert not (tmp_path / "withdrawn.done").exists()


def test_the_same_key_is_the_same_job(office, start_worker, tmp_path):
    enqueue(office, note("once"))
    enqueue(office, note("once"), note("afterwards"))

    start_worker("embedded")

    eventually((tmp_path / "afterwards.done").exists)
    eventually((tmp_path / "once.done").exists)
    assert len(list(tmp_path.glob("once.begun.*"))) == 1


def test_a_worker_killed_in_the_middle_of_a_job_loses_nothing(
    office, start_worker, tmp_path
):
    enqueue(office, note("long", seconds=2))
    first = start_worker("embedded")
    eventually(lambda: any(tmp_path.glob("long.begun.*")))

    first.kill()
    first.wait()
    assert not (tmp_path / "long.done").exists()
    start_worker("embedded")

    eventually((tmp_path / "long.done").exists)
    assert len(list(tmp_path.glob("long.begun.*"))) == 2


def test_a_job_that_keeps_killing_its_own_process_is_parked(
    office, start_worker, tmp_path
):
    enqueue(office, Job(kind="die", key="poison", payload={}))
    for _ in range(8):
        start_worker("embedded", "nobody")
        eventually(lambda: (tmp_path / "poison.parked").exists() or _all_dead(tmp_path))
        if (tmp_path / "poison.parked").exists():
            break

    assert (tmp_path / "poison.parked").read_text() == "worker_died"
    enqueue(office, note("afterwards"))
    eventually((tmp_path / "afterwards.done").exists)


def _all_dead(folder: Path) -> bool:
    deaths = len(list(folder.glob("died.*")))
    seen = folder / "deaths.seen"
    known = int(seen.read_text()) if seen.exists() else 0
    if deaths > known:
        seen.write_text(str(deaths))
        return True
    return False


def ended_or_parked(process: subprocess.Popen[bytes], folder: Path) -> None:
    parked = folder / "poison.parked"
    eventually(lambda: parked.exists() or process.poll() is not None)


@pytest.mark.postgres
class TestSeveralWorkers:
    """PostgreSQL only: on SQLite one process does everything."""

    @pytest.fixture
    def fresh_database_url(self, postgres_url: str) -> str:
        return postgres_url

    def test_two_workers_share_the_jobs_and_do_none_twice(
        self, office, start_worker, tmp_path
    ):
        names = [f"job{number}" for number in range(30)]
        start_worker("one")
        start_worker("two")

        enqueue(office, *(note(name) for name in names))

        eventually(lambda: len(list(tmp_path.glob("*.done"))) == len(names))
        assert len(list(tmp_path.glob("*.begun.*"))) == len(names)

    def test_the_job_of_a_dead_worker_is_taken_over_by_a_live_one(
        self, office, start_worker, tmp_path
    ):
        enqueue(office, note("long", seconds=2))
        dying = start_worker("dying")
        eventually(lambda: any(tmp_path.glob("long.begun.*")))
        dying.kill()
        dying.wait()

        start_worker("heir", "dying")

        eventually((tmp_path / "long.done").exists)
        assert len(list(tmp_path.glob("long.begun.*"))) == 2

    def test_a_job_that_kills_one_worker_after_another_is_parked(
        self, office, start_worker, tmp_path
    ):
        enqueue(office, Job(kind="die", key="poison", payload={}))
        generations = ["first", "second", "third", "fourth"]
        for before, name in zip(["nobody", *generations], generations, strict=False):
            ended_or_parked(start_worker(name, before), tmp_path)

        assert (tmp_path / "poison.parked").read_text() == "worker_died"

"""Plays the SOP while being killed: one life after another, without memory.

Usage: case_player.py DATABASE_URL FOLDER LIVES SEED

Each life is a forked process with an office, a worker and a player of its own.
It is killed by SIGKILL at a random moment after a few steps; the next goes on
with what the database says. The last life is left alone: it finishes the open case,
waits until every document is made, and ends by itself.
"""

import os
import pickle
import random
import select
import signal
import sys
import time
from dataclasses import replace
from pathlib import Path

from engine.adapters.jobs import WorkerPolicy
from engine.bootstrap import Office, build_engine
from engine.clock import SystemClock
from engine.domain.documents import DocumentState
from engine.domain.instances import InstanceState
from engine.domain.tasks import Task
from engine.services.execution.submissions import Completion
from engine.worker import Background, connect_jobs
from tests.bench.offices import PlainRenderer, Players, settings_of
from tests.faults.cases import all_cases, all_documents

MOST_STEPS = 6  # of one life, before it is killed in the middle of the next
LONGEST_STEP = 0.05
PATIENCE_SECONDS = 120.0
# Lives are short: the worker looks for jobs often, so that many are under way.
POLICY = WorkerPolicy(poll_seconds=0.05)


def main(url: str, folder: Path, lives: int, seed: int) -> None:
    """Kill one life after another, then let the last one finish."""
    moments = random.Random(seed)  # noqa: S311 - the moments of a test
    _import_what_a_life_needs(url)
    for _ in range(lives):
        process, reading = _born(url, folder, last=False)
        for _ in range(moments.randint(1, MOST_STEPS)):
            _await_word(reading)
        time.sleep(moments.uniform(0, LONGEST_STEP))
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
        os.close(reading)
    process, _ = _born(url, folder, last=True)
    _, status = os.waitpid(process, 0)
    sys.exit(os.waitstatus_to_exitcode(status))


def _import_what_a_life_needs(url: str) -> None:
    """Build an office that does nothing: every life would import its parts anew."""
    office = build_engine(settings_of(url), renderer=PlainRenderer())
    Background(office, queue=connect_jobs(office))
    _ = office.kernel
    office.close()


def _born(url: str, folder: Path, *, last: bool) -> tuple[int, int]:
    """Fork a life; return its process and where it tells of each step."""
    reading, writing = os.pipe()
    process = os.fork()
    if process:
        os.close(writing)
        return process, reading
    code = 1
    try:
        _live(url, folder, writing, last=last)
        code = 0
    finally:
        os._exit(code)


def _await_word(reading: int) -> None:
    ready, _, _ = select.select([reading], [], [], PATIENCE_SECONDS)
    if not ready or not os.read(reading, 1):
        sys.exit("a life ended before it was killed")


def _live(url: str, folder: Path, writing: int, *, last: bool) -> None:
    office = build_engine(
        settings_of(url), clock=SystemClock(), renderer=PlainRenderer()
    )
    background = Background(office, queue=connect_jobs(office), policy=POLICY)
    background.start()
    players, journal = Players(office), folder / "journal"
    if journal.exists():
        # As a browser asks again that was never told how its request ended.
        task, completion = _noted(journal)
        office.inbox.complete(task.id, players.actor(task), completion)
    while True:
        known = all_cases(office)
        case = players.situation(known[-1])[0] if known else None
        if case is None or case.state is not InstanceState.RUNNING:
            if last and known:
                break
            case = players.start(title=f"Kasus {len(known) + 1}")
            os.write(writing, b".")
        while waiting := players.situation(case.id)[1]:
            task = players.claim(random.choice(waiting))  # noqa: S311 - any order
            completion = replace(players.completion(task), idempotency_key=task.id)
            _note(journal, task, completion)
            office.inbox.complete(task.id, players.actor(task), completion)
            os.write(writing, b".")
    _await_documents(office, background)


def _note(journal: Path, task: Task, completion: Completion) -> None:
    part = journal.with_suffix(".part")
    part.write_bytes(pickle.dumps((task, completion)))
    part.replace(journal)


def _noted(journal: Path) -> tuple[Task, Completion]:
    task, completion = pickle.loads(journal.read_bytes())  # noqa: S301 - our own
    return task, completion


def _await_documents(office: Office, background: Background) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while any(one.state is DocumentState.PENDING for one in all_documents(office)):
        if time.monotonic() > until:
            sys.exit("documents were not made in time")
        time.sleep(0.1)
    background.stop()
    office.close()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))

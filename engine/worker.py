"""What happens without anybody asking: jobs, timers, cycles, and their care.

One `Background` runs in a process: inside `serve` on the embedded database, as
often as wanted on PostgreSQL. Its threads are plain and few: DBOS takes jobs,
the ticker wakes timers, the scheduler starts cases, the measurer reads facts off
the log, the caretaker says that this process lives, takes over
the jobs of processes that do not, and clears away what finished long ago.
"""

import os
import secrets
import signal
import socket
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import structlog

from engine.adapters.jobs import (
    EMBEDDED_EXECUTOR,
    DbosQueue,
    DbosWorker,
    Reaper,
    WorkerPolicy,
    migrate_jobs,
    purge,
)
from engine.bootstrap import Office
from engine.domain.identity import MACHINE
from engine.domain.values import JsonObject, JsonValue, TaskId
from engine.errors import MutuBakuError
from engine.ports import Job
from engine.services.cycles.scheduling import CYCLE_INCIDENT
from engine.services.documents.paperwork import MAKE_DOCUMENTS, making
from engine.services.monitoring.past_facts import REPAIR_FACTS
from engine.services.notices.sending import DELIVER
from engine.services.transactions.following import FOLLOW_UP

if TYPE_CHECKING:
    from collections.abc import Mapping

BEAT_SECONDS = 2.0
SILENCE = timedelta(seconds=10)
PURGE_SECONDS = 3600.0
KEPT = timedelta(days=7)
KIND = "worker"

_log = structlog.get_logger(__name__)


def connect_jobs(office: Office) -> DbosQueue:
    """Let the office enqueue jobs that workers do; the job tables are made first."""
    migrate_jobs(office.settings.database_url)
    queue = DbosQueue(office.database.writer_engine)
    office.database.use_jobs(queue)
    return queue


class Background:
    """The threads of one process that work by themselves."""

    def __init__(
        self,
        office: Office,
        *,
        queue: DbosQueue,
        policy: WorkerPolicy | None = None,
    ) -> None:
        """Prepare; MUTUBAKU_ROLES decides which threads will run."""
        self._office = office
        self._queue = queue
        self._executor = executor_id(embedded=office.settings.is_embedded)
        self._stop = threading.Event()
        self._threads: list[threading.Thread] = []
        policy = policy or WorkerPolicy(concurrency=office.settings.worker_concurrency)
        self._reaper = Reaper(
            office.database.writer_engine,
            queue=queue,
            on_failure=self._park,
            policy=policy,
        )
        self._worker = DbosWorker(
            office.database.writer_engine,
            runners=self._runners(),
            on_failure=self._park,
            executor=self._executor,
            policy=policy,
        )

    @property
    def is_working(self) -> bool:
        """Whether this process takes jobs."""
        return "worker" in self._office.settings.roles

    def start(self) -> None:
        """Begin to take jobs and to wake timers, as the process's roles say."""
        settings = self._office.settings
        if self.is_working:
            self._beat()
            self._worker.start()
            self._requeue()
            self._run("caretaker", self._care, BEAT_SECONDS)
            self._run("purger", self._purge, PURGE_SECONDS)
        self._run("refresher", self._office.refresh, float(settings.tick_seconds))
        if "timers" in settings.roles:
            self._run("ticker", self._tick, float(settings.tick_seconds))
            self._run("scheduler", self._start_cycles, float(settings.tick_seconds))
            self._run("warner", self._warn, float(settings.tick_seconds))
            self._run("measurer", self._measure, float(settings.tick_seconds))

    def stop(self) -> None:
        """Stop after what is under way; unfinished jobs are taken up later."""
        self._stop.set()
        for thread in self._threads:
            thread.join(timeout=10)
        if self.is_working:
            self._worker.stop()
            with self._office.database.write() as uow:
                uow.workers.remove(self._executor)
        self._queue.close()

    def wait(self) -> None:
        """Wait until the process is told to stop."""
        self._stop.wait()

    def ask_to_stop(self) -> None:
        """Let `wait` return; for signal handlers."""
        self._stop.set()

    def _runners(self) -> "Mapping[str, Callable[[JsonObject], None]]":
        return {
            FOLLOW_UP: self._office.notices.follow_up,
            MAKE_DOCUMENTS: self._office.documents.make_documents,
            DELIVER: self._office.sending.deliver,
            REPAIR_FACTS: self._office.past_facts.repair,
            CYCLE_INCIDENT: lambda payload: self._office.cycle_desk.retry(
                payload, MACHINE
            ),
        }

    def _park(self, job: Job, error: str) -> None:
        _log.error("job parked", kind=job.kind, key=job.key)
        if job.kind == MAKE_DOCUMENTS:
            self._office.documents.park(job.payload, error)
        elif job.kind == DELIVER:
            self._office.sending.park(job.payload, error)
        else:
            self._office.notices.park(job, error)

    def _requeue(self) -> None:
        """Ask again for what lost its jobs, as after a restore.

        What still has a job has it under the same key, and is not done twice.
        """
        with self._office.database.write() as uow:
            waiting: dict[TaskId, list[JsonValue]] = {}
            for document in uow.documents.pending():
                waiting.setdefault(document.task, []).append(document.id)
            for task, documents in waiting.items():
                uow.enqueue(making(task, documents))
            for job in self._office.reminders.queued_jobs(uow):
                uow.enqueue(job)

    def _tick(self, now: datetime) -> None:
        woken = self._office.deadlines.tick(now)
        if woken:
            _log.info("timers fired", cases=woken)

    def _start_cycles(self, now: datetime) -> None:
        started = self._office.cycles.tick(now)
        if started:
            _log.info("cycles started", cases=started)

    def _measure(self, now: datetime) -> None:
        self._office.facts.tick(now)
        self._office.packing.tick(now)

    def _warn(self, now: datetime) -> None:
        # Digests and alarms first: what they plan leaves with this round's messages.
        self._office.digest.tick(now)
        self._office.report_mailing.tick(now)
        self._office.alarms.tick(now)
        self._office.action_reminders.tick(now)
        self._office.pauses.tick(now)
        warned = self._office.reminders.tick(now)
        if warned:
            _log.info("warned", tasks=warned)

    def _beat(self) -> None:
        with self._office.database.write() as uow:
            uow.workers.beat(self._executor, KIND, now=self._office.clock.now())

    def _care(self, now: datetime) -> None:
        if self._office.settings.is_embedded:
            self._reaper.bury()
            return
        self._beat()
        before = now - SILENCE
        with self._office.database.read() as uow:
            silent = uow.workers.silent(before=before)
        for worker in silent:
            with self._office.database.write() as uow:
                taken = uow.workers.reap(worker.id, before=before, now=now)
            if taken is None:
                continue
            returned = self._reaper.reap([worker.id])
            _log.warning("dead worker", executor=worker.id, jobs=returned)
            with self._office.database.write() as uow:
                uow.workers.remove(worker.id)
        self._reaper.bury()

    def _purge(self, now: datetime) -> None:
        purge(before=now - KEPT)
        self._office.notices.forget(now)

    def _run(self, name: str, work: Callable[[datetime], None], seconds: float) -> None:
        def loop() -> None:
            while not self._stop.is_set():
                try:
                    work(self._office.clock.now())
                except MutuBakuError as error:
                    _log.warning("will try again", thread=name, code=error.code)
                except Exception:  # noqa: BLE001 - logged, and tried again
                    # A thread that dies silently would stop every deadline of
                    # the office; the next round may well succeed.
                    _log.exception("thread failed", thread=name)
                self._stop.wait(seconds)

        thread = threading.Thread(target=loop, name=name, daemon=True)
        thread.start()
        self._threads.append(thread)


def executor_id(*, embedded: bool) -> str:
    """Return this process's id: fixed where it is alone, else never used before."""
    if embedded:
        return EMBEDDED_EXECUTOR
    return f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(4)}"


def start_background(office: Office) -> Background:
    """Start this process's threads and return them; the caller stops them."""
    background = Background(office, queue=connect_jobs(office))
    background.start()
    return background


def work(office: Office) -> None:
    """Work until SIGTERM or SIGINT: the command `worker`."""
    background = start_background(office)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: background.ask_to_stop())
    background.wait()
    background.stop()

"""Jobs through DBOS Transact: the only home of that library.

A job is one row that DBOS writes inside the caller's own transaction, so what
rolls back was never enqueued. A worker runs it at least once; its key makes it
idempotent. A failing job is tried again with growing pauses, then handed to
`on_failure`, which parks it as an incident for a person.

On SQLite one process does everything under a fixed executor id and takes its
own unfinished jobs up again when it starts. On PostgreSQL any number of workers
share the queue; jobs of a worker that died are taken over by `reap`.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from dbos import (
    DBOS,
    DBOSClient,
    DBOSConfig,
    DBOSPortableJSONSerializer,
    EnqueueOptions,
    WorkflowStatus,
)
from sqlalchemy import Connection, Engine

from engine.domain.values import JsonObject
from engine.ports import Job

QUEUE = "mutubaku-jobs"
WORKFLOW = "mutubaku.job"
APPLICATION = "mutubaku"
# Pinned: DBOS would otherwise derive it from the code and leave the jobs of the
# version before an upgrade lying for ever.
APPLICATION_VERSION = "1"
EMBEDDED_EXECUTOR = "embedded"
WORKER_DIED = "worker_died"
DEATH_MARK = "~"

JobRunner = Callable[[JsonObject], None]
FailureRecorder = Callable[[Job, str], None]

_log = logging.getLogger(__name__)


def migrate_jobs(url: str) -> None:
    """Bring DBOS's own tables to this version; apart from ours and from launch.

    Its migrations fail under our transaction hooks, so they use a plain engine.
    """
    logging.getLogger("dbos").setLevel(logging.WARNING)
    DBOS.migrate(url)


class DbosQueue:
    """The `JobQueue` port: enqueues inside the caller's transaction."""

    def __init__(self, engine: Engine) -> None:
        """Use the writer view of the database's engine; nothing connects yet."""
        self._client = DBOSClient(
            system_database_engine=engine,
            serializer=DBOSPortableJSONSerializer(),
            application_name=APPLICATION,
            lazy=True,
        )

    def enqueue(self, transaction: object, job: Job, *, deaths: int = 0) -> None:
        """Add a job; one whose key was used before is silently the same job.

        Args:
            transaction: the caller's open SQLAlchemy connection.
            job: what to do.
            deaths: workers that died over it so far; for `Reaper`.
        """
        if not isinstance(transaction, Connection):
            raise TypeError("a job is enqueued through the open SQLAlchemy connection")
        options: EnqueueOptions = {
            "queue_name": QUEUE,
            "workflow_name": WORKFLOW,
            "workflow_id": f"{job.key}{DEATH_MARK}{deaths}" if deaths else job.key,
            "app_version": APPLICATION_VERSION,
        }
        if job.patience:  # the least goes first, and what has none before it
            options["priority"] = job.patience
        self._client.enqueue_in_transaction(
            transaction, options, job.kind, job.key, job.payload
        )

    def close(self) -> None:
        """Let go of the client; the engine stays with its owner."""
        self._client.destroy()


@dataclass(frozen=True, kw_only=True, slots=True)
class WorkerPolicy:
    """How busily a worker looks for jobs and how patiently it retries them.

    Attributes:
        concurrency: jobs at once in this process.
        poll_seconds: between two looks into the queue.
        attempts: tries of a failing job before it is parked.
        first_pause: before the second try; doubles after every further one.
        deaths: processes that may end over one job before it is parked. A job that
            kills its process would otherwise go round for ever; but a power cut
            kills whatever happens to run: a job may well see twenty and be sound.
    """

    concurrency: int = 2
    poll_seconds: float = 0.5
    attempts: int = 5
    first_pause: timedelta = timedelta(seconds=2)
    deaths: int = 30


class DbosWorker:
    """Runs jobs in this process until it is stopped. One per process."""

    def __init__(
        self,
        engine: Engine,
        *,
        runners: Mapping[str, JobRunner],
        on_failure: FailureRecorder,
        executor: str = EMBEDDED_EXECUTOR,
        policy: WorkerPolicy | None = None,
    ) -> None:
        """Prepare a worker; `executor` must be no other live worker's id."""
        self._runners = dict(runners)
        self._on_failure = on_failure
        self._policy = policy or WorkerPolicy()
        self._config: DBOSConfig = {
            "name": APPLICATION,
            "system_database_engine": engine,
            "application_version": APPLICATION_VERSION,
            "executor_id": executor,
            "run_migrations": False,
            "serializer": DBOSPortableJSONSerializer(),
            "use_listen_notify": False,
            "log_level": "ERROR",
        }

    def start(self) -> None:
        """Register the job and begin to take jobs, own unfinished ones first."""
        # A registry of a worker stopped earlier in this process would hold its
        # functions and, through them, its database.
        DBOS.destroy(destroy_registry=True)
        DBOS(config=self._config)
        self._register()
        DBOS.listen_queues([QUEUE])
        DBOS.launch()
        DBOS.register_queue(
            QUEUE,
            worker_concurrency=self._policy.concurrency,
            polling_interval_sec=self._policy.poll_seconds,
            on_conflict="always_update",
        )

    def stop(self, *, patience: timedelta = timedelta(seconds=5)) -> None:
        """Stop taking jobs; what still runs after `patience` is taken up again later."""
        DBOS.destroy(
            destroy_registry=True,
            workflow_completion_timeout_sec=int(patience.total_seconds()),
        )

    def _register(self) -> None:
        policy = self._policy

        @DBOS.step(
            name="mutubaku.run",
            retries_allowed=True,
            max_attempts=policy.attempts,
            interval_seconds=policy.first_pause.total_seconds(),
            backoff_rate=2.0,
        )
        def run(kind: str, payload: JsonObject) -> None:
            self._runners[kind](payload)

        @DBOS.step(name="mutubaku.park", retries_allowed=True, max_attempts=10)
        def park(kind: str, key: str, payload: JsonObject, error: str) -> None:
            self._on_failure(Job(kind=kind, key=key, payload=payload), error)

        @DBOS.workflow(name=WORKFLOW, max_recovery_attempts=policy.deaths)
        def job(kind: str, key: str, payload: JsonObject) -> str:
            try:
                run(kind, payload)
            except Exception as error:  # noqa: BLE001 - parked for a person to see
                _log.warning("job failed", extra={"kind": kind, "key": key})
                park(kind, key, payload, _reason(error))
                return "parked"
            return "done"


class Reaper:
    """Takes over the jobs of workers that died, and buries what kills workers."""

    def __init__(
        self,
        engine: Engine,
        *,
        queue: DbosQueue,
        on_failure: FailureRecorder,
        policy: WorkerPolicy | None = None,
    ) -> None:
        """Use the writer view of the engine; `on_failure` hears of what is buried."""
        self._policy = policy or WorkerPolicy()
        self._engine = engine
        self._queue = queue
        self._on_failure = on_failure

    def reap(self, dead: Sequence[str]) -> int:
        """Hand the unfinished jobs of dead executors back to the queue.

        A job goes back under its key and the number of deaths it has seen; the
        successor is there before the old row is cancelled, so a reaper that
        dies in between loses nothing and its own successor does nothing twice.

        Args:
            dead: executor ids whose heartbeat stopped; never a live one.

        Returns:
            How many jobs went back.
        """
        if not dead:
            return 0
        returned = 0
        for found in DBOS.list_workflows(status="PENDING", executor_id=list(dead)):
            job, deaths = _job_of(found), _deaths(found.workflow_id) + 1
            if deaths >= self._policy.deaths:
                self._on_failure(job, WORKER_DIED)
            else:
                self._return(job, deaths)
                returned += 1
            DBOS.cancel_workflow(found.workflow_id)
        return returned

    def bury(self) -> int:
        """Park the jobs that ended their own process too often; return how many."""
        lost = DBOS.list_workflows(status="MAX_RECOVERY_ATTEMPTS_EXCEEDED")
        for found in lost:
            self._on_failure(_job_of(found), WORKER_DIED)
            DBOS.delete_workflow(found.workflow_id)
        return len(lost)

    def _return(self, job: Job, deaths: int) -> None:
        with self._engine.begin() as connection:
            self._queue.enqueue(connection, job, deaths=deaths)


def purge(*, before: datetime) -> int:
    """Delete finished jobs that ended before an aware instant; return how many."""
    finished = DBOS.list_workflows(
        status=["SUCCESS", "ERROR", "CANCELLED"],
        completed_before=before.isoformat(),
        limit=1000,
        load_input=False,
        load_output=False,
    )
    keys = [found.workflow_id for found in finished]
    if keys:
        DBOS.delete_workflows(keys)
    return len(keys)


def _job_of(found: WorkflowStatus) -> Job:
    args = (found.input or {"args": ()})["args"]
    kind, key, payload = args
    return Job(kind=kind, key=key, payload=payload)


def _deaths(workflow: str) -> int:
    _, parted, count = workflow.rpartition(DEATH_MARK)
    return int(count) if parted and count.isdigit() else 0


def _reason(error: Exception) -> str:
    cause = getattr(error, "errors", None)
    last = cause[-1] if isinstance(cause, list) and cause else error
    return f"{type(last).__name__}: {last}"[:2000]

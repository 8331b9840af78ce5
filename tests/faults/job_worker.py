"""A worker process for the fault tests: notes every run of a job in a folder.

Usage: job_worker.py DATABASE_URL EXECUTOR FOLDER [DEAD_EXECUTOR]
"""

import os
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path

from engine.adapters.jobs import DbosQueue, DbosWorker, Reaper, WorkerPolicy
from engine.domain.values import JsonObject
from engine.ports import Job
from engine.store.database import Database

QUICK = WorkerPolicy(
    concurrency=2,
    poll_seconds=0.05,
    attempts=3,
    first_pause=timedelta(milliseconds=20),
    deaths=3,
)


def main(url: str, executor: str, folder: Path, dead: str | None) -> None:
    """Run until standard input closes."""
    database = Database(url)
    queue = DbosQueue(database.writer_engine)

    def note(payload: JsonObject) -> None:
        # Begun, worked on for a while, done: a kill in between leaves `begun` only.
        name = str(payload["name"])
        (folder / f"{name}.begun.{os.getpid()}").touch()
        time.sleep(float(str(payload.get("seconds", 0))))
        (folder / f"{name}.done").touch()

    def die(payload: JsonObject) -> None:
        (folder / f"died.{os.getpid()}").touch()
        os._exit(9)

    def park(job: Job, error: str) -> None:
        # Whoever sees the file finds the whole word in it.
        part = folder / f"{job.key}.part"
        part.write_text(error)
        part.replace(folder / f"{job.key}.parked")

    worker = DbosWorker(
        database.writer_engine,
        runners={"note": note, "die": die},
        on_failure=park,
        executor=executor,
        policy=QUICK,
    )
    worker.start()
    if dead is not None:
        reaper = Reaper(
            database.writer_engine, queue=queue, on_failure=park, policy=QUICK
        )
        threading.Thread(target=_reap, args=(reaper, dead), daemon=True).start()
    (folder / f"{executor}.ready").touch()
    sys.stdin.read()
    worker.stop()


def _reap(reaper: Reaper, dead: str) -> None:
    while True:
        reaper.reap([dead])
        reaper.bury()
        time.sleep(0.1)


if __name__ == "__main__":
    main(
        sys.argv[1],
        sys.argv[2],
        Path(sys.argv[3]),
        sys.argv[4] if len(sys.argv) > 4 else None,
    )

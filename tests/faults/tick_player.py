"""Lets days pass in an office while its schedulers are killed again and again.

Usage: tick_player.py DATABASE_URL FOLDER LIVES SEED

Each life is two forked processes, as two servers on one database: both start cycles,
fire timers, write warnings and digests and read facts off the log, for every half
hour of three working days. Both are killed by SIGKILL at random moments; the next life goes
on from the moment to which the clock had come. The last life is one process that is
left alone until the days are over.
"""

import os
import random
import signal
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from engine.bootstrap import Office, build_engine
from engine.clock import FixedClock
from engine.settings import load_settings
from engine.worker import connect_jobs

SERVERS = 2
LONGEST_LIFE = 0.5
# From a Thursday morning to the Monday after.
BEGIN = datetime(2024, 8, 22, 0, 45, tzinfo=UTC)
MOMENTS = [
    BEGIN + timedelta(days=day, minutes=30 * place)
    for day in (0, 1, 4)
    for place in range(17)
]


def opened(url: str) -> Office:
    """Return the office with its queue; nobody takes the jobs."""
    settings = load_settings(
        {
            "MUTUBAKU_DATABASE_URL": url,
            "MUTUBAKU_SMTP_URL": "smtp://127.0.0.1:9",
            "MUTUBAKU_MAIL_FROM": "sop@kantor.example",
            "MUTUBAKU_ORIGIN": "https://sop.kantor.example",
        }
    )
    office = build_engine(settings, clock=FixedClock(BEGIN))
    office.migrate()
    connect_jobs(office)
    return office


def pass_time(office: Office, journal: Path) -> None:
    """Let the rest of the days pass, as the journal says where it stands."""
    clock = office.clock
    assert isinstance(clock, FixedClock)
    first = int(journal.read_text()) if journal.exists() else 0
    for place in range(first, len(MOMENTS)):
        _note(journal, place)
        clock.set(MOMENTS[place])
        look(office, MOMENTS[place])


def look(office: Office, now: datetime) -> None:
    """Do what the threads of a serving process do."""
    office.deadlines.tick(now)
    office.cycles.tick(now)
    office.digest.tick(now)
    office.alarms.tick(now)
    office.pauses.tick(now)
    office.reminders.tick(now)
    office.facts.tick(now)
    office.packing.tick(now)


def main(url: str, folder: Path, lives: int, seed: int) -> None:
    """Kill one life after another, then let the last one finish."""
    moments = random.Random(seed)  # noqa: S311 - the moments of a test
    for _ in range(lives):
        processes = [_born(url, folder / f"jam-{one}") for one in range(SERVERS)]
        for process in moments.sample(processes, SERVERS):
            time.sleep(moments.uniform(0.1, LONGEST_LIFE))
            os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)
        # What the slower server had not come to is past for the next life as well.
        furthest = max(_place(folder / f"jam-{one}") for one in range(SERVERS))
        for one in range(SERVERS):
            _note(folder / f"jam-{one}", furthest)
    process = _born(url, folder / "jam-0")
    _, status = os.waitpid(process, 0)
    sys.exit(os.waitstatus_to_exitcode(status))


def _born(url: str, journal: Path) -> int:
    process = os.fork()
    if process:
        return process
    code = 1
    try:
        office = opened(url)
        pass_time(office, journal)
        office.close()
        code = 0
    finally:
        os._exit(code)


def _place(journal: Path) -> int:
    return int(journal.read_text()) if journal.exists() else 0


def _note(journal: Path, place: int) -> None:
    part = journal.with_suffix(".part")
    part.write_text(str(place))
    part.replace(journal)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))

"""Sixteen officers at their browsers for a minute, against the real server.

    python tests/bench/load.py --seconds 60

`mutubaku serve` runs as a process of its own with web, worker and timers on an
SQLite file, documents are really made. The browsers look at the inbox, take a task,
open it, fill the form in as it is offered, complete it, and ask for news between;
they think for a moment before each request. Being second to take a task is what
offices know («somebody was faster»); any other refusal is an error.
"""

import argparse
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from engine.bootstrap import Office, build_engine
from engine.clock import FixedClock, SystemClock
from engine.domain.identity import MACHINE
from engine.services.demo.office import OFFICERS, PASSWORD
from tests.bench.browsing import Browser, RefusedRequestError
from tests.bench.meters import Figure, quantile
from tests.bench.offices import (
    ROOT,
    PlainRenderer,
    Players,
    people_without_passwords,
    settings_of,
    sop_order,
    without_returns,
)

BROWSERS = 16
CASES = 60
SECONDS = 60
THINKING = (0.5, 1.5)  # seconds before each request
_STEPS = 19  # of a case that nobody sends back
_KEY = "kunci untuk bangku ukur saja " * 3


class Seen:
    """What all browsers saw: how long answers took, and what went wrong."""

    def __init__(self) -> None:
        self.times: dict[str, list[float]] = {}
        self.errors: Counter[str] = Counter()
        self.late = 0
        self._lock = threading.Lock()

    def answered(self, kind: str, seconds: float) -> None:
        """Keep how long an answer took."""
        with self._lock:
            self.times.setdefault(kind, []).append(seconds)

    def went_wrong(self, what: str) -> None:
        """Keep what no officer should ever see."""
        with self._lock:
            self.errors[what] += 1

    def was_late(self) -> None:
        """Keep that somebody else was faster."""
        with self._lock:
            self.late += 1


def figures(folder: Path, *, seconds: float = SECONDS) -> list[Figure]:
    """Return what sixteen browsers see of a server of their own."""
    url = f"sqlite:///{folder}/beban.db"
    _fill(url)
    seen = Seen()
    with _served(url) as server:
        port, process = server
        browsers = [
            Browser(port, OFFICERS[n % (len(OFFICERS) - 1)].login)
            for n in range(BROWSERS)
        ]
        for browser in browsers:
            browser.sign_in(PASSWORD)
        spent = _cpu_seconds(process)
        _work(browsers, seen, seconds)
        spent = _cpu_seconds(process) - spent
    return _told(seen, seconds, spent)


def _work(browsers: list[Browser], seen: Seen, seconds: float) -> None:
    until = time.monotonic() + seconds
    with ThreadPoolExecutor(max_workers=len(browsers)) as seats:
        sitting = [
            seats.submit(_sit, browser, seen, until, number)
            for number, browser in enumerate(browsers)
        ]
    for one in sitting:
        one.result()  # a browser that broke down breaks the bench


def _sit(browser: Browser, seen: Seen, until: float, number: int) -> None:
    """Work at a browser until the time is over."""
    chance = random.Random(number)  # noqa: S311 - for thinking, not for keys
    while time.monotonic() < until:
        for kind, request in browser.round(chance):
            time.sleep(chance.uniform(*THINKING))
            begun = time.perf_counter()
            try:
                was_first = request()
            except RefusedRequestError as error:
                seen.went_wrong(f"{kind}: {error}")
                break
            except OSError as error:
                seen.went_wrong(f"{kind}: {type(error).__name__}")
                break
            seen.answered(kind, time.perf_counter() - begun)
            if not was_first:
                seen.was_late()
                break
            if time.monotonic() > until:
                break


def _told(seen: Seen, seconds: float, spent: float) -> list[Figure]:
    every = [one for times in seen.times.values() for one in times]
    for what, count in seen.errors.most_common(5):
        sys.stderr.write(f"  {count} × {what}\n")
    found = [
        Figure(name="requests answered", value=len(every), unit=""),
        Figure(name="errors", value=seen.errors.total(), unit="", budget=0),
        Figure(name="tasks that somebody else took first", value=seen.late, unit=""),
        Figure(name="CPU of the server, PDFs included", value=spent / seconds * 100,
               unit="%"),
        Figure(name="every answer, wall p50", value=quantile(every, 0.5) * 1000,
               unit="ms"),
        Figure(name="every answer, wall p95", value=quantile(every, 0.95) * 1000,
               unit="ms"),
        Figure(name="every answer, slowest", value=max(every) * 1000, unit="ms"),
    ]  # fmt: skip
    for kind, times in sorted(seen.times.items()):
        name = f"{kind} ({len(times)}), wall p95"
        found.append(Figure(name=name, value=quantile(times, 0.95) * 1000, unit="ms"))
    return found


def _fill(url: str) -> None:
    """Make the demo office with cases that stand at every step."""
    clock = FixedClock(SystemClock().now())
    office = build_engine(settings_of(url), clock=clock, renderer=PlainRenderer())
    try:
        office.migrate()
        people_without_passwords(office)
        office.demo().load([sop_order()], None)
        _give_passwords(office)
        players = Players(office, without_returns())
        for number in range(CASES):
            case = players.start(title=f"Beban {number}")
            players.play(case.id, steps=number % _STEPS)
    finally:
        office.close()


def _give_passwords(office: Office) -> None:
    """Give everybody the demo's password, hashed once: hashing is slow on purpose."""
    first = OFFICERS[0].login
    office.accounts.set_password(first, PASSWORD, MACHINE)
    with office.database.write() as uow:
        known = uow.people.user_by_login(first)
        assert known is not None
        for user in uow.people.users():
            if user.password is None:
                uow.people.save_user(replace(user, password=known.password))


@contextmanager
def _served(url: str) -> Iterator[tuple[int, int]]:
    """Yield the port and the process of a server; end it afterwards."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    environment = os.environ | {
        "MUTUBAKU_DATABASE_URL": url,
        "MUTUBAKU_SECRET_KEY": _KEY,
        "MUTUBAKU_ROLES": "web,worker,timers",
    }
    program = [str(Path(sys.executable).with_name("mutubaku")), "serve"]
    with tempfile.TemporaryFile() as log:
        server = subprocess.Popen(  # noqa: S603 - our own program
            [*program, "--port", str(port)],
            cwd=ROOT, env=environment, stdout=log, stderr=log,
        )  # fmt: skip
        try:
            _await(port, server)
            yield port, server.pid
        finally:
            server.send_signal(signal.SIGTERM)
            try:
                server.wait(timeout=30)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def _await(port: int, server: "subprocess.Popen[bytes]") -> None:
    for _ in range(300):
        if server.poll() is not None:
            break
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise RuntimeError("the server did not come up")


def _cpu_seconds(process: int) -> float:
    """Return the CPU time of a process and of its children that still run."""
    total = 0
    for one in (process, *_children(process)):
        told = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        total += int(told[11]) + int(told[12])
    return total / os.sysconf("SC_CLK_TCK")


def _children(process: int) -> list[int]:
    told = Path(f"/proc/{process}/task/{process}/children").read_text()
    return [int(one) for one in told.split()]


def main() -> None:
    """Print the figures of one run."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--seconds", type=float, default=SECONDS)
    seconds = reader.parse_args().seconds
    with tempfile.TemporaryDirectory(prefix="mutubaku-load-") as folder:
        for one in figures(Path(folder), seconds=seconds):
            sys.stdout.write(f"  {one.name:<58} {one.value:>12.1f} {one.unit}\n")


if __name__ == "__main__":
    main()

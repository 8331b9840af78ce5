"""A warm process of its own for work that must not take the office down.

Layout of a letter, or a PDF that a stranger sent, may never end or fill the memory.
So one child works at a time, within a time and a memory limit; a child that
overruns is killed and the next request gets a fresh one.

The child is started as a module, not by `multiprocessing`, which would import the
whole web server into it again. It knows no secret of ours, and what it answers is
bytes that nobody unpickles.
"""

import logging
import os
import resource
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from multiprocessing.connection import Connection

_MAX_ANSWER = 60_000_000
_STARTING = 60.0
_GRACE = 5.0
_READY = b"READY"
_KEPT = (
    *("PATH", "HOME", "TMPDIR", "LANG", "LC_ALL", "LD_LIBRARY_PATH"),
    *("XDG_CACHE_HOME", "XDG_DATA_DIRS", "FONTCONFIG_FILE", "FONTCONFIG_PATH"),
)


class TooSlowError(Exception):
    """The child did not answer in time."""


class ChildUnavailableError(Exception):
    """No child could be had: it does not start, ends at once, or is asked too much."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """What a child may use.

    Attributes:
        timeout: longest time of one request.
        memory_bytes: its address space.
        requests: after which it is replaced, which bounds leaks.
        patience: how long a request waits for those before it; None: as long as
            they take.
    """

    timeout: timedelta
    memory_bytes: int
    requests: int = 500
    patience: timedelta | None = None


class ChildProcess:
    """Asks a child one request after another.

    Args:
        module: started as the child; it calls `serve`.
        limits: of the child.
    """

    def __init__(self, module: str, limits: Limits) -> None:
        self._module = module
        self._limits = limits
        self._lock = threading.Lock()
        self._child: Child | None = None

    def ask(self, request: bytes) -> bytes:
        """Return what the child answers.

        Raises:
            TooSlowError: it took too long, and was killed.
            ChildUnavailableError: it ended twice in a row, or others wait already.
        """
        patience = self._limits.patience
        waits = -1 if patience is None else patience.total_seconds()
        if not self._lock.acquire(timeout=waits):
            raise ChildUnavailableError
        try:
            return self._asked(request)
        finally:
            self._lock.release()

    @property
    def pid(self) -> int | None:
        """The child's process id, None while there is none."""
        return None if self._child is None else self._child.pid

    def warm(self) -> None:
        """Start the child now, so that the first request need not wait for it."""
        with self._lock:
            self._living()

    def close(self) -> None:
        """End the child; a later request starts another."""
        with self._lock:
            self._end()

    def _asked(self, request: bytes) -> bytes:
        for _ in range(2):
            child = self._living()
            try:
                return child.ask(request, self._limits.timeout.total_seconds())
            except TooSlowError:
                self._end()
                raise
            except (EOFError, OSError):
                # Killed from outside: the same request gets one more child.
                self._end()
        raise ChildUnavailableError

    def _living(self) -> "Child":
        child = self._child
        if child is not None and (
            not child.lives or child.asked >= self._limits.requests
        ):
            self._end()
            child = None
        if child is None:
            limits = self._limits
            child = self._child = Child(
                self._module, limits.memory_bytes, limits.timeout.total_seconds()
            )
        return child

    def _end(self) -> None:
        if self._child is not None:
            self._child.end()
            self._child = None


class Child:
    """One child and the pipe to it."""

    def __init__(self, module: str, memory: int, seconds: float) -> None:
        """Start it; `memory` in bytes, `seconds` of one request.

        Raises:
            ChildUnavailableError: it does not come up.
        """
        ours, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - our own module
                [
                    *(sys.executable, "-m", module),
                    *map(str, (theirs.fileno(), memory, seconds)),
                ],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                env=_environment(),
            )
        self._pipe = Connection(ours.detach())
        self.asked = 0
        try:
            ready = self._pipe.poll(_STARTING) and self._pipe.recv_bytes() == _READY
        except (EOFError, OSError):
            ready = False
        if not ready:
            self.end()
            raise ChildUnavailableError

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    @property
    def lives(self) -> bool:
        """Whether it has not ended yet."""
        return self._process.poll() is None

    def ask(self, request: bytes, seconds: float) -> bytes:
        """Return its answer; EOFError or OSError where it ended instead.

        Raises:
            TooSlowError: no answer within the seconds.
        """
        self.asked += 1
        self._pipe.send_bytes(request)
        if not self._pipe.poll(seconds):
            raise TooSlowError
        return self._pipe.recv_bytes(_MAX_ANSWER)

    def end(self) -> None:
        """Kill it."""
        self._pipe.close()
        self._process.kill()
        self._process.wait()

    def ended(self, seconds: float) -> int:
        """Wait until it ends by itself and return with what status."""
        return self._process.wait(timeout=seconds)


def serve(prepare: Callable[[], Callable[[bytes], bytes]]) -> None:
    """Be the child: answer requests until the other end closes.

    Args:
        prepare: imports what is heavy, within the memory limit, and returns what
            answers.
    """
    pipe = Connection(int(sys.argv[1]))
    memory, seconds = int(sys.argv[2]), float(sys.argv[3])
    logging.disable(logging.CRITICAL)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    answer = prepare()
    pipe.send_bytes(_READY)
    with suppress(EOFError, OSError):
        while True:
            request = pipe.recv_bytes()
            # Nobody stops us when our parent was killed meanwhile: we do, later.
            signal.setitimer(signal.ITIMER_REAL, seconds + _GRACE)
            pipe.send_bytes(answer(request))
            signal.setitimer(signal.ITIMER_REAL, 0)


def _environment() -> dict[str, str]:
    """Return what the child may know: where fonts and modules are, no secret of ours."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return kept | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}

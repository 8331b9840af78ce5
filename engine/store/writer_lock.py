"""A fair lock for the writers of one process on SQLite.

SQLite lets a waiting writer try again by chance: with eight writers one may
starve for seconds. Whoever asks first is served first here; the database's own
busy timeout remains for writers in other processes.
"""

import threading
from collections import deque

from engine.errors import DatabaseUnavailableError


class WriterLock:
    """Serves threads in the order in which they asked."""

    def __init__(self, *, patience_seconds: float) -> None:
        self._patience_seconds = patience_seconds
        self._guard = threading.Lock()
        self._queue: deque[threading.Event] = deque()
        self._owner: int | None = None

    @property
    def waiting(self) -> int:
        """How many threads wait for their turn."""
        return len(self._queue)

    def acquire(self) -> None:
        """Wait for one's turn.

        Raises:
            DatabaseUnavailableError: the turn did not come in time.
            RuntimeError: this thread holds the lock already and would wait for
                itself.
        """
        me = threading.get_ident()
        turn = threading.Event()
        with self._guard:
            if self._owner == me:
                raise RuntimeError("a write transaction inside a write transaction")
            if self._owner is None:
                self._owner = me
                return
            self._queue.append(turn)
        if turn.wait(self._patience_seconds):
            self._owner = me
            return
        self._give_up(turn)

    def release(self) -> None:
        """Hand the lock to whoever has waited longest."""
        with self._guard:
            if self._queue:
                # Not None, so that nobody who asks now passes the one who is woken.
                self._owner = 0
                self._queue.popleft().set()
            else:
                self._owner = None

    def _give_up(self, turn: threading.Event) -> None:
        with self._guard:
            if turn in self._queue:
                self._queue.remove(turn)
                raise DatabaseUnavailableError(reason="store.writer_waited_too_long")
        # The turn came between our patience and the guard: take it.
        self._owner = threading.get_ident()

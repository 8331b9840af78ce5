"""A warm process of its own that makes the PDFs.

Layout in a thread of the web process made other requests wait ten times as long,
and a template that never ends or fills the memory must not take the office down.
So one child renders at a time, within a time and a memory limit; a child that
overruns is killed and the next document gets a fresh one.

The child is started as a module, not by `multiprocessing`, which would import the
whole web server into it again. Requests go in pickled, from us to the child; what
comes back from the side that ran a template is never unpickled.
"""

import json
import logging
import os
import pickle
import resource
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from multiprocessing.connection import Connection
from typing import Self

from engine.errors import RendererUnavailableError, TemplateInvalidError
from engine.ports import Attachment

_DONE, _REFUSED = b"D", b"R"
_MAX_ANSWER = 60_000_000
_STARTING = 60.0
_GRACE = 5.0
_READY = b"READY"
_KEPT = (
    *("PATH", "HOME", "TMPDIR", "LANG", "LC_ALL", "LD_LIBRARY_PATH"),
    *("XDG_CACHE_HOME", "XDG_DATA_DIRS", "FONTCONFIG_FILE", "FONTCONFIG_PATH"),
)

Request = tuple[
    str, Mapping[str, object], Sequence[Attachment], Mapping[str, str] | None
]


class RenderProcess:
    """Renders documents one after another in a child process.

    Args:
        timeout: longest time of one document.
        memory_bytes: address space of the child.
        renders: documents after which the child is replaced, which bounds leaks.
    """

    def __init__(
        self,
        *,
        timeout: timedelta = timedelta(seconds=60),
        memory_bytes: int = 2_000_000_000,
        renders: int = 500,
    ) -> None:
        self._timeout = timeout.total_seconds()
        self._memory = memory_bytes
        self._renders = renders
        self._lock = threading.Lock()
        self._child: _Child | None = None

    def render(
        self,
        template: str,
        context: Mapping[str, object],
        attachments: Sequence[Attachment] = (),
        partials: Mapping[str, str] | None = None,
    ) -> bytes:
        """Return the bytes of a PDF/A-3a, as `WeasyRenderer.render` does.

        Raises:
            TemplateInvalidError: also for a document over the time or memory limit.
            RendererUnavailableError: if the child ended twice in a row.
        """
        request = pickle.dumps((template, context, attachments, partials))
        with self._lock:
            for _ in range(2):
                child = self._living()
                try:
                    return _read(child.ask(request, self._timeout))
                except _TooSlowError:
                    self._end()
                    raise _refusal("template.too_slow") from None
                except (EOFError, OSError):
                    # Killed from outside: the same document gets one more child.
                    self._end()
        raise RendererUnavailableError

    @property
    def child_pid(self) -> int | None:
        """The child's process id, None while there is none."""
        return None if self._child is None else self._child.pid

    def warm(self) -> None:
        """Start the child now, so that the first document need not wait for it."""
        with self._lock:
            self._living()

    def close(self) -> None:
        """End the child; a later `render` starts another."""
        with self._lock:
            self._end()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _living(self) -> "_Child":
        child = self._child
        if child is not None and (not child.lives or child.asked >= self._renders):
            self._end()
            child = None
        if child is None:
            child = self._child = _Child(self._memory, self._timeout)
        return child

    def _end(self) -> None:
        if self._child is not None:
            self._child.end()
            self._child = None


class _TooSlowError(Exception):
    """No answer in time."""


class _Child:
    """One child and the pipe to it."""

    def __init__(self, memory: int, seconds: float) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - our own module
                [
                    *(sys.executable, "-m", __name__),
                    *map(str, (theirs.fileno(), memory, seconds)),
                ],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                env=_child_environment(),
            )
        self._pipe = Connection(ours.detach())
        self.asked = 0
        try:
            ready = self._pipe.poll(_STARTING) and self._pipe.recv_bytes() == _READY
        except (EOFError, OSError):
            ready = False
        if not ready:
            self.end()
            raise RendererUnavailableError

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def lives(self) -> bool:
        return self._process.poll() is None

    def ask(self, request: bytes, seconds: float) -> bytes:
        self.asked += 1
        self._pipe.send_bytes(request)
        if not self._pipe.poll(seconds):
            raise _TooSlowError
        return self._pipe.recv_bytes(_MAX_ANSWER)

    def end(self) -> None:
        self._pipe.close()
        self._process.kill()
        self._process.wait()


def _child_environment() -> dict[str, str]:
    """Return what the child may know: where fonts and modules are, no secret of ours."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return kept | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


def _read(answer: bytes) -> bytes:
    kind, content = answer[:1], answer[1:]
    if kind == _DONE:
        return content
    facts = json.loads(content)
    line = facts["line"]
    raise TemplateInvalidError(
        template=str(facts["template"]),
        reason=str(facts["reason"]),
        line=line if isinstance(line, int) else None,
        detail=str(facts["detail"]),
    )


def _refusal(reason: str) -> TemplateInvalidError:
    return TemplateInvalidError(template="", reason=reason, line=None, detail="")


def _serve(pipe: Connection, memory: int, seconds: float) -> None:
    """Answer requests until the other end closes."""
    # WeasyPrint is only imported here: half a second and 60 MB of the child's.
    from engine.adapters.pdf import WeasyRenderer  # noqa: PLC0415

    logging.disable(logging.CRITICAL)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    renderer = WeasyRenderer()
    renderer.render("<p>.</p>", {})
    pipe.send_bytes(_READY)
    with suppress(EOFError, OSError):
        while True:
            request = pipe.recv_bytes()
            # Nobody stops us when our parent was killed meanwhile: we do, later.
            signal.setitimer(signal.ITIMER_REAL, seconds + _GRACE)
            pipe.send_bytes(_answer(renderer.render, request))
            signal.setitimer(signal.ITIMER_REAL, 0)


def _answer(render: object, request: bytes) -> bytes:
    try:
        made: bytes = render(*pickle.loads(request))  # type: ignore[operator]  # noqa: S301 - from our parent
    except TemplateInvalidError as error:
        return _REFUSED + json.dumps(error.facts).encode()
    except MemoryError:
        return (
            _REFUSED + json.dumps(_refusal("template.too_much_memory").facts).encode()
        )
    return _DONE + made


if __name__ == "__main__":
    _serve(Connection(int(sys.argv[1])), int(sys.argv[2]), float(sys.argv[3]))

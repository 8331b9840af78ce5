"""Makes the PDFs in a child process.

Layout in a thread of the web process made other requests wait ten times as long,
and a template that never ends or fills the memory must not take the office down.
Requests go in pickled, from us to the child; what comes back from the side that
ran a template is never unpickled.
"""

import json
import pickle
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Self

from engine.adapters.child_process import (
    ChildProcess,
    ChildUnavailableError,
    Limits,
    TooSlowError,
    serve,
)
from engine.errors import RendererUnavailableError, TemplateInvalidError
from engine.ports import Attachment

_DONE, _REFUSED = b"D", b"R"


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
        limits = Limits(timeout=timeout, memory_bytes=memory_bytes, requests=renders)
        self._child = ChildProcess(__name__, limits)

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
        try:
            return _read(self._child.ask(request))
        except TooSlowError:
            raise _refusal("template.too_slow") from None
        except ChildUnavailableError:
            raise RendererUnavailableError from None

    @property
    def child_pid(self) -> int | None:
        """The child's process id, None while there is none."""
        return self._child.pid

    def warm(self) -> None:
        """Start the child now, so that the first document need not wait for it."""
        self._child.warm()

    def close(self) -> None:
        """End the child; a later `render` starts another."""
        self._child.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


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


def _prepared() -> Callable[[bytes], bytes]:
    # WeasyPrint is only imported here: half a second and 60 MB of the child's.
    from engine.adapters.pdf import WeasyRenderer  # noqa: PLC0415

    renderer = WeasyRenderer()
    renderer.render("<p>.</p>", {})
    return lambda request: _answer(renderer.render, request)


def _answer(render: Callable[..., bytes], request: bytes) -> bytes:
    try:
        made = render(*pickle.loads(request))  # noqa: S301 - from our parent
    except TemplateInvalidError as error:
        return _REFUSED + json.dumps(error.facts).encode()
    except MemoryError:
        return (
            _REFUSED + json.dumps(_refusal("template.too_much_memory").facts).encode()
        )
    return _DONE + made


if __name__ == "__main__":
    serve(_prepared)

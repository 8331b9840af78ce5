"""Where services and adapters meet: protocols and their value types.

A protocol stands here only where the outside begins (kernel, PDF, jobs, mail)
or a second implementation exists.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from engine.domain.decisions import Decided
from engine.domain.definitions import ProcessDefinition
from engine.domain.diagram import Diagram, EventKind, WaitKind
from engine.domain.layout import Layout
from engine.domain.moving import MovedCase, Renaming
from engine.domain.values import (
    CaseData,
    ElementId,
    FlowId,
    JsonObject,
    JsonValue,
    TokenId,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenedWait:
    """A token that now waits for a person.

    Attributes:
        item: this item's value in a multi-instance, None otherwise.
        item_index: its place from 0 in this visit's list, None otherwise.
        performer: role key that the step's performer expression gave, or None
            where the lane's role performs.
        due: date or instant text that `mutubaku:due` gave, or None.
    """

    token: TokenId
    element: ElementId
    kind: WaitKind
    item: JsonValue = None
    item_index: int | None = None
    performer: str | None = None
    due: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenedTimer:
    """A token that waits for time; exactly one of the two texts is set.

    Attributes:
        duration: ISO 8601 duration, counted in working time by the service.
        instant: ISO 8601 date or instant.
    """

    token: TokenId
    element: ElementId
    duration: str | None = None
    instant: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenedCall:
    """A token that waits for a case of another process to end."""

    token: TokenId
    element: ElementId
    called: str
    item: JsonValue = None
    item_index: int | None = None


class ClosedReason(StrEnum):
    """Why a token went away without being completed."""

    INTERRUPTED = "interrupted"
    CANCELLED = "cancelled"


@dataclass(frozen=True, kw_only=True, slots=True)
class Closed:
    """A wait, timer or call that another event took away in this step."""

    token: TokenId
    reason: ClosedReason


@dataclass(frozen=True, kw_only=True, slots=True)
class Passed:
    """An element that the case went through by itself in this step.

    Attributes:
        throws: kind of a thrown message or signal, to be recorded, or None.
        flow: the arrow that a gateway took, or None.
        decided: what a decision table answered; it belongs into the case's data.
    """

    element: ElementId
    throws: EventKind | None = None
    flow: FlowId | None = None
    decided: Decided | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class KernelStep:
    """What one call of the kernel amounts to. Nothing in it knows the time."""

    snapshot: bytes
    opened: tuple[OpenedWait, ...] = ()
    timers: tuple[OpenedTimer, ...] = ()
    calls: tuple[OpenedCall, ...] = ()
    closed: tuple[Closed, ...] = ()
    passed: tuple[Passed, ...] = ()
    ended: bool = False


class ProcessKernel(Protocol):
    """Runs a definition: a pure function of snapshot and input.

    The case's data is handed in whole, the submission already merged; the
    snapshot keeps none of it but the items of multi-instances. All methods
    raise `KernelError` and leave the caller's snapshot as it was.
    """

    def start(self, definition: ProcessDefinition, data: CaseData) -> KernelStep:
        """Start a case at its plain start event."""
        ...

    def complete(
        self,
        definition: ProcessDefinition,
        snapshot: bytes,
        token: TokenId,
        data: CaseData,
        decision: FlowId | None = None,
    ) -> KernelStep:
        """Complete a person's wait or a call; `decision` is the chosen arrow."""
        ...

    def wake(
        self,
        definition: ProcessDefinition,
        snapshot: bytes,
        fired: Sequence[TokenId],
        data: CaseData,
    ) -> KernelStep:
        """Let timers fire, in the order given. Tokens no longer there are skipped."""
        ...

    def restart_at(
        self,
        definition: ProcessDefinition,
        snapshot: bytes,
        token: TokenId,
        element: ElementId,
        data: CaseData,
    ) -> KernelStep:
        """Take the token away and put one at an element of the same scope.

        An administrator's repair; refused where `element` stands in another
        sub-process or a repetition.
        """
        ...

    def move(
        self,
        definition: ProcessDefinition,
        to: ProcessDefinition,
        snapshot: bytes,
        data: CaseData,
        names: Renaming,
    ) -> MovedCase:
        """Rewrite a case for another version, or tell what is in the way."""
        ...


class DiagramReader(Protocol):
    """Reads a file that nobody vouches for."""

    def read(self, source: bytes, file: str) -> Diagram:
        """Return the diagram as read.

        Raises:
            DiagramInvalidError: the file cannot be read as a whole; its one
                problem says why (not XML, too large, a DOCTYPE, encoding).
        """
        ...


class ShapeReader(Protocol):
    """Reads where a file draws the elements of a process."""

    def layout(self, source: bytes, process: str) -> Layout | None:
        """Return the drawing of a process by its XML id, or None without one.

        Raises:
            DiagramInvalidError: the file cannot be read as a whole.
        """
        ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Attachment:
    """A file inside a PDF. `media_type` as in RFC 6838."""

    name: str
    media_type: str
    content: bytes


class DocumentRenderer(Protocol):
    """Makes a PDF/A-3a of a template and its data."""

    def render(
        self,
        template: str,
        context: Mapping[str, object],
        attachments: Sequence[Attachment] = (),
        partials: Mapping[str, str] | None = None,
    ) -> bytes:
        """Return the PDF's bytes.

        Args:
            template: source of a Jinja2 template, run in a sandbox.
            context: plain values only.
            attachments: files that go into the PDF.
            partials: sources that the template extends or imports, by file name
                without `.html.j2` (`_surat`).

        Raises:
            InvalidError: the template cannot be rendered with this data.
        """
        ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Job:
    """Background work. `key` makes it idempotent; what has more patience waits."""

    kind: str
    key: str
    payload: JsonObject
    patience: int = 0


class JobQueue(Protocol):
    """Takes jobs inside the caller's transaction, at least once each."""

    def enqueue(self, transaction: object, job: Job) -> None:
        """Add a job to the caller's open transaction (a SQLAlchemy connection)."""
        ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Message:
    """A message to one person.

    Attributes:
        id: the same for the same message, so that a repeated one can be known.
        to: mailbox, or a messenger's address.
        html: empty where the way out knows plain text only.
        at: aware; when it is sent.
        attachments: files that mail carries along.
    """

    id: str
    to: str
    subject: str
    text: str
    at: datetime
    html: str = ""
    attachments: tuple[Attachment, ...] = ()


class Mailer(Protocol):
    """Sends mail."""

    def send(self, message: Message) -> None:
        """Hand a message over to the next mail server.

        Raises:
            DeliveryRefusedError: it will never be taken.
            DeliveryFailedError: it may be taken later.
        """
        ...


class Messenger(Protocol):
    """Sends to messengers."""

    def knows(self, address: str) -> bool:
        """Tell whether messages can be sent to such an address."""
        ...

    def send(self, message: Message) -> None:
        """Send a message; errors as `Mailer`."""
        ...

"""Values that only the store knows how to keep: deployed files, notes, incidents."""

from dataclasses import dataclass, field
from datetime import datetime

from engine.domain.values import (
    CalendarKey,
    DefinitionId,
    InstanceId,
    JsonObject,
    JsonValue,
    ProcessKey,
    TaskId,
    UserId,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class DefinitionSummary:
    """A deployed version without its files.

    Attributes:
        retired_at: since when no case may be started, or None.
    """

    id: DefinitionId
    key: ProcessKey
    version: int
    name: str
    file: str
    process_id: str
    checksum: str
    author: UserId
    note: str
    deployed_at: datetime
    calendar: CalendarKey
    retired_at: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredDefinition(DefinitionSummary):
    """A deployed version with everything it was compiled from.

    Attributes:
        forms: form key to JSON text.
        templates: template key to source.
        tables: decision table key to JSON text.
        roles: lane name to role key, as matched when it was deployed.
        known: what the office knew then (keys of forms, processes), so that
            compiling again gives the same.
    """

    xml: bytes
    forms: dict[str, str] = field(default_factory=dict)
    templates: dict[str, str] = field(default_factory=dict)
    tables: dict[str, str] = field(default_factory=dict)
    roles: dict[str, str] = field(default_factory=dict)
    known: JsonObject = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """What an officer typed into a form and did not send yet."""

    task: TaskId
    user: UserId
    data: JsonObject
    saved_at: datetime
    version: int = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Comment:
    """A remark on a case, at one of its tasks or on the whole."""

    id: str
    instance: InstanceId
    task: TaskId | None
    author: UserId
    author_name: str
    text: str
    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Incident:
    """Something failed for good and waits for a person.

    Attributes:
        kind: of the job (`document.render`) or `kernel`.
        key: the job's key; one incident per kind and key is open at a time.
        code: of the error, with its `facts`.
        payload: the job's, to try it again.
    """

    id: str
    kind: str
    key: str
    code: str
    facts: JsonObject
    opened_at: datetime
    payload: JsonObject = field(default_factory=dict)
    instance: InstanceId | None = None
    task: TaskId | None = None
    attempts: int = 0
    closed_at: datetime | None = None
    closed_by: UserId | None = None
    version: int = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class ApiToken:
    """An API token without its secret; `hash` is the sha256 of it."""

    id: str
    user: UserId
    name: str
    hash: bytes
    created_at: datetime
    expires_at: datetime | None = None
    revoked_at: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredAnswer:
    """How a call with an idempotency key was answered."""

    request_hash: str
    response: JsonValue
    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Worker:
    """A process that does jobs; `reaps` counts how often it was found dead."""

    id: str
    kind: str
    seen_at: datetime
    reaps: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class RegisterNumber:
    """A number drawn from a register; `year` is the office's."""

    register: str
    year: int
    sequence: int
    simulated: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Provenance:
    """Where a figure came from: who, when, in which step, and why anew.

    Attributes:
        reason: why an earlier version was replaced, else empty.
    """

    by: UserId
    at: datetime
    reason: str = ""
    instance: InstanceId | None = None
    task: TaskId | None = None

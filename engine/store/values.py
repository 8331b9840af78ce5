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
        roles: lane name to role key, as matched when it was deployed.
        known: what the office knew then (keys of forms, processes), so that
            compiling again gives the same.
    """

    xml: bytes
    forms: dict[str, str] = field(default_factory=dict)
    templates: dict[str, str] = field(default_factory=dict)
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
class StoredIndicator:
    """An indicator of one year, as the office planned it.

    Attributes:
        code: unique in its year.
        level: of the plan (`iku`, `program`, `kegiatan`).
        parent: the indicator that it serves, or None.
        objective: sasaran.
        direction, aggregation: words that the rules of achievement read.
        section: role key of the section that answers for it.
        details: everything else the plan says (formula, cap, source, budget).
        example: made by the demo, and labelled so.
    """

    id: str
    code: str
    year: int
    level: str
    objective: str
    name: str
    unit: str
    direction: str
    aggregation: str
    section: str
    parent: str | None = None
    details: JsonObject = field(default_factory=dict)
    example: bool = False
    active: bool = True
    version: int = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredTarget:
    """A target of one period (`2024`, `2024-TW1`, `2024-07`).

    Attributes:
        value: decimal digits or a grade, as text.
        revision: set by the store, from 1.
        reason: why an earlier revision was changed, else empty.
    """

    indicator: str
    period: str
    value: str
    set_by: UserId
    set_at: datetime
    reason: str = ""
    revision: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredRealisation:
    """What was reached in one period, with its evidence.

    Attributes:
        value: decimal digits or a grade, as text; None: reported as missing.
        evidence: document ids and remarks, as the step's form gave them.
        revision: set by the store, from 1.
        reason: why an earlier revision was changed, else empty.
    """

    indicator: str
    period: str
    value: str | None
    recorded_by: UserId
    recorded_at: datetime
    remark: str = ""
    evidence: JsonValue = None
    instance: InstanceId | None = None
    task: TaskId | None = None
    reason: str = ""
    revision: int = 0

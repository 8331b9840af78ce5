"""Process instances (cases): their states and what may follow on what."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from engine.domain.values import (
    CalendarKey,
    DefinitionId,
    InstanceId,
    JsonObject,
    ProcessKey,
    TokenId,
    UserId,
)
from engine.errors import InstanceNotRunningError


class InstanceState(StrEnum):
    """running and suspended are open; `failed` means that an incident stands."""

    RUNNING = "running"
    SUSPENDED = "suspended"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    FAILED = "failed"


@dataclass(frozen=True, kw_only=True, slots=True)
class Instance:
    """One run of a definition.

    Attributes:
        number: running number of the office's cases, for people.
        period: `2024-08` or `2024-TW3`, empty where the case has none.
        data: the case's data, one flat object.
        visits: how often each element (per item) has been opened so far,
            `element` or `element#index` to count.
        snapshot: the kernel's opaque bytes.
        parent, parent_token: the calling case and its waiting token.
        simulated: made by `run`; left out of inboxes and monitoring.
    """

    id: InstanceId
    number: int
    definition: DefinitionId
    process: ProcessKey
    title: str
    state: InstanceState
    snapshot: bytes
    calendar: CalendarKey
    started_at: datetime
    started_by: UserId
    period: str = ""
    data: JsonObject = field(default_factory=dict)
    visits: dict[str, int] = field(default_factory=dict)
    parent: InstanceId | None = None
    parent_token: TokenId | None = None
    simulated: bool = False
    ended_at: datetime | None = None
    reason: str = ""
    version: int = 1

    def require_running(self) -> None:
        """Raise InstanceNotRunningError unless work may go on."""
        if self.state is not InstanceState.RUNNING:
            raise InstanceNotRunningError(instance=self.id, state=self.state.value)


def ended(instance: Instance, *, now: datetime) -> Instance:
    """Return the instance completed at an aware instant."""
    return replace(instance, state=InstanceState.COMPLETED, ended_at=now)


def cancelled(instance: Instance, *, reason: str, now: datetime) -> Instance:
    """Return the instance cancelled; only an open or failed one can be."""
    if instance.state in {InstanceState.COMPLETED, InstanceState.CANCELLED}:
        raise InstanceNotRunningError(instance=instance.id, state=instance.state.value)
    return replace(instance, state=InstanceState.CANCELLED, ended_at=now, reason=reason)


def suspended(instance: Instance, *, reason: str) -> Instance:
    """Return the instance suspended; only a running one can be."""
    instance.require_running()
    return replace(instance, state=InstanceState.SUSPENDED, reason=reason)


def failed(instance: Instance) -> Instance:
    """Return a running instance failed: an incident stands, a person decides."""
    instance.require_running()
    return replace(instance, state=InstanceState.FAILED)


def resumed(instance: Instance) -> Instance:
    """Return a suspended or failed instance running again."""
    if instance.state not in {InstanceState.SUSPENDED, InstanceState.FAILED}:
        raise InstanceNotRunningError(instance=instance.id, state=instance.state.value)
    return replace(instance, state=InstanceState.RUNNING, reason="")

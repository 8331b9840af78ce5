"""What a case is started with, by whom, and that a repeated order starts one."""

import hashlib
from dataclasses import dataclass, field

from engine.domain.identity import Actor, Right
from engine.domain.values import CalendarKey, InstanceId, JsonObject, ProcessKey
from engine.errors import IdempotencyConflictError
from engine.services.definitions.deployed import LoadedDefinition
from engine.services.execution.submissions import canonical
from engine.services.transactions.changes import Changes
from engine.store.database import UnitOfWork

START_SCOPE = "start"


@dataclass(frozen=True, kw_only=True, slots=True)
class StartOrder:
    """What a case is started with.

    Attributes:
        process: key; the newest version runs.
        period: `2024-08` or `2024-TW3`, or empty.
        variables: first data of the case.
        calendar: None for the one its process was deployed with.
    """

    process: ProcessKey
    title: str = ""
    period: str = ""
    variables: JsonObject = field(default_factory=dict)
    calendar: CalendarKey | None = None
    simulated: bool = False
    idempotency_key: str | None = None


def may_start(actor: Actor, loaded: LoadedDefinition) -> bool:
    """Tell whether somebody may start cases: by right, or by the start's lane."""
    if actor.has(Right.START) or actor.has(Right.ADMINISTER):
        return True
    return loaded.starting_role in actor.roles


def _request_hash(order: StartOrder, actor: Actor) -> str:
    asked: JsonObject = {
        "actor": actor.user,
        "process": order.process,
        "title": order.title,
        "period": order.period,
        "variables": order.variables,
    }
    return hashlib.sha256(canonical(asked)).hexdigest()


def answered(uow: UnitOfWork, order: StartOrder, actor: Actor) -> InstanceId | None:
    """Return the case that the same request started before."""
    if order.idempotency_key is None:
        return None
    answer = uow.idempotency.get(START_SCOPE, order.idempotency_key)
    if answer is None:
        return None
    if answer.request_hash != _request_hash(order, actor):
        raise IdempotencyConflictError(key=order.idempotency_key)
    return InstanceId(str(answer.response))


def remember(changes: Changes, order: StartOrder, started: InstanceId) -> None:
    """Keep which case an order with a key started."""
    if order.idempotency_key is not None:
        changes.uow.idempotency.put(
            START_SCOPE,
            order.idempotency_key,
            _request_hash(order, changes.actor),
            started,
            changes.now,
        )

"""Moving running cases to another version of their SOP.

What is planned is what happens: both ask `Relocation`. Each case is a transaction
of its own, so one that cannot move keeps no other from moving.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from engine.domain.identity import Actor, Right
from engine.domain.instances import Instance
from engine.domain.moving import Renaming
from engine.domain.values import DefinitionId, InstanceId, JsonObject, ProcessKey
from engine.domain.versions import CaseMove
from engine.errors import (
    InstanceNotFoundError,
    MutuBakuError,
    ProcessNotFoundError,
    RefusedError,
)
from engine.ports import Closed, ClosedReason, KernelStep, OpenedWait
from engine.services.definitions.deployed import LoadedDefinition
from engine.services.execution.progress import Progress
from engine.services.execution.submissions import MAX_REASON
from engine.services.transactions.changes import Changes, new_id
from engine.services.transactions.desk import Desk
from engine.services.transactions.locking import locked_instance
from engine.services.versions.plans import CasePlan, Foreseen, Route
from engine.services.versions.relocation import Relocation
from engine.store.database import UnitOfWork

MOST_PLANNED = 200
__all__ = ["CasePlan", "MoveOrder", "MoveOutcome", "MovePlan", "MovingService"]


@dataclass(frozen=True, kw_only=True, slots=True)
class MoveOrder:
    """Which cases go where.

    Attributes:
        process: key of the SOP.
        version: number of the version to go to.
        names: which element of that version stands for which of the case's.
        cases: None for all that can move.
        reason: for the log.
    """

    process: ProcessKey
    version: int
    names: Renaming = field(default_factory=Renaming)
    cases: frozenset[InstanceId] | None = None
    reason: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class MovePlan:
    """What an order would do; nothing is changed by asking.

    Attributes:
        target: the version that the cases would go to.
        cases: the first open cases of other versions, by number.
        left: how many more there are, of which nothing was computed.
    """

    target: LoadedDefinition
    cases: tuple[CasePlan, ...]
    left: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class MoveOutcome:
    """What became of one case: moved, or why not.

    Attributes:
        plan: what was done; None of a case that had ended or moved meanwhile.
        error: what kept it from moving although the plan was good, or None.
    """

    case: InstanceId
    plan: CasePlan | None = None
    error: MutuBakuError | None = None

    @property
    def moved(self) -> bool:
        """Whether the case runs in the new version now."""
        return self.error is None and self.plan is not None and self.plan.may_move


class MovingService:
    """Plans moves of running cases, and makes them."""

    def __init__(
        self, *, desk: Desk, progress: Progress, relocation: Relocation
    ) -> None:
        self._desk = desk
        self._progress = progress
        self._relocation = relocation

    def plan(self, order: MoveOrder, actor: Actor) -> MovePlan:
        """Return what an order would do to every case, without doing it.

        Raises:
            ProcessNotFoundError: there is no such version, or it is retired.
            RefusedError: the actor may neither approve SOPs nor administer.
        """
        _require_mover(actor, order.process)
        now = self._desk.clock.now()
        with self._desk.database.read() as uow:
            target = self._target(uow, order)
            wanted = self._wanted(uow, order, target)
            found = [uow.instances.get(one) for one in wanted[:MOST_PLANNED]]
            plans = [
                self._relocation.foreseen(
                    uow, case, Route(to=target, names=order.names), now
                ).plan
                for case in found
            ]
        left = len(wanted) - len(found)
        return MovePlan(target=target, cases=tuple(plans), left=left)

    def move(self, order: MoveOrder, actor: Actor) -> tuple[MoveOutcome, ...]:
        """Move the cases of an order that can move; each as one transaction.

        Raises:
            ProcessNotFoundError, RefusedError: as for `plan`.
        """
        _require_mover(actor, order.process)
        with self._desk.database.read() as uow:
            target = self._target(uow, order)
            wanted = self._wanted(uow, order, target)
        return tuple(self._move(one, order, target, actor) for one in wanted)

    def _wanted(
        self, uow: UnitOfWork, order: MoveOrder, target: LoadedDefinition
    ) -> Sequence[InstanceId]:
        movable = uow.versions.movable(order.process, target.definition.id)
        chosen = order.cases
        return [one for one in movable if chosen is None or one in chosen]

    def _target(self, uow: UnitOfWork, order: MoveOrder) -> LoadedDefinition:
        for one in uow.definitions.versions(order.process):
            if one.version == order.version and one.retired_at is None:
                return self._desk.library.of(uow, one.id)
        raise ProcessNotFoundError(key=order.process)

    def _move(
        self,
        case: InstanceId,
        order: MoveOrder,
        target: LoadedDefinition,
        actor: Actor,
    ) -> MoveOutcome:
        try:
            plan = self._moved(case, order, target, actor)
        except InstanceNotFoundError:
            return MoveOutcome(case=case)
        except MutuBakuError as error:
            return MoveOutcome(case=case, error=error)
        return MoveOutcome(case=case, plan=plan)

    def _moved(
        self,
        case: InstanceId,
        order: MoveOrder,
        target: LoadedDefinition,
        actor: Actor,
    ) -> CasePlan:
        with locked_instance(self._desk.database, case) as locked:
            now = self._desk.clock.now()
            instance = locked.instance
            if instance.ended_at or instance.definition == target.definition.id:
                raise InstanceNotFoundError(instance=case)
            route = Route(to=target, names=order.names)
            found = self._relocation.foreseen(locked.uow, instance, route, now)
            if not found.plan.may_move:
                return found.plan
            changes = Changes(uow=locked.uow, now=now, actor=actor)
            changes.know(instance, *locked.callers)
            self._apply(changes, instance, found, order.reason)
            changes.write()
            self._remember(locked.uow, instance, target.definition.id, changes)
            return found.plan

    def _apply(
        self, changes: Changes, before: Instance, found: Foreseen, reason: str
    ) -> None:
        changes.keep(found.instance)
        facts: JsonObject = {
            "from": str(found.plan.version),
            "name": str(found.plan.to_version),
            "reason": reason.strip()[:MAX_REASON],
        }
        changes.record("instance.moved", instance=before.id, facts=facts)
        for task, after in found.tasks:
            changes.save(after)
            if task.due_at != after.due_at:
                told: JsonObject = {
                    "from": task.due_at.isoformat() if task.due_at else None,
                    "to": after.due_at.isoformat() if after.due_at else None,
                }
                changes.record(
                    "task.due_moved", instance=before.id, task=task.id, facts=told
                )
        for timer in found.timers:
            changes.stop(timer.token)
            changes.wait_for(timer)
        step = KernelStep(
            snapshot=found.instance.snapshot,
            opened=tuple(
                OpenedWait(token=one.token, element=one.element, kind=one.kind)
                for one in found.opened
                if one.kind is not None
            ),
            closed=tuple(
                Closed(token=token, reason=ClosedReason.CANCELLED)
                for token in found.dropped
            ),
        )
        self._progress.record(changes, before.id, step)

    def _remember(
        self,
        uow: UnitOfWork,
        before: Instance,
        after: DefinitionId,
        changes: Changes,
    ) -> None:
        move = CaseMove(
            id=new_id(),
            instance=before.id,
            before=before.definition,
            after=after,
            at=changes.now,
            by=changes.actor.user,
        )
        uow.versions.add_moves([move])


def _require_mover(actor: Actor, process: ProcessKey) -> None:
    if not (actor.has(Right.APPROVE) or actor.has(Right.ADMINISTER)):
        raise RefusedError(action="move", subject=process)

"""`SpiffKernel`: the `ProcessKernel` port on SpiffWorkflow.

Each call makes the case from its snapshot, lets it take one step and returns
what came of it. Whatever fails, the case is thrown away and the caller keeps
the snapshot it had.
"""

import secrets
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, NoReturn

from SpiffWorkflow.exceptions import SpiffWorkflowException
from SpiffWorkflow.util.weakmethod import DeadMethodCalled

from engine.adapters.spiff.building import CaseSpec, flows_decided_at
from engine.adapters.spiff.definitions import SpecCache
from engine.adapters.spiff.expressions import SafeEngine
from engine.adapters.spiff.migrate import moved
from engine.adapters.spiff.outcome import outcome
from engine.adapters.spiff.snapshot import thaw
from engine.adapters.spiff.specs import Outlook
from engine.adapters.spiff.workflow import CaseWorkflow
from engine.domain.definitions import ProcessDefinition
from engine.domain.moving import MovedCase, Renaming
from engine.domain.values import CaseData, ElementId, FlowId, TokenId
from engine.errors import KernelError
from engine.ports import ClosedReason, KernelStep

# Its other errors belong to its parsers and serializers, which do not run here.
LIBRARY_ERRORS = (SpiffWorkflowException, DeadMethodCalled)

_RESTARTABLE = frozenset(
    {"userTask", "callActivity", "subProcess", "intermediateCatchEvent", "endEvent"}
)


class SpiffKernel:
    """Runs definitions. Threads may share one; it remembers only specs.

    Args:
        remembered: how many definitions' specs are kept.
        compacting: False keeps finished history in the snapshots, for the tests
            that prove that nothing depends on it.
    """

    def __init__(self, *, remembered: int = 200, compacting: bool = True) -> None:
        self._specs = SpecCache(remembered)
        self._compacting = compacting

    def start(self, definition: ProcessDefinition, data: CaseData) -> KernelStep:
        """Start a case at its plain start event."""
        spec = self._specs.spec_of(definition)
        seed = secrets.token_hex(8)
        case = CaseWorkflow(spec, SafeEngine(data), seed=seed, last=0)
        return self._step(case, lambda: case.enter(spec.begin, scope=None))

    def complete(
        self,
        definition: ProcessDefinition,
        snapshot: bytes,
        token: TokenId,
        data: CaseData,
        decision: FlowId | None = None,
    ) -> KernelStep:
        """Complete a person's wait or a call; `decision` is the chosen arrow.

        Raises:
            KernelError: `token_gone`, `not_completable`, `decision_unknown`, or
                why the case cannot go on.
        """
        case = self._thaw(definition, snapshot, data)
        waiting = _token(case, token)
        spec = waiting.task_spec
        if spec.outlook not in (Outlook.PERSON, Outlook.CALL):
            raise KernelError(reason="kernel.not_completable", element=spec.element)
        _check_decision(case.spec, spec.element, decision)
        case.record.decision = decision
        case.record.decided_at = spec.element
        return self._step(case, lambda: case.trigger(waiting))

    def wake(
        self,
        definition: ProcessDefinition,
        snapshot: bytes,
        fired: Sequence[TokenId],
        data: CaseData,
    ) -> KernelStep:
        """Let timers fire, in the order given. Tokens no longer there are skipped.

        Raises:
            KernelError: `not_a_timer`, or why the case cannot go on.
        """
        case = self._thaw(definition, snapshot, data)

        def fire() -> None:
            for token in fired:
                timer = _find(case, token)
                if timer is None:
                    continue
                if timer.task_spec.outlook is not Outlook.TIME:
                    element = timer.task_spec.element
                    raise KernelError(reason="kernel.not_a_timer", element=element)
                case.trigger(timer)
                case.run_on()

        return self._step(case, fire)

    def restart_at(
        self,
        definition: ProcessDefinition,
        snapshot: bytes,
        token: TokenId,
        element: ElementId,
        data: CaseData,
    ) -> KernelStep:
        """Take the token away and put one at an element of the same scope.

        A token of a repeated activity stands for the whole activity: all its
        items are taken away.

        Raises:
            KernelError: `token_gone`; `restart_not_here` where the element cannot
                take a token or stands in another scope; `restart_not_from` for
                the token of a boundary event.
        """
        case = self._thaw(definition, snapshot, data)
        leaving = _whole_activity(case, _token(case, token))
        target = _restart_target(case, leaving, element)

        def restart() -> None:
            group = leaving.internal_data.get("group")
            rivals = case.among("group", group) if group is not None else []
            for gone in (leaving, *rivals):
                case.take_away(gone, ClosedReason.CANCELLED)
            case.enter(target, scope=leaving.internal_data.get("scope"))

        return self._step(case, restart)

    def move(
        self,
        definition: ProcessDefinition,
        to: ProcessDefinition,
        snapshot: bytes,
        data: CaseData,
        names: Renaming,
    ) -> MovedCase:
        """Rewrite a case's snapshot for another version, or tell what is in the way.

        Raises:
            KernelError: the snapshot cannot be read.
        """
        old, new = self._specs.spec_of(definition), self._specs.spec_of(to)
        return moved(snapshot, old, new, data, names)

    def _thaw(
        self, definition: ProcessDefinition, snapshot: bytes, data: CaseData
    ) -> Any:
        spec = self._specs.spec_of(definition)
        return thaw(snapshot, spec, SafeEngine(data))

    def _step(self, case: CaseWorkflow, begin: Callable[[], object]) -> KernelStep:
        newest = case.last
        try:
            begin()
            case.run_on()
            return outcome(case, newest, compacting=self._compacting)
        except LIBRARY_ERRORS as error:
            _raise_translated(error)


def _raise_translated(error: Exception) -> NoReturn:
    spec = getattr(error, "task_spec", None)
    raise KernelError(
        reason="kernel.engine", element=getattr(spec, "element", None), why=str(error)
    ) from error


def _find(case: CaseWorkflow, token: TokenId) -> Any | None:
    seed, _, number = token.rpartition(".")
    if seed != case.seed or not (number.isascii() and number.isdecimal()):
        return None
    with suppress(ValueError):
        return case.live.get(int(number))
    return None


def _token(case: CaseWorkflow, token: TokenId) -> Any:
    found = _find(case, token)
    if found is None or found.task_spec.outlook is None:
        raise KernelError(reason="kernel.token_gone", element=None, token=token)
    return found


def _whole_activity(case: CaseWorkflow, token: Any) -> Any:
    """Return the token of the repeated activity that a token is an item of."""
    if token.task_spec.repeats is None:
        return token
    return case.live[token.internal_data["scope"]]


def _restart_target(case: Any, leaving: Any, element: ElementId) -> Any:
    """Return the spec of an element to which a token may be moved by hand."""
    if "host" in leaving.internal_data:
        at = leaving.task_spec.element
        raise KernelError(reason="kernel.restart_not_from", element=at)
    target = case.spec.by_element.get(element)
    if (
        target is None
        or target.node.kind not in _RESTARTABLE
        or target.node.parent != leaving.task_spec.node.parent
    ):
        raise KernelError(reason="kernel.restart_not_here", element=element)
    return target


def _check_decision(
    spec: CaseSpec, element: ElementId, decision: FlowId | None
) -> None:
    if decision is None:
        return
    choices = flows_decided_at(spec, element)
    if decision not in choices:
        raise KernelError(
            reason="kernel.decision_unknown",
            element=element,
            decision=decision,
            choices=choices,
        )

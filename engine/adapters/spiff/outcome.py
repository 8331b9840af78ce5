"""What a step amounts to: tokens opened and closed, elements passed, the snapshot."""

from typing import Any

from engine.adapters.spiff.items import item_value
from engine.adapters.spiff.snapshot import freeze
from engine.adapters.spiff.specs import Outlook
from engine.adapters.spiff.workflow import CaseWorkflow
from engine.domain.diagram import TimerText, WaitKind
from engine.domain.moving import Standing
from engine.domain.values import ElementId, JsonValue, TokenId
from engine.errors import KernelError
from engine.ports import (
    Closed,
    KernelStep,
    OpenedCall,
    OpenedTimer,
    OpenedWait,
)


def token_id(case: CaseWorkflow, number: int) -> TokenId:
    """Return the id by which the outside knows a token, unlike that of any other."""
    return TokenId(f"{case.seed}.{number}")


def outcome(case: CaseWorkflow, newest: int, *, compacting: bool) -> KernelStep:
    """Return what came of a step.

    Args:
        case: at rest; its history is dropped here.
        newest: number of the newest token before the step.
        compacting: False keeps the history.
    """
    opened = [token for token in case.live.values() if token.id > newest]
    closed = [
        Closed(token=token_id(case, number), reason=reason)
        for number, reason in case.record.closed.items()
        if number <= newest and case.tasks[number].task_spec.outlook is not None
    ]
    if compacting:
        case.compact()
    return KernelStep(
        snapshot=freeze(case),
        opened=tuple(_wait(t) for t in opened if _looks(t, Outlook.PERSON)),
        timers=tuple(_timer(t) for t in opened if _looks(t, Outlook.TIME)),
        calls=tuple(_call(t) for t in opened if _looks(t, Outlook.CALL)),
        closed=tuple(closed),
        passed=tuple(case.record.passed),
        ended=not case.live,
    )


def stands(token: Any, *, before: ElementId | None, host: TokenId | None) -> Standing:
    """Return what a token at rest waits for, told anew by its definition."""
    outlook = token.task_spec.outlook
    if outlook is Outlook.PERSON:
        wait = _wait(token)
        return Standing(
            token=wait.token,
            element=wait.element,
            before=before,
            kind=wait.kind,
            item=wait.item,
            item_index=wait.item_index,
            performer=wait.performer,
            due=wait.due,
            host=host,
        )
    timer = _timer(token) if outlook is Outlook.TIME else None
    return Standing(
        token=token_id(token.workflow, token.id),
        element=token.task_spec.element,
        before=before,
        duration=timer.duration if timer else None,
        instant=timer.instant if timer else None,
        host=host,
    )


def _looks(token: Any, outlook: Outlook) -> bool:
    return token.task_spec.outlook is outlook


def _wait(token: Any) -> OpenedWait:
    spec = token.task_spec
    item, index = _item(token)
    return OpenedWait(
        token=token_id(token.workflow, token.id),
        element=spec.element,
        kind=spec.kind or WaitKind.USER,
        item=item,
        item_index=index,
        performer=_performer(token),
        due=_text(token, spec.node.due, "due"),
    )


def _timer(token: Any) -> OpenedTimer:
    timer = token.task_spec.node.timer or TimerText()
    return OpenedTimer(
        token=token_id(token.workflow, token.id),
        element=token.task_spec.element,
        duration=timer.duration or None,
        instant=timer.date or None,
    )


def _call(token: Any) -> OpenedCall:
    item, index = _item(token)
    return OpenedCall(
        token=token_id(token.workflow, token.id),
        element=token.task_spec.element,
        called=token.task_spec.node.called or "",
        item=item,
        item_index=index,
    )


def _item(token: Any) -> tuple[JsonValue, int | None]:
    """Return the inmost item that a token stands in, and its place."""
    for inner in token.workflow.around(token):
        own = inner.internal_data
        if "item" in own:
            return item_value(own["item"]), own["index"]
    return None, None


def _performer(token: Any) -> str | None:
    written: str | None = token.task_spec.node.performer
    if written is None or not written.startswith("="):
        return written
    return _text(token, written, "performer")


def _text(token: Any, expression: str | None, what: str) -> str | None:
    if expression is None:
        return None
    value: JsonValue = token.workflow.script_engine.evaluate(token, expression)
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return value
    raise KernelError(
        reason=f"kernel.not_a_{what}",
        element=token.task_spec.element,
        expression=expression,
    )

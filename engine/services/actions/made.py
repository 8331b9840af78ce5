"""Actions that a completed step promises, made in its own transaction.

A step that is done again keeps what it promised in the same words, and drops
what it promises no more; what was done already stays done.
"""

from dataclasses import replace

from engine.domain.actions import (
    Action,
    ActionState,
    PromisedAction,
    action_id,
    promised,
)
from engine.domain.forms import FormDefinition
from engine.domain.tasks import Task
from engine.services.transactions.changes import Changes


def make_actions(changes: Changes, task: Task, form: FormDefinition) -> bool:
    """Make, keep and drop actions as a completed step's form says.

    What is only tried out promises nothing.

    Returns:
        Whether what is open in the office may have changed.
    """
    if task.simulated or not form.action_lists:
        return False
    wanted = {
        action_id(task.instance, task.element, one): one
        for one in promised(form, task.submission or {})
    }
    known: list[Action] = []
    if task.round > 1:  # a first visit has promised nothing yet
        known = changes.uow.actions.of_source(task.instance, task.element)
    for action in known:
        _take_up(changes, action, wanted.pop(action.id, None))
    made = [_made(changes, task, name, one) for name, one in wanted.items()]
    changes.uow.actions.add_all(made)
    for action in made:
        _record(changes, action, "action.made")
    return bool(known or made)


def _take_up(changes: Changes, action: Action, said: PromisedAction | None) -> None:
    """Let an action of an earlier round go on, changed, or drop it."""
    if action.state is ActionState.DONE:
        return
    if said is None:
        if action.state is ActionState.OPEN:
            dropped = replace(
                action, state=ActionState.DROPPED, ended_at=changes.now, remind_at=None
            )
            changes.uow.actions.save(dropped)
            _record(changes, action, "action.dropped")
        return
    again = replace(
        action,
        state=ActionState.OPEN,
        role=said.role,
        responsible=said.responsible,
        due=said.due,
        ended_at=None,
        remind_at=changes.now,
    )
    changes.uow.actions.save(again)


def _made(changes: Changes, task: Task, name: str, said: PromisedAction) -> Action:
    return Action(
        id=name,
        instance=task.instance,
        task=task.id,
        element=task.element,
        source=said.source,
        text=said.text,
        state=ActionState.OPEN,
        created_at=changes.now,
        role=said.role,
        responsible=said.responsible,
        due=said.due,
        indicator=said.indicator,
        remind_at=changes.now,
    )


def _record(changes: Changes, action: Action, kind: str) -> None:
    changes.record(
        kind,
        instance=action.instance,
        task=action.task,
        facts={
            "action": action.id,
            "due": action.due.isoformat() if action.due else "",
        },
    )

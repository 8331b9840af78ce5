"""Rencana aksi: what somebody promised to do until when, and how it goes.

A form says which of its lists promise actions (`engine.domain.forms.promises`);
the step that is completed with it makes them in its own transaction.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from engine.domain.forms import FormDefinition
from engine.domain.values import (
    DocumentId,
    ElementId,
    InstanceId,
    JsonObject,
    RoleKey,
    TaskId,
    UserId,
)

NEARING = timedelta(days=3)
AGAIN = timedelta(days=7)
MOST_TEXT = 2_000


class ActionState(StrEnum):
    """Open, done, or dropped because its source or a superior took it back."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


class ActionStage(StrEnum):
    """What somebody is told of an open action next."""

    NEW = "new"
    NEARING = "nearing"
    LATE = "late"


@dataclass(frozen=True, kw_only=True, slots=True)
class Action:
    """A promise.

    Attributes:
        id: made of its source and words, so that a step done again makes it once.
        source: key of the list of the form it was written in.
        role: the post that does it, or None where only words name somebody.
        responsible: these words, or empty.
        due: last day on which it is in time, or None.
        indicator: code, or empty.
        remind_at: when somebody is next told of it; None: never again.
    """

    id: str
    instance: InstanceId
    task: TaskId
    element: ElementId
    source: str
    text: str
    state: ActionState
    created_at: datetime
    role: RoleKey | None = None
    responsible: str = ""
    due: date | None = None
    indicator: str = ""
    progress: int = 0
    ended_at: datetime | None = None
    remind_at: datetime | None = None
    version: int = 1

    def is_late(self, today: date) -> bool:
        """Tell whether an open action's day has passed, by the office's calendar."""
        return (
            self.state is ActionState.OPEN and self.due is not None and self.due < today
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class ActionNote:
    """What somebody told of an action: words, how far it is, and a file as evidence.

    Attributes:
        place: the action's version then, which orders notes of one second.
        progress: percent from 0 to 100.
    """

    id: str
    action: str
    place: int
    at: datetime
    author: UserId
    author_name: str
    text: str
    progress: int
    evidence: DocumentId | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class PromisedAction:
    """An action as a form's row says it."""

    source: str
    text: str
    role: RoleKey | None
    responsible: str
    due: date | None
    indicator: str


def promised(form: FormDefinition, submission: JsonObject) -> Iterator[PromisedAction]:
    """Yield the actions that a submission promises; a row without words is none."""
    for one in form.action_lists:
        rows = submission.get(one.key)
        for row in rows if isinstance(rows, list) else []:
            told = row if isinstance(row, dict) else {}
            said = {name: told.get(key) for name, key in one.fields.items()}
            text = str(said.get("text") or "").strip()[:MOST_TEXT]
            if not text:
                continue
            officer = str(said.get("officer") or "")
            yield PromisedAction(
                source=one.key,
                text=text,
                role=RoleKey(officer) if officer else None,
                responsible=str(said.get("responsible") or "").strip(),
                due=_day(said.get("due")),
                indicator=str(said.get("indicator") or ""),
            )


def action_id(instance: InstanceId, element: ElementId, made: PromisedAction) -> str:
    """Return the id of an action: the same promise of the same step is the same."""
    parts = (instance, element, made.source, made.indicator, made.text)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:20]


def stage(action: Action, today: date) -> ActionStage:
    """Return what is told of an open action on a day of the office."""
    if action.is_late(today):
        return ActionStage.LATE
    if action.due is not None and action.due - today <= NEARING:
        return ActionStage.NEARING
    return ActionStage.NEW


def next_day(action: Action, today: date) -> date | None:
    """Return the day on which an open action is told of again, None for never."""
    if action.due is None:
        return None
    if action.due - NEARING > today:
        return action.due - NEARING
    return action.due + timedelta(days=1) if action.due >= today else today + AGAIN


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value)[:10]) if value else None
    except ValueError:
        return None

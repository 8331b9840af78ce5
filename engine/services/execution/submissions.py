"""What completing a step does to the case's data.

The case's data is one flat object: a step's fields are merged into it, the last
writer wins. The answers of a repeated step stand in it as a list under the
element's id, one object per item: the submission and the item under its name.
Names that conditions read and no form fills are written flat in both.
"""

from collections.abc import Container
from dataclasses import dataclass

import orjson

from engine.domain.definitions import Choice, Step
from engine.domain.values import JsonObject, JsonValue
from engine.errors import DecisionInvalidError, ReasonMissingError

MAX_REASON = 4_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Completion:
    """What an officer sends to complete a task.

    Attributes:
        data: this step's submission, not the case.
        decision: label (or flow id) of the arrow that is taken.
        reason: why it goes back; asked for then only.
        version: of the task as the officer saw it, or None.
        idempotency_key: makes a repeated call answer as the first did.
    """

    data: JsonObject
    decision: str | None = None
    reason: str = ""
    version: int | None = None
    idempotency_key: str | None = None


def chosen(step: Step | None, completion: Completion) -> Choice | None:
    """Return the arrow that the officer takes, None where the step decides nothing.

    Raises:
        DecisionInvalidError: it is missing, or none of the arrows, or the step
            has none to choose.
        ReasonMissingError: it leads back without saying why.
    """
    wanted = (completion.decision or "").strip()
    decision = step.decision if step is not None else None
    if decision is None:
        if wanted:
            raise DecisionInvalidError(decision=wanted, choices=[])
        return None
    for choice in decision.choices:
        if wanted in {choice.label, choice.flow}:
            if choice.leads_back and not completion.reason.strip():
                raise ReasonMissingError(action=choice.label)
            return choice
    labels = [choice.label for choice in decision.choices]
    raise DecisionInvalidError(decision=wanted, choices=labels)


def chosen_or_forward(step: Step | None, label: str | None) -> Choice | None:
    """Return the arrow named, else the one that leads forward; no reason is asked.

    Raises:
        DecisionInvalidError: the label is none of the arrows.
    """
    if label is None and step is not None and step.decision is not None:
        return step.decision.default
    return chosen(step, Completion(data={}, decision=label, reason="-"))


def merged(
    data: JsonObject,
    step: Step | None,
    submission: JsonObject,
    *,
    item: JsonValue = None,
    place: int | None = None,
) -> JsonObject:
    """Return the case's data after a submission.

    Args:
        data: of the case before.
        step: what was completed.
        submission: checked values.
        item: this item of a repeated step.
        place: where its answer stands, from 0; None for a step done once.
    """
    if step is None or place is None:
        return {**data, **submission}
    flat = {name: submission[name] for name in step.fields if name in submission}
    answers = list(answers_of(data, step))
    while len(answers) <= place:
        answers.append({})
    answers[place] = {**submission, **named_item(step, item)}
    return {**data, **flat, step.element: answers}


def place_of(
    data: JsonObject,
    step: Step,
    item: JsonValue,
    index: int,
    *,
    taken: Container[int] = (),
) -> int:
    """Return where the answer for an item belongs, from 0.

    An item that was answered before keeps its place; a new one comes last. Items
    without a name are known by their number alone.

    Args:
        data: of the case.
        step: the repeated step.
        item: its value in this visit's list.
        index: its place in this visit's list, from 0.
        taken: places of other items of this visit, which may equal this one.
    """
    if step.item is None:
        return index
    answers = answers_of(data, step)
    wanted = canonical(item)
    for place, answer in enumerate(answers):
        same = isinstance(answer, dict) and canonical(answer.get(step.item)) == wanted
        if same and place not in taken:
            return place
    return len(answers)


def reserved(data: JsonObject, step: Step, item: JsonValue, place: int) -> JsonObject:
    """Return the data with a place kept for an item that is not answered yet.

    Items that are worked on side by side are answered in any order; the list
    keeps the order of the items.
    """
    answers = list(answers_of(data, step))
    if step.item is None or place < len(answers):
        return data
    answers.append(named_item(step, item))
    return {**data, step.element: answers}


def answers_of(data: JsonObject, step: Step) -> list[JsonValue]:
    """Return the answers that a repeated step has so far."""
    answers = data.get(step.element)
    return answers if isinstance(answers, list) else []


def named_item(step: Step, item: JsonValue) -> JsonObject:
    """Return the item under its name, nothing where it has none."""
    return {} if step.item is None else {step.item: item}


def canonical(value: JsonValue) -> bytes:
    """Return the one text of a JSON value, by which items are compared."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)

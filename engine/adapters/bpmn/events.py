"""What an event is about: its definitions, inside it or referred to, and timers."""

from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from engine.adapters.bpmn.looking import (
    bpmn_name,
    child_text,
    children,
    foreign_extension,
    name_of,
    one_line,
)
from engine.domain.diagram import EventKind, TimerText

_DEFINITIONS = {
    "timerEventDefinition": EventKind.TIMER,
    "messageEventDefinition": EventKind.MESSAGE,
    "signalEventDefinition": EventKind.SIGNAL,
    "terminateEventDefinition": EventKind.TERMINATE,
    "linkEventDefinition": EventKind.LINK,
    "errorEventDefinition": EventKind.ERROR,
    "escalationEventDefinition": EventKind.ESCALATION,
    "conditionalEventDefinition": EventKind.CONDITIONAL,
    "compensateEventDefinition": EventKind.COMPENSATION,
    "cancelEventDefinition": EventKind.CANCEL,
}
_REFERENCES = ("messageRef", "signalRef", "errorRef", "escalationRef", "name")


@dataclass(frozen=True, kw_only=True, slots=True)
class EventReading:
    """What the definitions of one event say."""

    kind: EventKind = EventKind.NONE
    reference: str | None = None
    timer: TimerText | None = None


def read_event(
    element: etree._Element, by_id: Mapping[str, etree._Element]
) -> EventReading:
    """Return what an event is about.

    Args:
        element: the event.
        by_id: the elements of the whole file, for definitions that stand at its
            top and for the names of messages and signals.
    """
    definitions = [child for child in element if bpmn_name(child) in _DEFINITIONS]
    for reference in children(element, "eventDefinitionRef"):
        found = referred(one_line(reference.text), by_id)
        if found is not None and bpmn_name(found) in _DEFINITIONS:
            definitions.append(found)
    if not definitions:
        return EventReading()
    if len(definitions) > 1:
        return EventReading(kind=EventKind.MULTIPLE)
    definition = definitions[0]
    kind = _DEFINITIONS[bpmn_name(definition)]
    timer = read_timer(definition) if kind is EventKind.TIMER else None
    return EventReading(
        kind=kind, reference=_reference(element, definition, by_id), timer=timer
    )


def read_timer(definition: etree._Element) -> TimerText:
    """Return the texts of a timer; all None where the file states no time."""
    return TimerText(
        duration=child_text(definition, "timeDuration"),
        date=child_text(definition, "timeDate"),
        cycle=child_text(definition, "timeCycle"),
    )


def referred(
    reference: str, by_id: Mapping[str, etree._Element]
) -> etree._Element | None:
    """Return the element a QName or an id refers to, or None."""
    found = by_id.get(reference)
    if found is None and ":" in reference:
        found = by_id.get(reference.rsplit(":", 1)[1])
    return found


def _reference(
    element: etree._Element,
    definition: etree._Element,
    by_id: Mapping[str, etree._Element],
) -> str | None:
    for attribute in _REFERENCES:
        text = one_line(definition.get(attribute))
        if text:
            found = referred(text, by_id)
            return (name_of(found) if found is not None else "") or text
    return foreign_extension(element, "subscription", "messageName")

"""Events as a page tells them: in words, with what belongs to them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from engine.domain.values import JsonObject
from engine.services.cases.history import Told
from web.asking import Visit

_SHOWN = ("decision", "reason", "name", "to", "number", "letter", "title", "count")
_ACTING = {"plt": "Plt.", "plh": "Plh."}


@dataclass(frozen=True, kw_only=True, slots=True)
class EventRow:
    """One event.

    Attributes:
        what: in words.
        more: decision, reason and the like, as they were said.
        case, path: the case it belongs to and where it is.
    """

    number: int
    at: datetime
    who: str
    path_of_who: str
    what: str
    step: str
    more: str
    case: str
    path: str


def event_rows(found: Iterable[Told], visit: Visit) -> list[EventRow]:
    """Return events as rows, in their order."""
    return [_row(one, visit) for one in found]


def _row(one: Told, visit: Visit) -> EventRow:
    event = one.event
    kind, _, _ = event.on_behalf.partition(":")
    prefix = _ACTING.get(kind, "")
    is_machine = event.actor == "machine"
    who = visit.say("history.machine") if is_machine else event.actor_name
    return EventRow(
        number=one.number,
        at=event.at,
        who=f"{prefix} {who}".strip(),
        path_of_who="" if is_machine else f"/riwayat/petugas/{event.actor}",
        what=_words(event.kind, visit),
        step=one.step,
        more=_more(event.facts),
        case=one.case.title if one.case else "",
        path=f"/berkas/{one.case.id}" if one.case else "",
    )


def _words(kind: str, visit: Visit) -> str:
    """Return an event's kind in words; one that nobody named as it stands."""
    key = f"history.{kind.replace('.', '_')}"
    said = visit.say(key)
    return kind if said == key else said


def _more(facts: JsonObject) -> str:
    told = [str(facts[name]) for name in _SHOWN if facts.get(name) not in (None, "")]
    return " · ".join(told)[:500]

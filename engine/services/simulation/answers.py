"""An answers file of `run`: what the officers of one case do, per element.

A value under an element is one entry, a list of entries (one per visit, or per
item of a repeated step), or for a repeated step a list of such lists, one per
visit. The last one serves all further visits.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from engine.domain.durations import WorkDuration, parse_duration
from engine.domain.values import JsonObject
from engine.errors import AnswersInvalidError, DurationInvalidError
from engine.services.simulation.plain_yaml import read_yaml

MAX_BYTES = 2_000_000
DEFAULT_WORK = "PT5M"
_ENTRY = frozenset({"work", "decision", "reason", "data"})
_TOP = "defaults"


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What an officer does once.

    Attributes:
        work: working time that it takes on the virtual clock.
        data: the submission; what is not named gets the form's default.
    """

    work: WorkDuration
    decision: str | None = None
    reason: str = ""
    data: JsonObject = field(default_factory=dict)


Entry = TypeVar("Entry")
Visits = tuple[tuple[Answer, ...], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Answers:
    """A whole file, read.

    Attributes:
        work: of every step that names none.
        entries: element id to its visits, each a tuple of items; `flat` elements
            have one visit whose entries may be visits or items.
    """

    work: WorkDuration
    entries: Mapping[str, Visits]
    flat: frozenset[str]

    def of(self, element: str, *, visit: int, position: int | None) -> Answer:
        """Return what is done at an element.

        Args:
            element: its id.
            visit: of the whole element, from 1.
            position: of the item in a repeated step from 0, else None.
        """
        visits = self.entries.get(element)
        if not visits:
            return Answer(work=self.work)
        if element in self.flat:
            return _last(visits[0], visit - 1 if position is None else position)
        return _last(_last(visits, visit - 1), position or 0)


def read_answers(text: bytes) -> Answers:
    """Return what an answers file says.

    Raises:
        AnswersInvalidError: it is no such file; `where` and `reason` say what.
    """
    if len(text) > MAX_BYTES:
        raise AnswersInvalidError(where="", reason="answers.too_large")
    raw = read_yaml(text)
    if raw is None:
        raw = {}
    if not isinstance(raw, dict):
        raise AnswersInvalidError(where="", reason="answers.no_mapping")
    defaults = raw.pop(_TOP, None) or {}
    if not isinstance(defaults, dict) or set(defaults) - {"work"}:
        raise AnswersInvalidError(where=_TOP, reason="answers.unknown_default")
    work = _duration(defaults.get("work", DEFAULT_WORK), _TOP)
    entries: dict[str, Visits] = {}
    flat: set[str] = set()
    for element, given in raw.items():
        where = str(element)
        visits = given if isinstance(given, list) else [given]
        visits = [one for one in visits if one != []]
        if not visits:
            continue
        if isinstance(visits[0], list):
            entries[where] = tuple(_row(row, where, work) for row in visits)
        else:
            entries[where] = (_row(visits, where, work),)
            flat.add(where)
    return Answers(work=work, entries=entries, flat=frozenset(flat))


def _row(given: object, where: str, work: WorkDuration) -> tuple[Answer, ...]:
    if not isinstance(given, list):
        raise AnswersInvalidError(where=where, reason="answers.mixed_list")
    return tuple(_answer(one, where, work) for one in given)


def _answer(given: object, where: str, work: WorkDuration) -> Answer:
    if given is None:
        return Answer(work=work)
    if not isinstance(given, dict):
        raise AnswersInvalidError(where=where, reason="answers.no_entry")
    unknown = {str(key) for key in given} - _ENTRY
    if unknown:
        raise AnswersInvalidError(where=f"{where}.{min(unknown)}", reason="answers.key")
    data = given.get("data") or {}
    if not isinstance(data, dict) or not all(isinstance(key, str) for key in data):
        raise AnswersInvalidError(where=f"{where}.data", reason="answers.no_data")
    decision = given.get("decision")
    return Answer(
        work=_duration(given["work"], where) if "work" in given else work,
        decision=None if decision is None else _word(decision),
        reason=str(given.get("reason") or ""),
        data=data,
    )


def _word(decision: object) -> str:
    # YAML 1.1 reads a bare `ya`/`no` label such as «No» or «Yes» as a truth value.
    if isinstance(decision, bool):
        return "Yes" if decision else "No"
    return str(decision)


def _duration(text: object, where: str) -> WorkDuration:
    try:
        return parse_duration(str(text))
    except DurationInvalidError as error:
        raise AnswersInvalidError(where=where, reason="answers.work") from error


def _last(row: Sequence[Entry], index: int) -> Entry:
    return row[min(index, len(row) - 1)]

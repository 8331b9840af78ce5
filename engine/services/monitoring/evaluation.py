"""Evaluating an SOP each half year: the ministry's form, out of measured times.

The clock says how a step kept its standard; a person may judge otherwise, writes
what was found and what is to be done. What was judged stays with who judged it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from engine.domain.definitions import ProcessDefinition
from engine.domain.durations import WorkDuration
from engine.domain.evaluations import (
    LIMIT,
    LONGEST,
    Evaluation,
    Judgement,
    judged,
    suggestion,
)
from engine.domain.identity import Actor, Right
from engine.domain.months import HALF, half_before, half_of
from engine.domain.values import ElementId, JsonObject, ProcessKey
from engine.errors import NotFoundError, OfficeInvalidError, VersionConflictError
from engine.services.monitoring.figures import FigureService, StepFigures
from engine.services.monitoring.packing import ZONE
from engine.services.monitoring.view import Asked, require_supervisor
from engine.services.transactions.changes import Changes, new_id
from engine.services.transactions.desk import Desk
from engine.store.database import UnitOfWork
from engine.store.evaluations import EvaluationStore

SETTING = "evaluation"
_LIMITS = range(1, 101)


@dataclass(frozen=True, kw_only=True, slots=True)
class EvaluationLine:
    """A step on the form.

    Attributes:
        measured: what the clock says.
        evaluation: what a person judged, or None.
        suggested: a new standard, or None.
    """

    figures: StepFigures
    measured: Judgement
    evaluation: Evaluation | None
    suggested: WorkDuration | None

    @property
    def judgement(self) -> Judgement:
        """What counts: a person's word, else the clock's."""
        return self.evaluation.judgement if self.evaluation else self.measured


@dataclass(frozen=True, kw_only=True, slots=True)
class EvaluationForm:
    """The form of an SOP in a half year.

    Attributes:
        half: `2024-S2`; `is_over` once it has ended.
        limit: percent of rounds on time from which a step is carried out well.
        may_draft: the actor may prepare the suggested standards.
    """

    definition: ProcessDefinition
    processes: tuple[tuple[ProcessKey, str], ...]
    half: str
    is_over: bool
    limit: int
    lines: tuple[EvaluationLine, ...]
    may_draft: bool
    today: date

    @property
    def suggestions(self) -> dict[ElementId, WorkDuration]:
        """The suggested standards by step."""
        return {
            one.figures.line.element: one.suggested
            for one in self.lines
            if one.suggested is not None
        }


@dataclass(frozen=True, kw_only=True, slots=True)
class Given:
    """What somebody wrote about a step; `version` as it was seen, 0 for new."""

    element: ElementId
    judgement: Judgement
    note: str
    action: str
    version: int


class EvaluationService:
    """Evaluates SOPs; for supervisors."""

    def __init__(self, *, desk: Desk, figures: FigureService) -> None:
        self._desk = desk
        self._figures = figures

    def form(
        self, actor: Actor, process: ProcessKey | None, half: str = ""
    ) -> EvaluationForm | None:
        """Return the form of a half year, the last one that ended where none is named.

        None where the office has no SOP.

        Raises:
            RefusedError: the actor is no supervisor.
            ProcessNotFoundError: there is no such SOP.
            NotFoundError: that is no half year.
        """
        require_supervisor(actor)
        today = self._desk.clock.now().astimezone(ZONE).date()
        wanted = half or half_before(half_of(today))
        if not HALF.fullmatch(wanted):
            raise NotFoundError(what="half", id=wanted)
        asked = Asked(process=process, period=wanted)
        found = self._figures.figures(actor, asked)
        if found is None or found.board.definition is None:
            return None
        definition = found.board.definition
        with self._desk.database.read() as uow:
            limit = _limit(uow)
            known = EvaluationStore(uow.connection).of(definition.key, wanted)
        listed = found.board.choices.processes
        return EvaluationForm(
            definition=definition,
            processes=tuple((key, name) for key, name, _ in listed),
            half=wanted,
            is_over=wanted < half_of(today),
            limit=limit,
            lines=_lines(found.steps, known, limit),
            may_draft=actor.has(Right.DRAFT),
            today=today,
        )

    def save(
        self, actor: Actor, process: ProcessKey, half: str, given: Sequence[Given]
    ) -> int:
        """Keep what somebody judged; return how many steps changed.

        Raises:
            RefusedError, ProcessNotFoundError, NotFoundError: as for `form`.
            OfficeInvalidError: a text is too long, by the step's id.
            VersionConflictError: somebody else judged a step meanwhile.
        """
        form = self.form(actor, process, half)
        steps = {} if form is None else {_element(one): one for one in form.lines}
        _require_short(given)
        now = self._desk.clock.now()
        with self._desk.database.write() as uow:
            store = EvaluationStore(uow.connection)
            known = store.of(process, half)
            written = 0
            for one in given:
                before, line = known.get(one.element), steps.get(one.element)
                if line is None or _says(one, before, line.measured):
                    continue
                if (before.version if before else 0) != one.version:
                    raise VersionConflictError(what="evaluation", id=one.element)
                fresh = _judged(one, before, (process, half), (actor, now))
                store.put(fresh, known=before is not None)
                written += 1
            if written:
                facts: JsonObject = {"process": process, "half": half, "n": written}
                changes = Changes(uow=uow, now=now, actor=actor)
                changes.record("sop.evaluated", facts=facts)
                changes.write()
        return written

    def set_limit(self, actor: Actor, limit: int) -> None:
        """Set the percent of rounds on time from which a step is judged well.

        Raises:
            RefusedError; OfficeInvalidError: it is not within 1 to 100.
        """
        require_supervisor(actor)
        if limit not in _LIMITS:
            raise OfficeInvalidError(errors={"limit": "monitor.limit_wrong"})
        with self._desk.database.write() as uow:
            before = _limit(uow)
            uow.office.put(SETTING, {"limit": limit})
            facts: JsonObject = {"from": before, "to": limit}
            changes = Changes(uow=uow, now=self._desk.clock.now(), actor=actor)
            changes.record("evaluation.limit_changed", facts=facts)
            changes.write()


def _lines(
    steps: Sequence[StepFigures], known: Mapping[ElementId, Evaluation], limit: int
) -> tuple[EvaluationLine, ...]:
    """Return the numbered steps of the newest version with what is known of them."""
    return tuple(
        EvaluationLine(
            figures=one,
            measured=judged(one.line.tally, limit),
            evaluation=known.get(one.line.element),
            suggested=suggestion(one.working, one.line.standard),
        )
        for one in steps
        if not one.line.retired and one.line.place is not None
    )


def _judged(
    given: Given,
    before: Evaluation | None,
    place: tuple[ProcessKey, str],
    by: tuple[Actor, datetime],
) -> Evaluation:
    """Return a judgement of a step in an SOP and half year, by somebody at an instant."""
    (process, half), (actor, now) = place, by
    return Evaluation(
        id=before.id if before else new_id(),
        process=process,
        half=half,
        element=given.element,
        judgement=given.judgement,
        note=given.note,
        action=given.action,
        assessor=actor.user,
        assessor_name=actor.name,
        at=now,
        version=given.version or 1,
    )


def _require_short(given: Sequence[Given]) -> None:
    long = {
        str(one.element): "office.too_long"
        for one in given
        if max(len(one.note), len(one.action)) > LONGEST
    }
    if long:
        raise OfficeInvalidError(errors=long)


def _element(line: EvaluationLine) -> ElementId:
    return line.figures.line.element


def _limit(uow: UnitOfWork) -> int:
    stored = uow.office.get(SETTING)
    limit = stored.get("limit") if isinstance(stored, dict) else None
    return limit if isinstance(limit, int) and limit in _LIMITS else LIMIT


def _says(given: Given, before: Evaluation | None, measured: Judgement) -> bool:
    """Tell whether what was sent is what is known already."""
    if before is None:
        return given.judgement is measured and not (given.note or given.action)
    same = replace(
        before, judgement=given.judgement, note=given.note, action=given.action
    )
    return same == before


def counted(lines: Iterable[EvaluationLine]) -> dict[Judgement, int]:
    """Return how many steps were judged in each way."""
    found = [one.judgement for one in lines]
    return {one: found.count(one) for one in Judgement}

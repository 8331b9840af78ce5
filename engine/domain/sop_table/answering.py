"""What a person says to a table's guesses, put into the SOP to be drawn."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from engine.domain.durations import WorkDuration
from engine.domain.sop_table.plan import DraftStep, TableDraft
from engine.domain.sop_table.spoken import spoken_duration

MAX_NAME = 150
_SUITABLE = ("Sudah sesuai?", "Sesuai", "Perlu perbaikan")


@dataclass(frozen=True, kw_only=True, slots=True)
class Answers:
    """What was filled in; by index of the step, texts as typed.

    Attributes:
        performers: number of a lane, or empty.
        standards: a duration in words, or empty for none.
        returns: number of a step, or empty for none.
        confirmed: the guesses were looked at.
    """

    name: str
    lanes: tuple[str, ...]
    performers: Mapping[int, str]
    standards: Mapping[int, str]
    returns: Mapping[int, str]
    confirmed: bool


def answered(draft: TableDraft, answers: Answers) -> tuple[TableDraft, dict[str, str]]:
    """Return the SOP as answered, and for each field what is wrong with it.

    The fields are `nama`, `lajur_<lane>`, `pelaksana_<step>`, `waktu_<step>` and
    `diperiksa`; what is wrong is a key of the catalogue.
    """
    wrong: dict[str, str] = {}
    name = " ".join(answers.name.split())
    if not 0 < len(name) <= MAX_NAME:
        wrong["nama"] = "paper.wrong_name"
    if not answers.confirmed:
        wrong["diperiksa"] = "paper.wrong_confirm"
    steps = tuple(
        _step(place, step, draft, answers, wrong)
        for place, step in enumerate(draft.steps)
    )
    used = {step.lane for step in steps}
    for place, lane in enumerate(answers.lanes):
        if place in used and not lane:
            wrong[f"lajur_{place}"] = "paper.wrong_lane"
    kept = [place for place in range(len(draft.lanes)) if place in used]
    return _without_idle_lanes(name, answers.lanes, steps, draft, kept), wrong


def _step(
    place: int,
    step: DraftStep,
    draft: TableDraft,
    answers: Answers,
    wrong: dict[str, str],
) -> DraftStep:
    lane = _index(answers.performers.get(place, ""), len(draft.lanes))
    if lane is None:
        wrong[f"pelaksana_{place}"] = "paper.wrong_performer"
    standard = _standard(place, answers.standards.get(place, "").strip(), wrong)
    back_to = _index(answers.returns.get(place, ""), place)
    words = (step.question, step.good, step.bad) if step.question else _SUITABLE
    question, good, bad = words if back_to is not None else ("", "", "")
    return replace(
        step,
        lane=lane,
        standard=standard,
        back_to=back_to,
        question=question,
        good=good,
        bad=bad,
    )


def _standard(place: int, said: str, wrong: dict[str, str]) -> WorkDuration | None:
    if not said:
        return None
    spoken = spoken_duration(said)
    if spoken is None:
        wrong[f"waktu_{place}"] = "paper.wrong_waktu"
        return None
    return spoken.duration


def _index(text: str, count: int) -> int | None:
    known = {str(place): place for place in range(count)}
    return known.get(text)


def _without_idle_lanes(
    name: str,
    lanes: tuple[str, ...],
    steps: tuple[DraftStep, ...],
    draft: TableDraft,
    kept: list[int],
) -> TableDraft:
    """Return the SOP with the lanes that somebody works in; all while none is said."""
    if not kept:
        return replace(draft, name=name, lanes=lanes, steps=steps)
    place_of = {lane: place for place, lane in enumerate(kept)}
    moved = tuple(
        replace(step, lane=None if step.lane is None else place_of[step.lane])
        for step in steps
    )
    shown = tuple(lanes[place] for place in kept)
    return replace(draft, name=name, lanes=shown, steps=moved)

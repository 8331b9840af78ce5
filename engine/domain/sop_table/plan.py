"""What a table seems to mean, and which of it was guessed."""

from dataclasses import dataclass
from enum import StrEnum

from engine.domain.diagram import SopIdentity
from engine.domain.durations import WorkDuration


class GuessKind(StrEnum):
    """What a person is asked to confirm, or to say."""

    LANE_ASKED = "lane_asked"
    LANE_GUESSED = "lane_guessed"
    LANE_OF_SEVERAL = "lane_of_several"
    WAKTU_ASKED = "waktu_asked"
    WAKTU_GUESSED = "waktu_guessed"
    RETURN_GUESSED = "return_guessed"
    RETURN_ASKED = "return_asked"


@dataclass(frozen=True, kw_only=True, slots=True)
class Guess:
    """One thing that the table does not say clearly.

    Attributes:
        step: index of the step, from 0.
        text: the words of the table that it is about.
        value: what was guessed, or empty where nothing could be.
    """

    step: int
    kind: GuessKind
    text: str = ""
    value: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class DraftStep:
    """A step of the diagram to be.

    Attributes:
        lane: index of its lane; None while nobody said who does it.
        back_to: index of the step that a correction leads to, or None.
        question, good, bad: of the decision behind it.
    """

    uraian: str
    lane: int | None
    standard: WorkDuration | None
    kelengkapan: str = ""
    output: str = ""
    keterangan: str = ""
    back_to: int | None = None
    question: str = ""
    good: str = ""
    bad: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class TableDraft:
    """An SOP read from a table, ready to be drawn once nothing is asked."""

    name: str
    lanes: tuple[str, ...]
    steps: tuple[DraftStep, ...]
    identity: SopIdentity
    guesses: tuple[Guess, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Tell whether every step has somebody who does it."""
        return all(step.lane is not None for step in self.steps)

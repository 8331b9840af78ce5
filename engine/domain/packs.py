"""Measured times of one step in one month, packed as numbers side by side.

A year of an office is some hundred packs instead of a hundred thousand rows: a
board adds up their sums and merges their times, which are exact.
"""

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import compress

from engine.domain.facts import StepFact
from engine.domain.statistics import Tally, added
from engine.domain.values import RoleKey, UserId

NONE = -1  # in the place of a standard that a round had not
COLUMNS = 6


@dataclass(frozen=True, kw_only=True, slots=True)
class Rounds:
    """Completed rounds side by side: a place means the same round everywhere.

    Attributes:
        day: of the month in the office's zone, on which the round ended.
        waiting, working, paused, elapsed: working seconds, as in a fact.
        standard: seconds, `NONE` for none.
        late: 1 where it did not keep its standard.
    """

    elapsed: Sequence[int]
    day: Sequence[int]
    waiting: Sequence[int]
    working: Sequence[int]
    paused: Sequence[int]
    standard: Sequence[int]
    late: Sequence[int]


@dataclass(frozen=True, kw_only=True, slots=True)
class Pack:
    """The rounds that one officer completed in one role.

    Attributes:
        month: numbered as in `engine.domain.months`.
        step: number of its `MeasuredStep`.
        officer: empty where a machine completed it.
        rounds: all of them, shortest first; None where only sums were read.
    """

    month: int
    step: int
    role: RoleKey
    officer: UserId
    tally: Tally
    returned: int
    rounds: Rounds | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Chosen:
    """Which packs count; what is None or empty does not matter.

    Attributes:
        steps: numbers of steps.
    """

    steps: frozenset[int] | None = None
    role: str = ""
    officer: str = ""

    def takes(self, pack: Pack) -> bool:
        """Tell whether a pack counts."""
        is_step = self.steps is None or pack.step in self.steps
        is_role = self.role in ("", pack.role)
        return is_step and is_role and self.officer in ("", pack.officer)


def packed(month: int, step: int, facts: Iterable[tuple[int, StepFact]]) -> list[Pack]:
    """Return the packs of facts.

    Args:
        month: in which all of them ended.
        step: which all of them measure.
        facts: each with its day of the month.
    """
    by_officer: dict[tuple[RoleKey, UserId], list[tuple[int, StepFact]]] = {}
    for day, fact in facts:
        key = (fact.role, fact.performer or UserId(""))
        by_officer.setdefault(key, []).append((day, fact))
    return [
        _pack((month, step), key, sorted(ones, key=_as_long))
        for key, ones in sorted(by_officer.items())
    ]


def cut(pack: Pack, days: tuple[int, int], *, returned: int) -> Pack:
    """Return what of a pack ended on some days of its month.

    Args:
        pack: read with all its rounds.
        days: the first and the last one that counts.
        returned: rounds on these days that sent the case back, which a pack knows
            of the whole month only.
    """
    if pack.rounds is None:
        raise ValueError("only a pack with all its rounds can be cut")
    counts = [days[0] <= day <= days[1] for day in pack.rounds.day]
    columns = {
        name: tuple(compress(getattr(pack.rounds, name), counts))
        for name in Rounds.__dataclass_fields__
    }
    rounds = Rounds(**columns)
    judged = [standard != NONE for standard in rounds.standard]
    return replace(
        pack,
        tally=Tally(
            elapsed=rounds.elapsed,
            judged=sum(judged),
            on_time=sum(judged) - sum(compress(rounds.late, judged)),
            waiting=sum(rounds.waiting),
            working=sum(rounds.working),
            paused=sum(rounds.paused),
        ),
        returned=returned,
        rounds=rounds,
    )


def tally_of(packs: Iterable[Pack]) -> Tally:
    """Return the sums of packs."""
    return added(pack.tally for pack in packs)


def numbers(rounds: Rounds) -> bytes:
    """Return everything but `elapsed` in one row of bytes."""
    columns = (
        rounds.day,
        rounds.waiting,
        rounds.working,
        rounds.paused,
        rounds.standard,
        rounds.late,
    )
    return b"".join(array("i", column).tobytes() for column in columns)


def rounds_of(elapsed: Sequence[int], content: bytes) -> Rounds:
    """Return what `numbers` was given, beside its times."""
    found = array("i")
    found.frombytes(content)
    size = len(found) // COLUMNS
    day, waiting, working, paused, standard, late = (
        found[place * size : (place + 1) * size] for place in range(COLUMNS)
    )
    return Rounds(
        elapsed=elapsed,
        day=day,
        waiting=waiting,
        working=working,
        paused=paused,
        standard=standard,
        late=late,
    )


def _as_long(one: tuple[int, StepFact]) -> int:
    return one[1].elapsed_seconds


def _pack(
    place: tuple[int, int],
    key: tuple[RoleKey, UserId],
    found: Sequence[tuple[int, StepFact]],
) -> Pack:
    facts = [fact for _, fact in found]
    judged = [one for one in facts if one.standard_seconds is not None]
    elapsed = tuple(one.elapsed_seconds for one in facts)
    return Pack(
        month=place[0],
        step=place[1],
        role=key[0],
        officer=key[1],
        tally=Tally(
            elapsed=elapsed,
            judged=len(judged),
            on_time=sum(1 for one in judged if not one.late),
            waiting=sum(one.waiting_seconds for one in facts),
            working=sum(one.working_seconds for one in facts),
            paused=sum(one.paused_seconds for one in facts),
        ),
        returned=sum(1 for one in facts if one.returned),
        rounds=Rounds(
            elapsed=elapsed,
            day=[day for day, _ in found],
            waiting=[one.waiting_seconds for one in facts],
            working=[one.working_seconds for one in facts],
            paused=[one.paused_seconds for one in facts],
            standard=[
                NONE if one.standard_seconds is None else one.standard_seconds
                for one in facts
            ],
            late=[int(one.late) for one in facts],
        ),
    )

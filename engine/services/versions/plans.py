"""What moving a case comes to, as values: for who reads it, and for who writes it."""

from dataclasses import dataclass
from datetime import datetime

from engine.domain.durations import WorkDuration
from engine.domain.instances import Instance, InstanceState
from engine.domain.moving import Obstacle, Renaming, Standing
from engine.domain.tasks import Task
from engine.domain.timers import Timer
from engine.domain.values import ElementId, InstanceId, TokenId
from engine.services.definitions.deployed import LoadedDefinition


@dataclass(frozen=True, kw_only=True, slots=True)
class Route:
    """Where a case goes."""

    to: LoadedDefinition
    names: Renaming


@dataclass(frozen=True, kw_only=True, slots=True)
class MovedTask:
    """An open task before and after.

    Attributes:
        standards: of the step, as the two versions write them.
        lost: names of fields that somebody has typed into and the new form lacks.
        other_form: the form is another one, or has changed.
    """

    before: Task
    after: Task
    standards: tuple[WorkDuration | None, WorkDuration | None]
    lost: tuple[str, ...]
    other_form: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class MovedTimer:
    """A timer before and after; None where one of the versions lacks it."""

    name: str
    before: datetime | None
    after: datetime | None


@dataclass(frozen=True, kw_only=True, slots=True)
class CasePlan:
    """What a move does to one case.

    Attributes:
        version, to_version: numbers of the two versions.
        tasks: its open tasks, oldest first.
        timers: those that come, go, or fire at another time.
        opened: names of further waits that the new version adds.
        calls: names of the steps that wait for another case.
        obstacles: why it cannot move, with the names of the elements.
    """

    case: InstanceId
    number: int
    title: str
    state: InstanceState
    version: int
    to_version: int
    tasks: tuple[MovedTask, ...] = ()
    timers: tuple[MovedTimer, ...] = ()
    opened: tuple[str, ...] = ()
    calls: tuple[str, ...] = ()
    obstacles: tuple[tuple[Obstacle, tuple[str, ...]], ...] = ()
    standing: tuple[tuple[ElementId, str], ...] = ()

    @property
    def may_move(self) -> bool:
        """Whether nothing is in the way."""
        return not self.obstacles


@dataclass(frozen=True, kw_only=True, slots=True)
class Foreseen:
    """A plan with what is to be written for it.

    Attributes:
        instance: the case in the new version.
        tasks: open tasks before and after.
        timers: all that the case has then.
        opened: waits of persons that the new version adds.
        dropped: tokens without a place in the new version.
    """

    plan: CasePlan
    instance: Instance
    tasks: tuple[tuple[Task, Task], ...] = ()
    timers: tuple[Timer, ...] = ()
    opened: tuple[Standing, ...] = ()
    dropped: tuple[TokenId, ...] = ()

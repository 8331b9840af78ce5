"""Actions as they are shown: who does them, how long there is, what was told."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from engine.domain.actions import Action, ActionNote
from engine.domain.documents import Document
from engine.domain.identity import Actor
from engine.domain.instances import Instance
from engine.domain.worktime import DEFAULT_ZONE
from engine.services.office.open_actions import Officers, officer_words

SOON = timedelta(days=7)
ZONE = ZoneInfo(DEFAULT_ZONE)


@dataclass(frozen=True, kw_only=True, slots=True)
class ActionCard:
    """An action with who does it.

    Attributes:
        officer: name of the post or person, empty where nobody is named.
        is_own: of a post of the actor's.
        days: until it is due, below zero when late; None without a day.
    """

    action: Action
    officer: str
    is_own: bool
    days: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Board:
    """Actions that somebody may see.

    Attributes:
        ended: what was done or dropped lately, newest first.
    """

    open: tuple[ActionCard, ...]
    ended: tuple[ActionCard, ...]

    @property
    def late(self) -> int:
        """How many open ones are late."""
        return sum(1 for one in self.open if one.days is not None and one.days < 0)


@dataclass(frozen=True, kw_only=True, slots=True)
class ActionDetail:
    """One action with all that was told of it.

    Attributes:
        may_tell: the actor may tell how it goes, and drop it.
        files: evidence by its id.
    """

    card: ActionCard
    case: Instance
    notes: tuple[ActionNote, ...]
    files: dict[str, Document]
    may_tell: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """What somebody tells of an action.

    Attributes:
        progress: percent; 100 ends it.
        file: name and content of evidence, or None.
    """

    text: str
    progress: int
    file: tuple[str, bytes] | None = None


def morning_of(day: date) -> datetime:
    """Return the instant at which people are told of a day's actions."""
    return datetime(day.year, day.month, day.day, 7, 30, tzinfo=ZONE)


def card_of(
    action: Action, actor: Actor, officers: Officers, now: datetime
) -> ActionCard:
    """Return an action as an actor sees it at an aware instant."""
    today = now.astimezone(ZONE).date()
    return ActionCard(
        action=action,
        officer=officer_words(action, officers),
        is_own=action.role in actor.roles,
        days=None if action.due is None else (action.due - today).days,
    )

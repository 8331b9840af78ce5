"""Moving a running case to another version of its SOP: what comes of its tokens.

A case may go on in another version where every place it waits at exists there,
is of the same kind, and where the places together are a state that the new
diagram can reach by itself. Everything else is an obstacle, told by element.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.domain.diagram import WaitKind
from engine.domain.values import ElementId, JsonValue, TokenId


@dataclass(frozen=True, kw_only=True, slots=True)
class Obstacle:
    """Why a case cannot be moved.

    Attributes:
        reason: message key, `moving.…`.
        element: of the version it runs in.
        others: names of further elements that the reason speaks of.
    """

    reason: str
    element: ElementId
    others: tuple[ElementId, ...] = ()

    @property
    def elements(self) -> tuple[ElementId, ...]:
        """All elements that it speaks of."""
        return (self.element, *self.others)


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """Where a token stands in the new version.

    Attributes:
        element: of the new version; `before` is that of the old one, None of a
            token that the new version adds.
        kind: what a person is waited for; None for a timer or a called case.
        performer, due: as the new diagram gives them with the case's data.
        duration, instant: of a timer; exactly one is set.
        host: the token whose boundary it guards, or None.
    """

    token: TokenId
    element: ElementId
    before: ElementId | None
    kind: WaitKind | None = None
    item: JsonValue = None
    item_index: int | None = None
    performer: str | None = None
    due: str | None = None
    duration: str | None = None
    instant: str | None = None
    host: TokenId | None = None

    @property
    def is_timer(self) -> bool:
        """Whether it waits for time."""
        return self.duration is not None or self.instant is not None


@dataclass(frozen=True, kw_only=True, slots=True)
class MovedCase:
    """What moving a case comes to; with obstacles nothing else counts.

    Attributes:
        snapshot: the kernel's bytes in the new version.
        dropped: tokens that the new version has no place for, by element; only
            timers and messages on the edge of a step.
    """

    snapshot: bytes = b""
    standing: tuple[Standing, ...] = ()
    dropped: tuple[tuple[TokenId, ElementId], ...] = ()
    obstacles: tuple[Obstacle, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Renaming:
    """Which element of the new version stands for which of the old one.

    Elements that are not named stand for themselves.
    """

    elements: Mapping[ElementId, ElementId] = field(default_factory=dict)

    def of(self, element: ElementId) -> ElementId:
        """Return the element of the new version."""
        return self.elements.get(element, element)

    def of_key(self, key: str) -> str:
        """Return a key that begins with an element: `a`, `a#0`, `a!0`, `a@token`."""
        for place, letter in enumerate(key):
            if letter in "#!@":
                return self.of(ElementId(key[:place])) + key[place:]
        return self.of(ElementId(key))

"""Open actions as rows that forms copy, so that a meeting hears of them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from engine.domain.actions import Action
from engine.domain.values import JsonValue, RoleKey


class Titled(Protocol):
    """Somebody in a post."""

    @property
    def title(self) -> str:
        """The post's name, as letters print it."""
        ...


Officers = Mapping[RoleKey, Sequence[Titled]]
OPEN_ACTIONS = "tindak_lanjut_terbuka"
MOST_SHOWN = 50


def open_rows(actions: Iterable[Action], officers: Officers) -> list[JsonValue]:
    """Return actions as rows of a form.

    Args:
        actions: open ones, in their order.
        officers: who has a post, the one who signs first.
    """
    return [
        {
            "uraian": action.text,
            "penanggung_jawab": officer_words(action, officers),
            "tenggat": action.due.isoformat() if action.due else None,
            "indikator": action.indicator,
            "kemajuan": action.progress,
        }
        for action in actions
    ]


def officer_words(action: Action, officers: Officers) -> str:
    """Return who does an action: what was typed, else the post's title."""
    if action.responsible or action.role is None:
        return action.responsible
    several = officers.get(action.role)
    return several[0].title if several else action.role

"""Retention in an officer's words."""

from collections.abc import Sequence

from engine.domain.identity import Actor
from engine.domain.retention import Destruction, DestructionState, Fate
from engine.services.documents.retention import DueCase

PATH = "/arsip/retensi"
_LOOKS = {
    DestructionState.PROPOSED: ("risk", "clock"),
    DestructionState.DONE: ("none", "trash"),
    DestructionState.REFUSED: ("none", "x"),
}


def retention_page(
    due: Sequence[DueCase], proposals: Sequence[Destruction], actor: Actor
) -> dict[str, object]:
    """Return what the page of retention shows."""
    waits = any(one.state is DestructionState.PROPOSED for one in proposals)
    return {
        "rows": [_row(one) for one in due],
        "proposals": [_proposal(one, actor) for one in proposals],
        "waits": waits,
        "may_propose": not waits
        and any(one.retention.fate is Fate.DESTROYED for one in due),
    }


def _row(one: DueCase) -> dict[str, object]:
    return {
        "id": one.case.id,
        "name": one.case.title,
        "number": one.case.number,
        "path": f"/berkas/{one.case.id}",
        "classification": one.retention.classification,
        "kept": f"{one.retention.active} + {one.retention.inactive}",
        "last": one.last_year,
        "fate": f"archive.fate_{one.retention.fate.value}",
        "location": one.retention.location,
        "documents": one.documents,
        "may_go": one.retention.fate is Fate.DESTROYED,
    }


def _proposal(one: Destruction, actor: Actor) -> dict[str, object]:
    look, icon = _LOOKS[one.state]
    return {
        "id": one.id,
        "number": f"{one.number}/{one.year}",
        "state": f"archive.destruction_{one.state.value}",
        "look": look,
        "icon": icon,
        "by": one.proposed_name,
        "at": one.proposed_at,
        "decided": one.decided_name,
        "decided_at": one.decided_at,
        "reason": one.reason,
        "cases": len(one.cases),
        "record": f"{PATH}/{one.id}/berita-acara.pdf" if one.record else "",
        "is_open": one.state is DestructionState.PROPOSED,
        "is_own": one.proposed_by == actor.user,
    }

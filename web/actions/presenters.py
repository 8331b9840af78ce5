"""Promises in an officer's words."""

from engine.domain.actions import ActionState
from engine.domain.identity import Actor, Right
from engine.services.actions.cards import SOON, ActionCard, ActionDetail, Board
from web.asking import Visit
from web.presenting import number_words

PATH = "/tindak-lanjut"
PILES = ("semua", "saya", "selesai")
STEPS = (0, 10, 25, 50, 75, 90, 100)  # percent


def board_page(board: Board, asked: str, visit: Visit) -> dict[str, object]:
    """Return what the board shows: one's own where one has any, else everything."""
    own = [one for one in board.open if one.is_own]
    pile = asked if asked in PILES else ("saya" if own else "semua")
    chosen = {"semua": board.open, "saya": own, "selesai": board.ended}[pile]
    counts = {"semua": len(board.open), "saya": len(own), "selesai": None}
    return {
        "pile": pile,
        "piles": [
            (name, f"{PATH}?jenis={name}", f"promises.pile_{name}", counts[name])
            for name in PILES
        ],
        "rows": [_row(one, visit) for one in chosen],
        "late": board.late,
    }


def detail_page(detail: ActionDetail, actor: Actor) -> dict[str, object]:
    """Return what the page of one promise shows."""
    action, case = detail.card.action, detail.case
    return {
        "action": action,
        "card": detail.card,
        "look": look_of(detail.card),
        "officer": detail.card.officer,
        "case": (case.title, f"/berkas/{case.id}"),
        "notes": [
            {
                "author": one.author_name,
                "at": one.at,
                "text": one.text,
                "progress": one.progress,
                "file": _file(detail, one.evidence),
            }
            for one in detail.notes
        ],
        "may_tell": detail.may_tell and action.state is ActionState.OPEN,
        "may_drop": actor.has(Right.SUPERVISE) and action.state is ActionState.OPEN,
        "steps": [one for one in STEPS if one >= action.progress],
    }


def look_of(card: ActionCard) -> tuple[str, str, str]:
    """Return key of the word, colour and icon of how a promise stands."""
    state = card.action.state
    if state is ActionState.DONE:
        found = ("promises.state_done", "fine", "circle-check")
    elif state is ActionState.DROPPED:
        found = ("promises.state_dropped", "none", "x")
    elif card.days is not None and card.days < 0:
        found = ("promises.state_late", "late", "clock-exclamation")
    elif card.days is not None and card.days <= SOON.days:
        found = ("promises.state_soon", "risk", "clock")
    else:
        found = ("promises.state_open", "none", "clock")
    return found


def _row(card: ActionCard, visit: Visit) -> dict[str, object]:
    action = card.action
    word, state, icon = look_of(card)
    return {
        "path": f"{PATH}/{action.id}",
        "text": action.text,
        "indicator": action.indicator,
        "officer": card.officer or visit.say("promises.nobody"),
        "due": action.due,
        "days": _days(card, visit),
        "progress": action.progress,
        "percent": f"{number_words(action.progress, visit.language)} %",
        "word": visit.say(word),
        "state": state,
        "icon": icon,
    }


def _days(card: ActionCard, visit: Visit) -> str:
    if card.days is None or card.action.state is not ActionState.OPEN:
        return ""
    if card.days < 0:
        return visit.say("promises.days_late", n=-card.days)
    key = "promises.today" if card.days == 0 else "promises.days_left"
    return visit.say(key, n=card.days)


def _file(detail: ActionDetail, name: str | None) -> tuple[str, str] | None:
    document = detail.files.get(name or "")
    if document is None:
        return None
    return document.name, f"/arsip/dokumen/{document.id}/unduh"

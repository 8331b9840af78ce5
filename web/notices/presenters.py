"""Notices, choices and deliveries as their pages show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.domain.notices import (
    Delivery,
    DeliveryState,
    MailChoice,
    Notice,
    NoticeKind,
    Preferences,
)
from engine.services.notices.messages import notice_path, notice_words
from web.asking import Visit

PATH = "/pemberitahuan"
_ICONS = {
    NoticeKind.OPENED: ("inbox", "none"),
    NoticeKind.NEARING: ("clock", "risk"),
    NoticeKind.LATE: ("clock-exclamation", "late"),
    NoticeKind.REMINDED: ("clock-exclamation", "late"),
    NoticeKind.SUBMITTED: ("sitemap", "none"),
    NoticeKind.SIGNATURE: ("file-text", "none"),
    NoticeKind.ACTION: ("list-check", "none"),
    NoticeKind.ACTION_NEARING: ("clock", "risk"),
    NoticeKind.ACTION_LATE: ("clock-exclamation", "late"),
}
_STATES = {
    DeliveryState.PENDING: ("clock", "none"),
    DeliveryState.QUEUED: ("send", "none"),
    DeliveryState.SENT: ("circle-check", "fine"),
    DeliveryState.EMPTY: ("x", "none"),
    DeliveryState.FAILED: ("alert-triangle", "late"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class NoticeRow:
    """A notice in the list; `state` is the colour's name."""

    words: str
    kind: str
    path: str
    at: datetime
    icon: str
    state: str
    unread: bool


def notice_rows(found: Iterable[Notice], visit: Visit) -> list[NoticeRow]:
    """Return notices as rows, in their order."""
    rows = []
    for one in found:
        icon, state = _ICONS[one.kind]
        rows.append(
            NoticeRow(
                words=notice_words(one, visit.language),
                kind=visit.say(f"notices.kind_{one.kind.value}"),
                path=notice_path(one),
                at=one.at,
                icon=icon,
                state=state,
                unread=one.read_at is None,
            )
        )
    return rows


def choice_page(
    chosen: Preferences, sent: Iterable[Delivery], visit: Visit
) -> dict[str, Any]:
    """Return what the page of choices shows."""
    deliveries = []
    for one in sent:
        icon, state = _STATES[one.state]
        deliveries.append(
            {
                "way": visit.say(f"notices.way_{one.channel.value}"),
                "words": visit.say(f"notices.state_{one.state.value}"),
                "at": one.sent_at or one.send_at,
                "error": one.error,
                "icon": icon,
                "state": state,
            }
        )
    return {
        "choices": [
            (one.value, visit.say(f"notices.mail_{one.value}")) for one in MailChoice
        ],
        "has_feed": chosen.feed is not None,
        "deliveries": deliveries,
    }

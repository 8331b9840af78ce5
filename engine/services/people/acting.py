"""Acting officers: what an order to act for somebody must and should respect.

What the law says of every office is refused; what differs between offices is
only pointed out, and the administrator decides (docs/panduan/pengelola.md).
Plt. stands for a vacant post, Plh. for a holder who is away.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeAlias

from engine.domain.identity import Assignment, AssignmentKind
from engine.domain.values import JsonObject

Said: TypeAlias = tuple[str, JsonObject]
PLT_MONTHS = 3
PLT_TIMES = 2  # once, and extended once


@dataclass(frozen=True, kw_only=True, slots=True)
class Order:
    """An assignment as entered; days are the office's, both ends included."""

    user: str
    role: str
    kind: AssignmentKind
    title: str = ""
    letter: str = ""
    letter_date: str = ""
    first: date | None = None
    last: date | None = None


def problems(order: Order, known: Sequence[Assignment], span: "Span") -> dict[str, str]:
    """Return what makes an order impossible: message keys by field.

    Args:
        order: as entered.
        known: every assignment of the role.
        span: the order's own time.
    """
    found: dict[str, str] = {}
    if span.until is not None and span.since is not None and span.until <= span.since:
        found["last"] = "office.ends_before"
    if order.kind is AssignmentKind.HOLDER:
        same = [one for one in known if one.user == order.user and overlap(one, span)]
        if any(one.kind is AssignmentKind.HOLDER for one in same):
            found["role"] = "office.has_already"
        return found
    found |= _missing(order)
    beside = [one for one in known if overlap(one, span)]
    if any(one.user == order.user for one in beside):
        found["role"] = "office.has_already"
        return found
    holders = [one for one in beside if one.kind is AssignmentKind.HOLDER]
    acting = [one for one in beside if one.kind is not AssignmentKind.HOLDER]
    # Nobody acts for an acting officer: the order before has to be ended first.
    if len(acting) >= max(1, len(holders)):
        found["role"] = "office.cascade"
    return found


def doubts(
    order: Order, known: Sequence[Assignment], own: Sequence[Assignment], span: "Span"
) -> Iterator[Said]:
    """Yield what an office should look at twice, key and facts.

    Args:
        order: as entered, without problems.
        known: every assignment of the role.
        own: every assignment of the officer.
        span: the order's own time.
    """
    if order.kind is AssignmentKind.HOLDER:
        return
    is_held = any(
        one.kind is AssignmentKind.HOLDER and overlap(one, span) for one in known
    )
    if order.kind is AssignmentKind.PLT and is_held:
        yield "office.plt_but_held", {}
    if order.kind is AssignmentKind.PLH and not is_held:
        yield "office.plh_but_vacant", {}
    if not any(one.kind is AssignmentKind.HOLDER and overlap(one, span) for one in own):
        yield "office.no_own_post", {}
    if order.kind is AssignmentKind.PLT:
        if order.first and order.last and order.last > _after(order.first):
            yield "office.plt_too_long", {"months": PLT_MONTHS}
        before = [
            one for one in known if one.user == order.user and one.kind is order.kind
        ]
        if len(before) >= PLT_TIMES:
            yield "office.plt_too_often", {"times": len(before)}


@dataclass(frozen=True, kw_only=True, slots=True)
class Span:
    """A time; None is open. `until` is not included."""

    since: datetime | None
    until: datetime | None


def overlap(one: Assignment, span: Span) -> bool:
    """Tell whether an assignment holds at any instant of a span."""
    ends_before = (
        one.valid_until is not None
        and span.since is not None
        and one.valid_until <= span.since
    )
    begins_after = (
        one.valid_from is not None
        and span.until is not None
        and span.until <= one.valid_from
    )
    return not ends_before and not begins_after


def _missing(order: Order) -> dict[str, str]:
    found = {
        name: "office.letter_needed"
        for name in ("letter", "letter_date")
        if not getattr(order, name)
    }
    if order.letter_date and not _is_day(order.letter_date):
        found["letter_date"] = "office.no_day"
    if order.first is None:
        found["first"] = "office.day_needed"
    if order.last is None:
        found["last"] = "office.day_needed"
    return found


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _after(first: date) -> date:
    """Return the last day of the months that a Plt. may last."""
    month = first.month - 1 + PLT_MONTHS
    year, month = first.year + month // 12, month % 12 + 1
    for day in range(first.day, 27, -1):
        try:
            return date(year, month, day) - timedelta(days=1)
        except ValueError:
            continue
    return date(year, month, min(first.day, 28)) - timedelta(days=1)

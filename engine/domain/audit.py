"""Audit events: what happened, past tense, chained by hash.

Every event names the hash of the one before it in the office's one chain, so a
changed, removed or reordered event breaks every link after it; the head (number
and hash of the newest event) goes out with each backup.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import orjson

from engine.domain.values import InstanceId, JsonObject, TaskId, UserId

GENESIS = "0" * 64


@dataclass(frozen=True, kw_only=True, slots=True)
class AuditEvent:
    """A recorded fact.

    Attributes:
        kind: `<noun>.<past tense>`, as `task.completed`.
        on_behalf: role key and way (`plt:camat`) where the actor acted for another.
        facts: plain JSON; never a password, never a token.
    """

    kind: str
    at: datetime
    actor: UserId
    actor_name: str
    on_behalf: str = ""
    instance: InstanceId | None = None
    task: TaskId | None = None
    facts: JsonObject


@dataclass(frozen=True, kw_only=True, slots=True)
class ChainedEvent:
    """An event at its place in the chain; `sequence` counts from 1 without gaps."""

    sequence: int
    previous: str
    hash: str
    event: AuditEvent


def link(event: AuditEvent, *, sequence: int, previous: str) -> ChainedEvent:
    """Return the event chained after the hash `previous`."""
    return ChainedEvent(
        sequence=sequence,
        previous=previous,
        hash=digest(event, sequence=sequence, previous=previous),
        event=event,
    )


def digest(event: AuditEvent, *, sequence: int, previous: str) -> str:
    """Return the sha256 hex over the event, its place and the link before it."""
    content = {
        "sequence": sequence,
        "previous": previous,
        "kind": event.kind,
        "at": event.at.isoformat(),
        "actor": event.actor,
        "actor_name": event.actor_name,
        "on_behalf": event.on_behalf,
        "instance": event.instance,
        "task": event.task,
        "facts": event.facts,
    }
    canonical = orjson.dumps(content, option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(canonical).hexdigest()


class Break(StrEnum):
    """How a link is broken."""

    MISSING = "missing"
    CHANGED = "changed"
    TRUNCATED = "truncated"


@dataclass(frozen=True, kw_only=True, slots=True)
class BrokenLink:
    """The first place at which the chain does not hold.

    Attributes:
        sequence: number of the event that is missing or was changed; the first
            one that is missing at the end where the chain was cut.
    """

    sequence: int
    kind: Break


def verify(
    events: Iterable[ChainedEvent],
    head: tuple[int, str],
    *,
    exported: Iterable[tuple[int, str]] = (),
) -> BrokenLink | None:
    """Return the first broken link of the whole chain, None where it holds.

    Args:
        events: every event, in the order in which they are kept.
        head: number and hash of the newest event, as kept beside them.
        exported: older heads that left the house; the chain must pass them all.
    """
    sequence, previous = 0, GENESIS
    promised = dict(exported)
    for chained in events:
        sequence += 1
        if chained.sequence != sequence:
            return BrokenLink(sequence=sequence, kind=Break.MISSING)
        expected = digest(chained.event, sequence=sequence, previous=previous)
        if not expected == chained.hash == promised.pop(sequence, expected):
            return BrokenLink(sequence=sequence, kind=Break.CHANGED)
        previous = expected
    if max(head[0], *promised, 0) > sequence:
        return BrokenLink(sequence=sequence + 1, kind=Break.TRUNCATED)
    is_whole = head == (sequence, previous)
    return None if is_whole else BrokenLink(sequence=head[0], kind=Break.CHANGED)

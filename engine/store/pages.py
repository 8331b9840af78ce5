"""Pages of a listing, continued by a cursor instead of counting rows.

A cursor is the sort key of the last row, so a page costs the same wherever it
stands, and rows that come or go meanwhile shift nothing.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Generic, TypeVar

import orjson

from engine.errors import CursorInvalidError
from engine.store.types import FAR_FUTURE, id_bytes

T = TypeVar("T")

LIKE_ESCAPE = "!"
LARGEST_NUMBER = 2**31 - 1

Key = tuple[int, str]
"""A number (seconds, a running number) and an id that settles ties."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Page(Generic[T]):
    """Some items of a listing; `next` continues it, None at its end."""

    items: tuple[T, ...]
    next: str | None


def page_of(found: Sequence[T], limit: int, key: Callable[[T], Key]) -> Page[T]:
    """Return a page of what was found for one row more than the limit."""
    items = tuple(found[:limit])
    more = len(found) > limit
    return Page(items=items, next=_cursor(key(items[-1])) if more and items else None)


def key_of(cursor: str) -> Key:
    """Return the key in a cursor that somebody sent.

    Raises:
        CursorInvalidError: it is none of ours.
    """
    try:
        number, name = orjson.loads(urlsafe_b64decode(cursor.encode()))
        if not isinstance(number, int) or not isinstance(name, str):
            raise CursorInvalidError(cursor=cursor)
        if not 0 <= number <= int(FAR_FUTURE.timestamp()):
            raise CursorInvalidError(cursor=cursor)
        id_bytes(name)
    except (ValueError, TypeError) as error:
        raise CursorInvalidError(cursor=cursor) from error
    return number, name


def seconds_of(instant: datetime | None) -> int:
    """Return an instant's place in an order in which None comes last."""
    return int((instant or FAR_FUTURE).timestamp())


def instant_of(seconds: int) -> datetime:
    """Return the instant at a place of `seconds_of`."""
    return datetime.fromtimestamp(seconds, UTC)


def like_pattern(text: str) -> str:
    """Return the LIKE pattern of a part of a text, its own signs made harmless."""
    harmless = text
    for sign in (LIKE_ESCAPE, "%", "_"):
        harmless = harmless.replace(sign, LIKE_ESCAPE + sign)
    return f"%{harmless}%"


def whole_number(text: str) -> int:
    """Return the running number that a text is, -1 where it is none."""
    bare = text.strip()
    is_number = bare.isascii() and bare.isdigit() and len(bare) <= 10
    return int(bare) if is_number and int(bare) <= LARGEST_NUMBER else -1


def _cursor(key: Key) -> str:
    return urlsafe_b64encode(orjson.dumps(key)).decode()

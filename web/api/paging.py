"""Pages of short lists that come whole from the engine, continued by a cursor.

The cursor is the last item's sort key, so that what is added meanwhile shifts
nothing. The store's own listings bring their cursors along.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from typing import TypeVar

import orjson

from engine.errors import CursorInvalidError

T = TypeVar("T")
Key = tuple[str, ...]
FIRST_PAGE = 50


def slice_of(
    items: Sequence[T], key: Callable[[T], Key], *, limit: int, cursor: str | None
) -> tuple[list[T], str | None]:
    """Return the items of a page, in the order of their keys, and the next cursor.

    Raises:
        CursorInvalidError: the cursor is none of ours.
    """
    ordered = sorted(items, key=key)
    if cursor is not None:
        last = _key_of(cursor)
        ordered = [one for one in ordered if key(one) > last]
    found = ordered[:limit]
    more = len(ordered) > limit
    return found, _cursor(key(found[-1])) if more else None


def _cursor(key: Key) -> str:
    return urlsafe_b64encode(orjson.dumps(key)).decode()


def _key_of(cursor: str) -> Key:
    try:
        read = orjson.loads(urlsafe_b64decode(cursor.encode()))
    except ValueError as error:
        raise CursorInvalidError(cursor=cursor) from error
    if not isinstance(read, list) or not all(isinstance(one, str) for one in read):
        raise CursorInvalidError(cursor=cursor)
    return tuple(read)

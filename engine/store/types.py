"""How values of the domain lie in a column.

A row should be small, since a case leaves some hundred rows behind: an id of hex
digits takes half their bytes, an instant is a whole number of seconds, and
JSON of some length is compressed.
"""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID

import orjson
from sqlalchemy import BigInteger, Dialect, Integer, LargeBinary, Text
from sqlalchemy.exc import DontWrapMixin
from sqlalchemy.types import TypeDecorator

from engine import frames
from engine.errors import TextUnstorableError

Whole = BigInteger().with_variant(Integer, "sqlite")
"""64 bits on both; SQLite makes a key of it the row's own address."""

FAR_FUTURE = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)

_COMPRESS_FROM = 200  # bytes; below, the frame costs more than it saves
_HEX = re.compile(r"([0-9a-f]{2}){4,}")
_TOKEN = re.compile(r"[0-9a-f]{16}\.[0-9]+")
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")

_Word = TypeVar("_Word", bound=StrEnum)


class NaiveInstantError(DontWrapMixin, ValueError):
    """A program handed a datetime without a zone to the database."""


class _UnstorableError(DontWrapMixin, TextUnstorableError):
    """The same refusal, which SQLAlchemy passes on as it is."""


class UtcInstant(TypeDecorator[datetime]):
    """An aware instant as whole seconds since 1970 UTC; fractions are dropped."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """Return the seconds; a naive datetime is refused."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise NaiveInstantError(f"naive datetime for a UTC column: {value!r}")
        return int(value.timestamp())

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Return the aware UTC instant."""
        return None if value is None else datetime.fromtimestamp(value, UTC)


class DueInstant(UtcInstant):
    """An instant or never; never lies at the end of time, behind every other.

    The two databases disagree on where NULL stands in an order, and an index
    over an order that differs serves nobody.
    """

    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """Return the seconds, those of the far future for None."""
        return super().process_bind_param(value or FAR_FUTURE, dialect)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Return the instant, None for the far future."""
        found = super().process_result_value(value, dialect)
        return None if found == FAR_FUTURE else found


class Identifier(TypeDecorator[str]):
    """An id as bytes: half the length where it is hexadecimal, else the text."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        """Return the bytes; equal texts give equal bytes and no others do."""
        return None if value is None else id_bytes(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:
        """Return the text."""
        return None if value is None else id_text(bytes(value))


class PlainText(TypeDecorator[str]):
    """Text that both databases keep: no zero character, no half of a surrogate."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Return the text; what PostgreSQL could not keep is refused on both."""
        if value is not None and _UNSTORABLE.search(value):
            raise _UnstorableError(position=_first_unstorable(value))
        return value


class Word(TypeDecorator[_Word]):
    """A member of a StrEnum by its value."""

    impl = Text
    cache_ok = True

    def __init__(self, words: type[_Word]) -> None:
        super().__init__()
        self.words = words

    def process_bind_param(self, value: _Word | None, dialect: Dialect) -> str | None:
        """Return the member's value."""
        return None if value is None else value.value

    def process_result_value(self, value: Any, dialect: Dialect) -> _Word | None:
        """Return the member."""
        return None if value is None else self.words(value)


class WordSet(TypeDecorator[frozenset[_Word]]):
    """A set of members of a StrEnum, as their values with blanks between."""

    impl = Text
    cache_ok = True

    def __init__(self, words: type[_Word]) -> None:
        super().__init__()
        self.words = words

    def process_bind_param(
        self, value: frozenset[_Word] | None, dialect: Dialect
    ) -> str | None:
        """Return the values in order."""
        return None if value is None else " ".join(sorted(value))

    def process_result_value(
        self, value: Any, dialect: Dialect
    ) -> frozenset[_Word] | None:
        """Return the members."""
        return None if value is None else frozenset(map(self.words, value.split()))


class JsonText(TypeDecorator[Any]):
    """Short JSON, readable in the table. NULL is None."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """Return the JSON text."""
        return None if value is None else json_bytes(value).decode()

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        """Return the plain value."""
        return None if value is None else orjson.loads(value)


class TextTuple(JsonText):
    """A tuple of texts as a JSON list."""

    cache_ok = True

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        """Return the tuple."""
        return None if value is None else tuple(orjson.loads(value))


class DecimalText(TypeDecorator[Decimal]):
    """A decimal number with exactly the digits it was given. NULL is None."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:
        """Return the digits."""
        return None if value is None else str(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        """Return the number."""
        return None if value is None else Decimal(value)


class DayText(TypeDecorator[date]):
    """A day as ISO text, which sorts as days do. NULL is None."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> str | None:
        """Return the text."""
        return None if value is None else value.isoformat()

    def process_result_value(self, value: Any, dialect: Dialect) -> date | None:
        """Return the day."""
        return None if value is None else date.fromisoformat(value)


class PackedJson(TypeDecorator[Any]):
    """JSON as bytes, compressed where it is long. NULL is None."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> bytes | None:
        """Return the bytes."""
        return None if value is None else packed(json_bytes(value))

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        """Return the plain value."""
        return None if value is None else orjson.loads(unpacked(bytes(value)))


class PackedBytes(TypeDecorator[bytes]):
    """Bytes that compress well and never begin like a zstandard frame (XML)."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        """Return the compressed bytes."""
        return None if value is None else packed(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> bytes | None:
        """Return the bytes as they were given."""
        return None if value is None else unpacked(bytes(value))


def packed(content: bytes, *, level: int = 3) -> bytes:
    """Return the content, as a zstandard frame of a level where that is shorter."""
    if len(content) < _COMPRESS_FROM and not content.startswith(frames.MAGIC):
        return content
    return frames.compress(content, level=level)


def unpacked(content: bytes) -> bytes:
    """Return what `packed` was given."""
    # JSON never begins with an opening parenthesis, as a frame does.
    if content.startswith(frames.MAGIC):
        return frames.decompress(content)
    return content


def json_bytes(value: Any) -> bytes:
    """Return canonical JSON of a plain value; half a surrogate is refused."""
    try:
        return orjson.dumps(value)
    except orjson.JSONEncodeError as error:
        if "surrogate" not in str(error) and "UTF-8" not in str(error):
            raise
        raise _UnstorableError(position=None) from error


def id_bytes(text: str) -> bytes:
    """Return the bytes under which an id lies; the first one tells the form."""
    if _HEX.fullmatch(text):
        return b"#" + bytes.fromhex(text)
    if _TOKEN.fullmatch(text):
        return b"." + bytes.fromhex(text[:16]) + text[17:].encode()
    if _UUID.fullmatch(text):
        return b"-" + bytes.fromhex(text.replace("-", ""))
    return b"=" + text.encode("utf-8", "surrogatepass")


def id_text(content: bytes) -> str:
    """Return the id that `id_bytes` was given."""
    form, body = content[:1], content[1:]
    if form == b"#":
        return body.hex()
    if form == b".":
        return f"{body[:8].hex()}.{body[8:].decode()}"
    if form == b"-":
        return str(UUID(bytes=body))
    return body.decode("utf-8", "surrogatepass")


def _first_unstorable(text: str) -> int | None:
    found = _UNSTORABLE.search(text)
    return found.start() if found else None

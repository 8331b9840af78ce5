"""What an audit event says, in few bytes: the words of all events are known before.

A case leaves some fifty events behind, and each says what many others say. A
raw deflate stream with a dictionary of those words keeps a whole event in a
dozen bytes. The dictionary is a part of the format: its words are never
changed. Other words make another format, with a number of its own.
"""

import zlib
from typing import Final, NamedTuple

import orjson

from engine.domain.values import JsonObject
from engine.store.types import json_bytes

_FORMAT_1: Final = b"\x01"
_WINDOW: Final = -12  # bits; raw, since a checksum would be longer than the event
_MEMORY: Final = 5  # of 9: an event is short, and making room costs time
# What is most frequent stands last, where a reference to it is shortest.
_WORDS_1: Final = "".join(
    (
        '["token.revoked",{"token":"',
        '["user.password_changed",{"user":"',
        '["user.disabled",{"user":"',
        '["user.added",{"user":"","roles":["',
        '["role.created",{"role":"","name":"',
        '["role.changed",{"role":"","rights":["',
        '["role.assigned",{"letter":"',
        '["register.changed",{"register":"',
        '["office.changed",{"fields":["',
        '["calendar.changed",{"calendar":"',
        '["message.thrown",{"element":"',
        '["signal.thrown",{"element":"',
        '["timer.fired",{"element":"Event_',
        '["instance.failed",{"code":"kernel","reason":"',
        '["instance.suspended",{"reason":"',
        '["instance.resumed",{}]',
        '["instance.cancelled",{"reason":"',
        '["call.started",{"element":"Activity_","case":"',
        '["document.voided",{"document":"","number":"","reason":"',
        '["file.removed",{"file":"","sha256":"',
        '["file.added",{"file":"","sha256":"',
        '["task.due_moved",{"from":"","to":"","reason":"',
        '["task.skipped",{"reason":"',
        '["task.moved",{"to":"Activity_","reason":"',
        '["task.reassigned",{"to":"","name":"","reason":"',
        '["task.paused",{"reason":"',
        '["task.interrupted",{}]',
        '["task.cancelled",{}]',
        '["task.resumed",{}]',
        '["task.released",{}]',
        '["instance.started",{"process":"pengukuran-kinerja","version":1}]',
        '["instance.completed",{}]',
        '["number.drawn",{"register":"surat-keluar","year":2026,"sequence":1}]',
        '","decision":"Ya","back":true}]',
        '","decision":"Disetujui","back":false}]',
        '","decision":"Tidak","back":false}]',
        '["task.completed",{"submission":"',
        '["task.claimed",{}]',
    )
).encode()


class Body(NamedTuple):
    """Kind and facts of an event."""

    kind: str
    facts: JsonObject


def packed_body(body: Body) -> bytes:
    """Return the bytes of a body in the newest format."""
    packing = zlib.compressobj(
        9, zlib.DEFLATED, _WINDOW, _MEMORY, zlib.Z_DEFAULT_STRATEGY, _WORDS_1
    )
    content = json_bytes([body.kind, body.facts])
    return _FORMAT_1 + packing.compress(content) + packing.flush()


def unpacked_body(content: bytes) -> Body:
    """Return what `packed_body` was given.

    Bytes that nobody of us wrote give a body without a kind: whoever verifies
    the chain shall find the tampered event, not stumble over it.
    """
    try:
        if not content.startswith(_FORMAT_1):
            return _illegible(content)
        unpacking = zlib.decompressobj(_WINDOW, _WORDS_1)
        kind, facts = orjson.loads(unpacking.decompress(content[1:]))
    except (zlib.error, ValueError, TypeError):
        return _illegible(content)
    if not (isinstance(kind, str) and isinstance(facts, dict)):
        return _illegible(content)
    return Body(kind, facts)


def _illegible(content: bytes) -> Body:
    return Body("", {"illegible": content.hex()})

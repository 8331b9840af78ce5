"""Starts of cycles: claimed by a unique row, so that a period has one case."""

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, text, update

from engine.domain.cycles import CycleCursor, CycleStart
from engine.domain.values import ElementId, ProcessKey
from engine.errors import NotFoundError
from engine.store.dialects import insert_into
from engine.store.pages import Page, instant_of, key_of, page_of, seconds_of
from engine.store.schema import cycle_cursors, cycle_starts
from engine.store.shapes import Shape, Versioned
from engine.store.types import Identifier, UtcInstant

_CURSOR = Shape(CycleCursor, cycle_cursors)
_START = Versioned(CycleStart, cycle_starts)
_OF_KEY = (
    cycle_starts.c.process == bindparam("process"),
    cycle_starts.c.element == bindparam("element"),
    cycle_starts.c.key == bindparam("key"),
)
_LOCK = _START.select.where(*_OF_KEY).with_for_update()
_WAITING = _START.select.where(text("state IN ('missed', 'failed')")).order_by(
    cycle_starts.c.due_at, cycle_starts.c.id
)
_OF_KEYS = _START.select.where(
    cycle_starts.c.process == bindparam("process"),
    cycle_starts.c.key.in_(bindparam("keys", expanding=True)),
)
_NEWEST = _START.select.order_by(
    cycle_starts.c.due_at.desc(), cycle_starts.c.id.desc()
).limit(bindparam("rows"))
_OLDER = _NEWEST.where(
    (cycle_starts.c.due_at < bindparam("at", type_=UtcInstant))
    | (
        (cycle_starts.c.due_at == bindparam("at", type_=UtcInstant))
        & (cycle_starts.c.id < bindparam("id", type_=Identifier))
    )
)
_MOVE = (
    update(cycle_cursors)
    .where(
        cycle_cursors.c.process == bindparam("of_process"),
        cycle_cursors.c.element == bindparam("of_element"),
        cycle_cursors.c.upto < bindparam("to_upto"),
    )
    .values(upto=bindparam("to_upto"))
)


class CycleStore:
    """Cycles of all SOPs."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def cursors(self) -> dict[tuple[ProcessKey, ElementId], CycleCursor]:
        """Return up to where each cycle has been seen to."""
        rows = self._connection.execute(_CURSOR.select)
        found = (_CURSOR.value(row) for row in rows)
        return {(one.process, one.element): one for one in found}

    def put_cursor(self, cursor: CycleCursor) -> None:
        """Write where a cycle counts from; one that is further on stays."""
        insert = insert_into(self._connection, cycle_cursors)
        changed = {name: insert.excluded[name] for name in ("text", "anchor", "upto")}
        statement = insert.on_conflict_do_update(
            index_elements=[cycle_cursors.c.process, cycle_cursors.c.element],
            set_=changed,
            where=(cycle_cursors.c.text != insert.excluded["text"])
            | (cycle_cursors.c.upto < insert.excluded["upto"]),
        )
        self._connection.execute(statement, [_CURSOR.row(cursor)])

    def move_cursor(self, cursor: CycleCursor) -> None:
        """Let a cycle be seen to up to an instant; it never goes back."""
        self._connection.execute(
            _MOVE,
            {
                "of_process": cursor.process,
                "of_element": cursor.element,
                "to_upto": cursor.upto,
            },
        )

    def claim(self, start: CycleStart) -> bool:
        """Take an occurrence; False where it has been taken, now or long ago.

        Whoever asks while another one holds it waits until that one is done.
        """
        insert = insert_into(self._connection, cycle_starts)
        statement = insert.on_conflict_do_nothing(
            index_elements=["process", "element", "key"]
        ).returning(cycle_starts.c.id)
        claimed = self._connection.execute(statement, _START.row(start))
        return claimed.first() is not None

    def lock(self, process: ProcessKey, element: ElementId, key: str) -> CycleStart:
        """Return what became of an occurrence, to be changed by nobody else.

        Raises:
            NotFoundError: nothing yet.
        """
        parameters = {"process": process, "element": element, "key": key}
        row = self._connection.execute(_LOCK, parameters).first()
        if row is None:
            raise NotFoundError(what="cycle", id=f"{process}/{element}/{key}")
        return _START.value(row)

    def save(self, start: CycleStart) -> CycleStart:
        """Write what became of an occurrence.

        Raises:
            VersionConflictError: it changed since it was read.
        """
        return _START.save(self._connection, start)

    def waiting(self) -> list[CycleStart]:
        """Return what was missed or failed and waits for a person, oldest first."""
        return [_START.value(row) for row in self._connection.execute(_WAITING)]

    def of_keys(
        self, process: ProcessKey, keys: Sequence[str]
    ) -> dict[tuple[ElementId, str], CycleStart]:
        """Return what became of some occurrences of an SOP's cycles."""
        if not keys:
            return {}
        parameters = {"process": process, "keys": list(keys)}
        rows = self._connection.execute(_OF_KEYS, parameters)
        found = (_START.value(row) for row in rows)
        return {(one.element, one.key): one for one in found}

    def newest(self, *, limit: int, cursor: str | None = None) -> Page[CycleStart]:
        """Return a page of what became of cycles, latest due first.

        Raises:
            CursorInvalidError: the cursor is none of ours.
        """
        parameters: dict[str, object] = {"rows": limit + 1}
        statement = _NEWEST
        if cursor is not None:
            seconds, name = key_of(cursor)
            parameters |= {"at": instant_of(seconds), "id": name}
            statement = _OLDER
        rows = self._connection.execute(statement, parameters)
        found = [_START.value(row) for row in rows]
        return page_of(found, limit, lambda one: (seconds_of(one.due_at), one.id))

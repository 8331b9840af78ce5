"""Drafts of SOPs, one row per SOP, with what was saved of them."""

from sqlalchemy import Connection, bindparam, delete, select

from engine.domain.sop_drafts import (
    MAX_KEPT,
    DraftRevision,
    DraftState,
    RevisionLine,
    SopDraft,
)
from engine.domain.values import ProcessKey
from engine.errors import DraftNotFoundError
from engine.store.dialects import insert_into
from engine.store.schema import sop_draft_revisions as revisions
from engine.store.schema import sop_drafts
from engine.store.shapes import Shape, Versioned

_DRAFT = Versioned(SopDraft, sop_drafts, key="key")
_REVISION = Shape(DraftRevision, revisions)
_LINE = Shape(RevisionLine, revisions)
_OF_KEY = revisions.c.key == bindparam("key")
_NEWEST_FIRST = revisions.c.revision.desc()

_GET = _DRAFT.select.where(sop_drafts.c.key == bindparam("key"))
_LOCKED = _GET.with_for_update()
_OPEN = _DRAFT.select.where(sop_drafts.c.state != DraftState.CLOSED).order_by(
    sop_drafts.c.name, sop_drafts.c.key
)
_HISTORY = _LINE.select.where(_OF_KEY).order_by(_NEWEST_FIRST)
_ONE = _REVISION.select.where(_OF_KEY, revisions.c.revision == bindparam("number"))
_REMOVE = delete(revisions).where(
    revisions.c.key == bindparam("of_key"), revisions.c.revision == bindparam("number")
)
_REMOVE_ALL = delete(revisions).where(revisions.c.key == bindparam("of_key"))
_OLDEST_KEPT = (
    select(revisions.c.revision)
    .where(_OF_KEY)
    .order_by(_NEWEST_FIRST)
    .limit(1)
    .offset(MAX_KEPT - 1)
)
_FORGET = delete(revisions).where(
    revisions.c.key == bindparam("of_key"), revisions.c.revision < bindparam("number")
)


class SopDraftStore:
    """Drafts and their revisions."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, key: ProcessKey) -> SopDraft | None:
        """Return the row of an SOP's draft, a closed one too; None without any."""
        row = self._connection.execute(_GET, {"key": key}).first()
        return None if row is None else _DRAFT.value(row)

    def lock(self, key: ProcessKey) -> SopDraft | None:
        """Return the same, so that nobody else may change it."""
        row = self._connection.execute(_LOCKED, {"key": key}).first()
        return None if row is None else _DRAFT.value(row)

    def open(self) -> list[SopDraft]:
        """Return the drafts that are not closed, by name."""
        return [_DRAFT.value(row) for row in self._connection.execute(_OPEN)]

    def add(self, draft: SopDraft) -> bool:
        """Add the first draft of an SOP; False where somebody was faster."""
        insert = insert_into(self._connection, sop_drafts)
        statement = insert.on_conflict_do_nothing().returning(sop_drafts.c.key)
        return (
            self._connection.execute(statement, _DRAFT.row(draft)).first() is not None
        )

    def save(self, draft: SopDraft) -> SopDraft:
        """Write a changed draft.

        Raises:
            VersionConflictError: it changed since it was read.
        """
        return _DRAFT.save(self._connection, draft)

    def keep(self, revision: DraftRevision, *, instead_of: int | None = None) -> None:
        """Add a revision, in the place of another where it continues one."""
        if instead_of is not None:
            self._connection.execute(
                _REMOVE, {"of_key": revision.key, "number": instead_of}
            )
        _REVISION.add_all(self._connection, [revision])
        oldest = self._connection.scalar(_OLDEST_KEPT, {"key": revision.key})
        if oldest is not None:
            self._connection.execute(
                _FORGET, {"of_key": revision.key, "number": oldest}
            )

    def history(self, key: ProcessKey) -> list[RevisionLine]:
        """Return the entries of a draft's history, newest first."""
        rows = self._connection.execute(_HISTORY, {"key": key})
        return [_LINE.value(row) for row in rows]

    def revision(self, key: ProcessKey, number: int) -> DraftRevision:
        """Return a revision with its files.

        Raises:
            DraftNotFoundError: there is none of that number, or no longer.
        """
        row = self._connection.execute(_ONE, {"key": key, "number": number}).first()
        if row is None:
            raise DraftNotFoundError(key=key)
        return _REVISION.value(row)

    def forget(self, key: ProcessKey) -> None:
        """Throw away everything that was saved of an SOP's draft."""
        self._connection.execute(_REMOVE_ALL, {"of_key": key})

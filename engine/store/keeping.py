"""The archive's own rows: words of documents, places of paper, destructions."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, func, select, text, update

from engine.domain.documents import DocumentState
from engine.domain.instances import InstanceState
from engine.domain.retention import Destruction, PaperPlace
from engine.domain.values import DocumentId, InstanceId
from engine.errors import DestructionNotFoundError
from engine.store.dialects import insert_into
from engine.store.schema import (
    contents,
    destructions,
    document_texts,
    documents,
    instances,
    paper_places,
    signatures,
)
from engine.store.schema.archive import IS_PROPOSED
from engine.store.shapes import Versioned
from engine.store.types import Identifier

MOST_CASES = 2000

_PLACE = Versioned(PaperPlace, paper_places, key="document")
_DESTRUCTION = Versioned(Destruction, destructions)
_GET = _DESTRUCTION.select.where(destructions.c.id == bindparam("id"))
_ALL = _DESTRUCTION.select.order_by(
    destructions.c.proposed_at.desc(), destructions.c.id
).limit(100)
_PROPOSED = _DESTRUCTION.select.where(text(IS_PROPOSED))
_LAST = select(func.max(destructions.c.number)).where(
    destructions.c.year == bindparam("year")
)
_PLACE_OF = _PLACE.select.where(paper_places.c.document == bindparam("document"))
_ENDED = (
    select(instances.c.id)
    .where(
        instances.c.state.in_([InstanceState.COMPLETED, InstanceState.CANCELLED]),
        ~instances.c.simulated,
        instances.c.ended_at < bindparam("before"),
        select(documents.c.id)
        .where(
            documents.c.instance == instances.c.id,
            documents.c.state == DocumentState.READY,
        )
        .exists(),
    )
    .order_by(instances.c.ended_at, instances.c.id)
    .limit(MOST_CASES)
)
_UNUSED = (
    ~select(documents.c.id)
    .where(
        documents.c.sha256 == bindparam("sha256"),
        documents.c.state != DocumentState.DESTROYED,
    )
    .exists()
)


class KeepingStore:
    """What the archive adds to documents."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put_words(self, document: DocumentId, words: str) -> None:
        """Keep the words of a document; what was kept before is replaced."""
        insert = insert_into(self._connection, document_texts).values(
            document=document, words=words
        )
        self._connection.execute(
            insert.on_conflict_do_update(
                index_elements=[document_texts.c.document],
                set_={"words": insert.excluded["words"]},
            )
        )

    def place_of(self, document: DocumentId) -> PaperPlace | None:
        """Return where a document's paper lies, None where nobody said."""
        row = self._connection.execute(_PLACE_OF, {"document": document}).first()
        return None if row is None else _PLACE.value(row)

    def put_place(self, place: PaperPlace) -> None:
        """Write where a document's paper lies.

        Raises:
            VersionConflictError: somebody said otherwise meanwhile.
        """
        if self.place_of(place.document) is None:
            _PLACE.add_all(self._connection, [place])
        else:
            _PLACE.save(self._connection, place)

    def ended_before(self, before: datetime) -> list[InstanceId]:
        """Return cases that ended before an instant and still have documents."""
        rows = self._connection.scalars(_ENDED, {"before": before})
        return [InstanceId(one) for one in rows]

    def add(self, destruction: Destruction) -> None:
        """Add a destruction."""
        _DESTRUCTION.add_all(self._connection, [destruction])

    def save(self, destruction: Destruction) -> Destruction:
        """Write a changed destruction.

        Raises:
            VersionConflictError: it changed since it was read.
        """
        return _DESTRUCTION.save(self._connection, destruction)

    def destruction(self, name: str) -> Destruction:
        """Return a destruction.

        Raises:
            DestructionNotFoundError: there is none of that id.
        """
        row = self._connection.execute(_GET, {"id": name}).first()
        if row is None:
            raise DestructionNotFoundError(destruction=name)
        return _DESTRUCTION.value(row)

    def proposed(self) -> Destruction | None:
        """Return the destruction that waits for a second officer, None without one."""
        row = self._connection.execute(_PROPOSED).first()
        return None if row is None else _DESTRUCTION.value(row)

    def destructions(self) -> list[Destruction]:
        """Return all destructions, newest first."""
        return [_DESTRUCTION.value(row) for row in self._connection.execute(_ALL)]

    def next_number(self, year: int) -> int:
        """Return the next running number of a year; asked inside a write."""
        return (self._connection.scalar(_LAST, {"year": year}) or 0) + 1

    def destroy(self, cases: Sequence[InstanceId]) -> int:
        """Destroy the files and words of cases; their rows and hashes stay.

        A file that another case shows too is kept for it.

        Returns:
            How many documents were destroyed.
        """
        total = 0
        for case in cases:
            rows = self._connection.execute(
                select(documents.c.id, documents.c.sha256).where(
                    documents.c.instance == case,
                    documents.c.state.in_([DocumentState.READY, DocumentState.VOID]),
                )
            ).all()
            for row in rows:
                self._destroy(row.id, row.sha256)
            total += len(rows)
        return total

    def _destroy(self, document: DocumentId, sha256: str) -> None:
        self._connection.execute(
            update(documents)
            .where(documents.c.id == bindparam("of", type_=Identifier))
            .values(state=DocumentState.DESTROYED, version=documents.c.version + 1),
            {"of": document},
        )
        self._connection.execute(
            delete(document_texts).where(document_texts.c.document == document)
        )
        signed = self._connection.execute(
            select(signatures.c.before, signatures.c.after).where(
                signatures.c.document == document
            )
        ).all()
        files = {sha256, *(one for row in signed for one in row)} - {""}
        for one in files:
            self._connection.execute(
                delete(contents).where(
                    contents.c.sha256 == bytes.fromhex(one), _UNUSED
                ),
                {"sha256": one},
            )

"""Documents of cases, and files by their content.

A file is kept once however many documents show it: its name is its hash.
"""

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, select

from engine.domain.documents import Document, DocumentState, digest_of
from engine.domain.values import DocumentId, InstanceId
from engine.errors import DocumentNotFoundError
from engine.store.dialects import insert_into
from engine.store.schema import contents, documents
from engine.store.shapes import Versioned

_SHAPE = Versioned(Document, documents)
_GET = _SHAPE.select.where(documents.c.id == bindparam("id"))
_OF_INSTANCE = _SHAPE.select.where(
    documents.c.instance == bindparam("instance")
).order_by(documents.c.created_at, documents.c.revision, documents.c.id)
_PENDING = (
    _SHAPE.select.where(documents.c.state == DocumentState.PENDING)
    .order_by(documents.c.created_at, documents.c.revision, documents.c.id)
    .limit(bindparam("rows"))
)
_CONTENT = select(contents.c.content).where(contents.c.sha256 == bindparam("sha256"))


class DocumentStore:
    """Documents and the files behind them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, document: Document) -> None:
        """Add a document."""
        _SHAPE.add_all(self._connection, [document])

    def add_all(self, added: Sequence[Document]) -> None:
        """Add documents by one statement."""
        _SHAPE.add_all(self._connection, added)

    def save(self, document: Document) -> Document:
        """Write a changed document and return it with its new version.

        Raises:
            VersionConflictError: it changed since it was read.
        """
        return _SHAPE.save(self._connection, document)

    def get(self, document: DocumentId) -> Document:
        """Return a document.

        Raises:
            DocumentNotFoundError: there is none of that id.
        """
        row = self._connection.execute(_GET, {"id": document}).first()
        if row is None:
            raise DocumentNotFoundError(document=document)
        return _SHAPE.value(row)

    def of_instance(self, instance: InstanceId) -> list[Document]:
        """Return all documents of a case, oldest first."""
        rows = self._connection.execute(_OF_INSTANCE, {"instance": instance})
        return [_SHAPE.value(row) for row in rows]

    def pending(self, *, limit: int = 1000) -> list[Document]:
        """Return documents that are still to be made, oldest first.

        Jobs are no part of a backup: after a restore these are enqueued again.
        """
        rows = self._connection.execute(_PENDING, {"rows": limit})
        return [_SHAPE.value(row) for row in rows]

    def put_content(self, content: bytes, *, media_type: str) -> str:
        """Keep a file and return its sha256 in hex; a known one is kept once."""
        digest = digest_of(content)
        insert = insert_into(self._connection, contents).values(
            sha256=bytes.fromhex(digest),
            media_type=media_type,
            size=len(content),
            content=content,
        )
        self._connection.execute(insert.on_conflict_do_nothing())
        return digest

    def content(self, sha256: str) -> bytes:
        """Return a file by its hash in hex.

        Raises:
            DocumentNotFoundError: no file of that hash is kept.
        """
        parameters = {"sha256": bytes.fromhex(sha256)}
        found = self._connection.scalar(_CONTENT, parameters)
        if found is None:
            raise DocumentNotFoundError(document=sha256)
        return bytes(found)

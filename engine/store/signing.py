"""Signatures and keys; a signature is given once, whoever asks first."""

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, or_, select, text

from engine.domain.documents import Document
from engine.domain.signing import Signature, SigningKey
from engine.domain.values import DocumentId, RoleKey, UserId
from engine.errors import SignatureNotFoundError
from engine.store.dialects import insert_into
from engine.store.schema import documents, signatures, signing_keys
from engine.store.schema.signing import IS_IN_USE, IS_WAITING
from engine.store.shapes import Versioned

_SIGNATURE = Versioned(Signature, signatures)
_KEY = Versioned(SigningKey, signing_keys)
_DOCUMENT = Versioned(Document, documents)

_GET = _SIGNATURE.select.where(signatures.c.id == bindparam("id"))
_OF_DOCUMENT = _SIGNATURE.select.where(
    signatures.c.document == bindparam("document")
).order_by(signatures.c.place)
_WAITING_FOR = (
    _SIGNATURE.select.where(
        text(IS_WAITING),
        or_(
            signatures.c.signer == bindparam("signer"),
            signatures.c.signer.is_(None)
            & signatures.c.role.in_(bindparam("roles", expanding=True)),
        ),
    )
    .order_by(signatures.c.created_at, signatures.c.id)
    .limit(bindparam("rows"))
)
_BY_FILE = _SIGNATURE.select.where(
    or_(
        signatures.c.before == bindparam("sha256"),
        signatures.c.after == bindparam("sha256"),
    )
).limit(20)
_DOCUMENTS_BY_FILE = _DOCUMENT.select.where(
    documents.c.sha256 == bindparam("sha256"), documents.c.sha256 != ""
).limit(20)
_KEY_OF = _KEY.select.where(text(IS_IN_USE), signing_keys.c.owner == bindparam("owner"))
_KNOWN_KEY = (
    select(signing_keys.c.owner)
    .where(signing_keys.c.fingerprint == bindparam("fingerprint"))
    .limit(1)
)


class SignatureStore:
    """Signatures that documents owe or bear."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add_all(self, owed: Sequence[Signature]) -> None:
        """Add signatures; a place that has one already keeps it."""
        if owed:
            insert = insert_into(self._connection, signatures)
            self._connection.execute(
                insert.on_conflict_do_nothing(),
                [_SIGNATURE.row(one) for one in owed],
            )

    def save(self, signature: Signature) -> Signature:
        """Write a changed signature and return it with its new version.

        Raises:
            VersionConflictError: it changed since it was read.
        """
        return _SIGNATURE.save(self._connection, signature)

    def get(self, signature: str) -> Signature:
        """Return a signature.

        Raises:
            SignatureNotFoundError: there is none of that id.
        """
        row = self._connection.execute(_GET, {"id": signature}).first()
        if row is None:
            raise SignatureNotFoundError(signature=signature)
        return _SIGNATURE.value(row)

    def of_document(self, document: DocumentId) -> list[Signature]:
        """Return what a document owes or bears, in the order of its places."""
        rows = self._connection.execute(_OF_DOCUMENT, {"document": document})
        return [_SIGNATURE.value(row) for row in rows]

    def waiting_for(
        self, user: UserId, roles: Sequence[RoleKey], *, limit: int = 100
    ) -> list[Signature]:
        """Return what waits for a person or for a post of theirs, oldest first."""
        asked = {"signer": user, "roles": list(roles), "rows": limit}
        rows = self._connection.execute(_WAITING_FOR, asked)
        return [_SIGNATURE.value(row) for row in rows]

    def by_file(self, sha256: str) -> list[Signature]:
        """Return signatures that were put on a file, or made it."""
        rows = self._connection.execute(_BY_FILE, {"sha256": sha256})
        return [_SIGNATURE.value(row) for row in rows]

    def documents_by_file(self, sha256: str) -> list[Document]:
        """Return the documents whose newest file this is."""
        rows = self._connection.execute(_DOCUMENTS_BY_FILE, {"sha256": sha256})
        return [_DOCUMENT.value(row) for row in rows]


class SigningKeyStore:
    """Keys that the office keeps, one in use per owner."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, owner: str) -> SigningKey | None:
        """Return the key in use of a user's id or of `seal`, None without one."""
        row = self._connection.execute(_KEY_OF, {"owner": owner}).first()
        return None if row is None else _KEY.value(row)

    def add(self, key: SigningKey) -> None:
        """Add a key; where its owner has one in use, that one stays."""
        insert = insert_into(self._connection, signing_keys)
        self._connection.execute(insert.on_conflict_do_nothing(), [_KEY.row(key)])

    def save(self, key: SigningKey) -> SigningKey:
        """Write a changed key.

        Raises:
            VersionConflictError: it changed since it was read.
        """
        return _KEY.save(self._connection, key)

    def is_ours(self, fingerprint: str) -> bool:
        """Tell whether a certificate is, or was, one that the office keeps."""
        found = self._connection.execute(_KNOWN_KEY, {"fingerprint": fingerprint})
        return found.first() is not None

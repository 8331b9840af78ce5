"""Backup and restore: the whole office in one file, on either database.

A backup is read in one transaction that sees one moment, so officers go on
working. Jobs and heartbeats are no part of it: documents that were still to be
made say so themselves (`uow.documents.pending`), and are enqueued again.
"""

import os
import tempfile
from base64 import b64decode, b64encode
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Connection,
    LargeBinary,
    Table,
    TableClause,
    column,
    delete,
    select,
    table,
)
from sqlalchemy.types import Boolean, TypeDecorator

from engine.domain.audit import verify
from engine.errors import BackupFailedError, BackupInvalidError, OfficeNotEmptyError
from engine.store.archive import (
    FORMAT,
    PRODUCT,
    ArchiveReader,
    ArchiveWriter,
    Manifest,
    Part,
)
from engine.store.database import Database
from engine.store.migrations import migrate, newest_revision, revision_of
from engine.store.schema import METADATA, audit_head, contents, instances
from engine.store.unit_of_work import UnitOfWork

BATCH = 500  # rows per statement

# Of processes and browsers that were there then, and are not where it comes back.
_PASSING = frozenset({"workers", "web_sessions", "login_attempts"})
# The head follows the events by itself.
_LEFT_OUT = _PASSING | {"audit_head"}
# What `migrate` and the first start leave in an office that nobody used yet.
_GIVEN = _PASSING | {"calendars", "office_settings", "registers"}


def backup(database: Database, file: Path, *, now: datetime) -> Manifest:
    """Write the whole office into a file while it is being used.

    The file appears when it is whole, readable for its owner only: it holds
    everything, hashes of passwords included.

    Raises:
        BackupFailedError: the file cannot be written.
        DatabaseUnavailableError: the database does not answer.
    """
    try:
        with tempfile.NamedTemporaryFile(dir=file.parent, delete=False) as target:
            archive = ArchiveWriter(target)
            try:
                with database.read_snapshot() as uow:
                    manifest = _write(uow, archive, now)
                target.flush()
                os.fsync(target.fileno())
                Path(target.name).replace(file)
            except BaseException:
                archive.abandon()
                Path(target.name).unlink(missing_ok=True)
                raise
    except OSError as error:
        reason = error.strerror or str(error)
        raise BackupFailedError(file=str(file), reason=reason) from error
    return manifest


def restore(url: str, file: Path) -> Manifest:
    """Bring a backup back into an empty office, on either kind of database.

    Everything is verified before the first row is written, and the audit chain
    before the commit; what fails leaves the office as empty as it was.

    Raises:
        BackupInvalidError: the file is damaged, or of a newer version.
        BackupFailedError: the file cannot be read.
        OfficeNotEmptyError: somebody works in this office already.
    """
    try:
        with ArchiveReader(file) as archive:
            _prepare_schema(url, file, archive.manifest)
            database = Database(url)
            try:
                with database.write() as uow:
                    _require_empty(uow.connection)
                    _read(uow, archive)
                    _require_whole(uow, file, archive.manifest)
            finally:
                database.close()
            migrate(url)
    except OSError as error:
        reason = error.strerror or str(error)
        raise BackupFailedError(file=str(file), reason=reason) from error
    return archive.manifest


def _write(uow: UnitOfWork, archive: ArchiveWriter, now: datetime) -> Manifest:
    connection = uow.connection
    kept = [one for one in METADATA.sorted_tables if one.name not in _LEFT_OUT]
    parts = tuple(_write_table(connection, archive, one) for one in kept)
    files = tuple(
        digest.hex()
        for digest in connection.scalars(
            select(contents.c.sha256).order_by(contents.c.sha256)
        )
    )
    for sha256 in files:
        archive.file(sha256, uow.documents.content(sha256))
    sequence, digest = uow.events.head()
    manifest = Manifest(
        product=PRODUCT,
        format=FORMAT,
        schema=revision_of(connection) or "",
        made_at=now.astimezone(UTC).isoformat(),
        head_sequence=sequence,
        head_hash=digest,
        parts=parts,
        files=files,
    )
    archive.finish(manifest)
    return manifest


def _write_table(connection: Connection, archive: ArchiveWriter, one: Table) -> Part:
    columns = tuple(each.name for each in one.columns if each is not contents.c.content)
    binary = tuple(name for name in columns if _is(one, name, LargeBinary))
    truths = {place for place, name in enumerate(columns) if _is(one, name, Boolean)}
    packed = {place for place, name in enumerate(columns) if name in binary}
    # A case stands behind the case that called it, which has a smaller number.
    order = [instances.c.number] if one is instances else list(one.primary_key)
    statement = select(*_bare(one.name, columns).columns).order_by(
        *(column(each.name) for each in order)
    )

    def _rows() -> Iterator[list[Any]]:
        with connection.execution_options(yield_per=BATCH).execute(statement) as found:
            for row in found:
                values = list(row)
                for place in truths:
                    values[place] = bool(values[place])
                for place in packed:
                    if values[place] is not None:
                        values[place] = b64encode(values[place]).decode()
                yield values

    return archive.table(one.name, columns, binary, _rows())


def _is(one: Table, name: str, kind: type[Any]) -> bool:
    found = one.c[name].type
    if isinstance(found, TypeDecorator):
        return isinstance(found.impl_instance, kind)
    return isinstance(found, kind)


def _bare(name: str, columns: tuple[str, ...]) -> TableClause:
    """Return a table that says nothing of its columns: values pass as they are."""
    return table(name, *(column(each) for each in columns))


def _prepare_schema(url: str, file: Path, manifest: Manifest) -> None:
    """Bring an empty database to the schema of the backup, or refuse it."""
    database = Database(url)
    try:
        with database.read() as uow:
            present = revision_of(uow.connection)
    finally:
        database.close()
    if present is None:
        try:
            migrate(url, revision=manifest.schema)
        except KeyError as error:
            raise BackupInvalidError(
                file=file.name, reason="backup.format_unknown", format=manifest.schema
            ) from error
    elif present != manifest.schema:
        is_older = manifest.schema < newest_revision()
        reason = "backup.database_too_new" if is_older else "backup.format_unknown"
        raise BackupInvalidError(file=file.name, reason=reason, format=manifest.schema)


def _require_empty(connection: Connection) -> None:
    # Two restores at once: the second waits here and finds the first one's rows.
    connection.execute(select(audit_head).with_for_update())
    for one in METADATA.sorted_tables:
        is_given = one.name in _GIVEN or one.name == "audit_head"
        if not is_given and connection.execute(select(one).limit(1)).first():
            raise OfficeNotEmptyError(table=one.name)
    for one in METADATA.sorted_tables:
        if one.name in _GIVEN:
            connection.execute(delete(one))


def _read(uow: UnitOfWork, archive: ArchiveReader) -> None:
    for part in archive.manifest.parts:
        if part.table == contents.name:
            _read_contents(uow.connection, part, archive)
            continue
        insert = _bare(part.table, part.columns).insert()
        with closing(archive.rows(part)) as rows:
            while batch := [_decoded(part, row) for row in islice(rows, BATCH)]:
                uow.connection.execute(insert, batch)


def _read_contents(connection: Connection, part: Part, archive: ArchiveReader) -> None:
    insert = _bare(part.table, (*part.columns, contents.c.content.name)).insert()
    with closing(archive.rows(part)) as rows:
        for row in rows:
            values = _decoded(part, row)
            content = archive.content(values[contents.c.sha256.name].hex())
            connection.execute(insert, values | {contents.c.content.name: content})


def _decoded(part: Part, row: list[Any]) -> dict[str, Any]:
    values = dict(zip(part.columns, row, strict=True))
    for name in part.binary:
        if values[name] is not None:
            values[name] = b64decode(values[name])
    return values


def _require_whole(uow: UnitOfWork, file: Path, manifest: Manifest) -> None:
    head = (manifest.head_sequence, manifest.head_hash)
    broken = verify(uow.events.all_in_order(), head)
    if broken is not None:
        raise BackupInvalidError(
            file=file.name, reason="backup.chain_broken", sequence=broken.sequence
        )
